"""`forum recount`: prove the counters, and repair them."""

import click
from flask.cli import with_appcontext

from forum.extensions import db, unit_of_work
from forum.messaging.actions import recount_rooms
from forum.messaging.queries import wrong_rooms
from forum.threads.actions import recount as repair_counters
from forum.threads.queries import WrongCounter, wrong_counters


@click.command()
@click.option("--repair", is_flag=True, help="Set wrong counters to what is there.")
@with_appcontext
def recount(*, repair: bool) -> None:
    """Compare every counter with what it counts; fail where one is wrong and not repaired."""
    if repair:
        with unit_of_work() as session:
            wrong = repair_counters(session) + recount_rooms(session)
    else:
        wrong = wrong_counters(db.session()) + wrong_rooms(db.session())
    for counter in wrong:
        click.echo(_line(counter))
    if wrong and not repair:
        raise click.ClickException(
            f"{len(wrong)} counter(s) are wrong. `--repair` sets them right."
        )
    click.echo(f"{len(wrong)} counter(s) repaired." if wrong else "All counters are right.")


def _line(counter: WrongCounter) -> str:
    place = f"{counter.table} {counter.row_id}"
    return f"{place}: {counter.column} is {counter.stored}, counted {counter.counted}"
