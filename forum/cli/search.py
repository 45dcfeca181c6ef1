"""`forum search`: fill the index again from what is there."""

import click
from flask.cli import AppGroup

from forum.extensions import db, unit_of_work
from forum.search.catching_up import batch_after, everything, forget_unused_words, index_batch
from forum.search.models import DocumentKind

_LABELS = {
    DocumentKind.POST: "Posts   ",
    DocumentKind.MESSAGE: "Messages",
    DocumentKind.PERSON: "People  ",
}

search = AppGroup("search", help="Look after the index of the search.")


@search.command()
def rebuild() -> None:
    """Write every document of the index anew. Searching and writing go on meanwhile."""
    found = 0
    for kind, count in everything(db.session()).items():
        with click.progressbar(length=count, label=_LABELS[kind]) as bar:
            last_id = 0
            while True:
                with unit_of_work() as session:
                    ids = batch_after(session, kind, last_id)
                    found += index_batch(session, kind, ids)
                if not ids:
                    break
                last_id = ids[-1]
                bar.update(len(ids))
    with unit_of_work() as session:
        forget_unused_words(session)
    click.echo(f"{found} documents can be found.")
