"""`forum statements verify`: prove that no statement of reasons was changed or taken out."""

import click
from flask.cli import AppGroup

from forum.extensions import db
from forum.moderation import chain

_KINDS = {
    "missing": "is missing",
    "changed": "was changed",
    "unlinked": "does not follow the one before",
}

statements = AppGroup("statements", help="The log of statements of reasons.")


@statements.command()
@click.option("--number", type=int, help="Also ask for the statement with this number.")
@click.option("--sum", "beginning", help="The check sum that its letter names.")
def verify(*, number: int | None, beginning: str | None) -> None:
    """Read the whole chain; fail where it is not whole.

    What is cut off at its end leaves no gap: name number and check sum of a letter to see that too.
    """
    session = db.session()
    count, last, faults = chain.verify(session)
    for fault in faults:
        click.echo(f"Statement {fault.number} {_KINDS[fault.kind]}.")
    if number is not None and not chain.has(session, number, beginning or ""):
        raise click.ClickException(f"Statement {number} is not there with this check sum.")
    if faults:
        raise click.ClickException("The chain is not whole.")
    click.echo(f"The chain is whole: {count} statement(s), ending with {last}.")
