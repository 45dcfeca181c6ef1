"""`forum attachments`: look after the files that members have attached."""

import click
from flask.cli import AppGroup

from forum.jobs.files import clean_files, what_is_unclean

attachments = AppGroup("attachments", help="Look after attached files.")


@attachments.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be deleted.")
def clean(*, dry_run: bool) -> None:
    """Delete files that nobody needs; say which are missing. Happens every night by itself."""
    found = what_is_unclean() if dry_run else clean_files()
    verb = "would be deleted" if dry_run else "deleted"
    click.echo(f"{found.unused} unused file(s) {verb}.")
    click.echo(f"{found.removed} file(s) removed long ago {verb}.")
    click.echo(f"{found.strays} content(s) without a row {verb}.")
    for public_id in found.missing:
        click.echo(f"The content of {public_id} is missing.")
