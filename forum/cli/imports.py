"""`forum import-archive`: make threads of the archive of a mailing list."""

from pathlib import Path
from typing import BinaryIO, cast

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import force_locale
from flask_babel import gettext as _

from forum.attachments.storage import Storage
from forum.channels.models import Audience, Channel
from forum.channels.queries import channel_by_slug
from forum.extensions import db, unit_of_work
from forum.imports.actions import begin, finish, take_back, take_in, take_over_waiting
from forum.imports.archive import ArchiveFile, batches_in, look_at, tag_of
from forum.imports.files import FileStore
from forum.imports.models import ArchiveImport, ImportState
from forum.imports.queries import import_of, members_by_email
from forum.imports.reading import Reader
from forum.imports.source import Wording
from forum.imports.survey import Survey
from forum.kernel.errors import ForumError
from forum.settings import Settings

_FAULTS = {
    "archive_packed": "The file is packed. Unpack it first, for example with gunzip.",
    "no_mbox": "The file is no mbox archive: it does not begin with a line “From …”.",
    "no_channel": "There is no channel with this slug.",
    "channel_archived": "The channel is archived; nothing can be added to it.",
    "audience_changed": "The audience of the channel was widened just now. Please look again.",
    "import_moved": "Another command is reading the same file in. Let one of them finish.",
}
_REASONS = {
    "empty": "say and bring nothing",
    "no_archive": "were not to be archived, say their authors",
}


@click.command("import-archive")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--channel", "slug", required=True, help="The slug of the channel it goes to.")
@click.option("--tag", help="What the list puts before subjects, without the brackets.")
@click.option("--dry-run", is_flag=True, help="Only say what the file holds.")
@click.option("--undo", is_flag=True, help="Take back what was read in from this file.")
@click.option("--yes", is_flag=True, help="Do not ask whether the channel is the right one.")
@with_appcontext
def import_archive(
    file: Path, slug: str, *, tag: str | None, dry_run: bool, undo: bool, yes: bool
) -> None:
    """Make threads of FILE, an mbox archive of a mailing list.

    An import that was interrupted goes on where it stood, and letters that were read in before are
    known again: the command can be repeated. Nobody is told of anything.
    """
    try:
        with file.open("rb") as stream:
            archive = look_at(file.name, stream)
            reader = _reader(tag_of(stream) if tag is None else tag, keeps_files=not dry_run)
            channel = channel_by_slug(db.session(), slug)
            if undo:
                _take_back(archive, channel.id)
                return
            if dry_run:
                _tell(_survey(stream, archive, reader))
                return
            _ask(channel, archive, yes=yes)
            _read_in(stream, archive, channel.id, reader)
    except ForumError as fault:
        raise click.ClickException(_FAULTS.get(fault.reason, fault.reason)) from None


def _take_back(file: ArchiveFile, channel_id: int) -> None:
    with unit_of_work() as session:
        channel = session.get_one(Channel, channel_id)
        archive = import_of(session, channel, file.fingerprint)
        if archive is None:
            message = "This file was not read into this channel."
            raise click.ClickException(message)
        taken = take_back(session, archive)
    click.echo(f"{taken.removed} threads were removed.")
    if taken.kept:
        click.echo(f"{taken.kept} threads stay: others have written there.")


def _reader(tag: str, *, keeps_files: bool) -> Reader:
    settings = cast("Settings", current_app.extensions["settings"])
    files = FileStore(
        storage=cast("Storage", current_app.extensions["storage"]),
        largest=settings.attachment_megabytes * 1024**2,
        most_pixels=settings.picture_megapixels * 1_000_000,
    )
    with force_locale(settings.default_locale):
        words = Wording(quoted=_("Quoted text"), left_out=_("Not taken over:"))
    return Reader(tag, words, files if keeps_files else None)


def _ask(channel: Channel, archive: ArchiveFile, *, yes: bool) -> None:
    """Let the operator see who will read what was written to a list."""
    readers = {
        Audience.PUBLIC: "EVERYBODY on the internet",
        Audience.MEMBERS: "all members of the hub",
        Audience.PEERS: "all people of cities, bearers and the service centre",
        Audience.INVITED: "the people of this group",
    }
    click.echo(f"{archive.name}: {archive.size / 1024**2:.1f} MB")
    question = f"Into “{channel.name}”, which {readers[channel.audience]} can read?"
    if not yes:
        click.confirm(question, abort=True)


def _survey(stream: BinaryIO, archive: ArchiveFile, reader: Reader) -> Survey:
    survey = Survey()
    with click.progressbar(length=archive.size, label="Looking") as bar:
        for batch in batches_in(stream, 0, reader.read):
            for letter in batch.letters:
                survey.add(letter)
            bar.update(batch.end - batch.start)
    return survey


def _tell(survey: Survey) -> None:
    members = members_by_email(db.session(), survey.authors)
    click.echo(f"{survey.letters} letters: {survey.posts} posts in {survey.threads} threads.")
    if survey.first_at and survey.last_at:
        click.echo(f"Written from {survey.first_at:%Y-%m-%d} to {survey.last_at:%Y-%m-%d}.")
    click.echo(f"{len(survey.authors)} authors, {len(members)} of them members.")
    if survey.doubles:
        click.echo(f"{survey.doubles} are in the file more than once.")
    for reason, count in sorted(survey.left_out.items()):
        click.echo(f"{count} would be left out: they {_REASONS.get(reason, reason)}.")
    click.echo("Nothing was written.")


def _read_in(stream: BinaryIO, file: ArchiveFile, channel_id: int, reader: Reader) -> None:
    with unit_of_work() as session:
        channel = session.get_one(Channel, channel_id)
        archive = begin(
            session, channel, name=file.name, fingerprint=file.fingerprint, size=file.size
        )
    if archive.state is ImportState.FINISHED:
        click.echo("This file has been read in already.")
    elif archive.position:
        click.echo(f"Going on after {archive.position * 100 // file.size} %.")
    with click.progressbar(length=file.size - archive.position, label="Reading") as bar:
        for batch in batches_in(stream, archive.position, reader.read):
            with unit_of_work() as session:
                take_in(
                    session,
                    session.get_one(ArchiveImport, archive.id),
                    session.get_one(Channel, channel_id),
                    batch,
                )
            bar.update(batch.end - batch.start)
    with unit_of_work() as session:
        archive = finish(session, session.get_one(ArchiveImport, archive.id))
        take_over_waiting(session)
    click.echo(
        f"{archive.post_count} posts in {archive.thread_count} new threads. "
        f"{archive.known_count} letters were known, {archive.left_out_count} were left out."
    )
