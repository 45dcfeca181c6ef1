"""`forum events`: what the relay has before it, what it gave up, and another chance for that."""

import click
from flask.cli import with_appcontext

from forum.extensions import db, unit_of_work
from forum.jobs.dead_letters import backlog, open_deliveries, retry
from forum.kernel.errors import NotFound


@click.command()
@click.option("--dead", is_flag=True, help="Show only what was given up.")
@click.option("--retry", "again", type=int, metavar="ID", help="Let a dead delivery start again.")
@with_appcontext
def events(*, dead: bool, again: int | None) -> None:
    """Show the deliveries of events that are not done, the newest first."""
    if again is not None:
        try:
            with unit_of_work() as session:
                delivery = retry(session, again)
        except NotFound:
            raise click.ClickException(f"There is no dead delivery with the id {again}.") from None
        click.echo(f"{delivery.id}: {delivery.subscriber} is asked again.")
        return
    counts = backlog(db.session())
    click.echo(
        f"{counts.undispatched} new event(s), {counts.waiting} waiting and {counts.dead} dead"
        " delivery(ies)."
    )
    for delivery, recorded in open_deliveries(db.session(), dead_only=dead):
        click.echo(
            f"{delivery.id}: {delivery.state}, {recorded.name} ({recorded.id}) for"
            f" {delivery.subscriber}, {delivery.attempts} attempt(s), next"
            f" {delivery.next_attempt_at:%Y-%m-%d %H:%M:%S} UTC"
            + (f"\n    {delivery.last_error}" if delivery.last_error else "")
        )
