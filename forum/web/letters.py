"""The letters one has had and the next one, to be read on the web: one's own, and nobody else's."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.digests.actions.change import Preferences
from forum.digests.models import Order
from forum.digests.queries.archive import letter_of_account, letters_of
from forum.digests.queries.contents import contents_of
from forum.digests.queries.orders import orders_of
from forum.digests.queries.preview import preview_of
from forum.extensions import db
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.web.auth import members_only, owner
from forum.web.letter_desk import Letter, letter_called, own_desk
from forum.web.presenters.letters import archive_page, letter_view

blueprint = Blueprint("letters", __name__)


@blueprint.get("/letters")
@members_only
def overview() -> ResponseReturnValue:
    """Show the letters that were sent to the reader, newest first."""
    account = owner().account
    page = letters_of(db.session(), account, before=request.args.get("before"))
    return render_template("letters/archive.html", page=archive_page(page, account))


@blueprint.get("/letters/<public_id>")
@members_only
def show(public_id: str) -> ResponseReturnValue:
    """Show one letter again, with the rights that the reader has now."""
    session = db.session()
    issue = letter_of_account(session, owner().account, public_id)
    contents = contents_of(session, [issue])[issue.id]
    return render_template("letters/show.html", letter=letter_view(contents))


@blueprint.get("/settings/letters/<name>/preview")
@members_only
def preview(name: str) -> ResponseReturnValue:
    """Show what the letter would say now; writes nothing, and works before it is ordered."""
    desk, session = own_desk(), db.session()
    letter = letter_called(desk, name, orders_of(session, desk.account))
    if not letter.is_regular or not letter.is_open:
        raise NotFound("no_letter")
    contents = preview_of(session, letter.order or _usual(letter, desk.account.id), clock.now())
    return render_template(
        "letters/preview.html",
        letter=letter_view(contents),
        back_url=url_for("letter_orders.show", name=name),
    )


def _usual(letter: Letter, account_id: int) -> Order:
    """Return an order as it would begin, which is not kept."""
    usual = Preferences()
    channel_id = None if letter.channel is None else letter.channel.id
    return Order(
        account_id=account_id,
        key=letter.key,
        kind=letter.kind,
        channel_id=channel_id,
        weekday=usual.weekday,
        hour=usual.hour,
        only_with_news=usual.only_with_news,
        length=usual.length,
        shows_elsewhere=usual.shows_elsewhere,
    )
