"""What the pages of letters do, whichever way they were reached: see `Desk`."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.digests.actions.change import change_order, pause, resume
from forum.digests.actions.order import ask_for, end_order
from forum.digests.models import LetterKind
from forum.digests.queries.orders import (
    chosen_channel_ids,
    orders_of,
    readable_of,
    waiting_consents,
)
from forum.digests.wording import wording_of
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.web.context import settings
from forum.web.forms.base import Form
from forum.web.forms.letters import LetterForm, PauseForm
from forum.web.letter_desk import Desk, Letter, letter_called, order_again
from forum.web.presenters.letter_orders import (
    LettersPage,
    letter_page,
    letters_page,
    name_of,
)
from forum.web.presenters.parts import Choice


def list_of_letters(desk: Desk) -> LettersPage:
    """Return all letters of the account, those that can be ordered included."""
    session, account = db.session(), desk.account
    orders = orders_of(session, account)
    waiting = waiting_consents(session, account, now=clock.now())
    return letters_page(desk, orders, waiting, readable_of(session, account, orders))


def page_of_letter(desk: Desk, name: str, tabs: list[Choice]) -> ResponseReturnValue:
    """Show one letter; take an order of it, or a change of the order."""
    letter = letter_called(desk, name, orders_of(db.session(), desk.account))
    form = _form(desk, letter)
    if form.validate_on_submit():
        with form.showing_refusals():
            _save(desk, letter, form)
        if not form.errors:
            return redirect(desk.url("show", name=name), 303)
    return _page(desk, letter, form, tabs), form.status


def pause_letter(desk: Desk, name: str, tabs: list[Choice]) -> ResponseReturnValue:
    """Send none before a day, or send them again from now on."""
    letter = letter_called(desk, name, orders_of(db.session(), desk.account))
    form = PauseForm()
    if form.validate_on_submit():
        with form.showing_refusals(), unit_of_work() as session:
            until, order = form.day(), order_again(desk, letter)
            if until is None:
                resume(session, desk.account, order)
            else:
                pause(session, desk.account, order, until=until)
        if not form.errors:
            flash(_("Saved."), "success")
            return redirect(desk.url("show", name=name), 303)
    return _page(desk, letter, _form(desk, letter, fresh=True), tabs, form), form.status


def end_letter(desk: Desk, name: str) -> ResponseReturnValue:
    """End a letter; ending twice is ending once."""
    letter = letter_called(desk, name, orders_of(db.session(), desk.account))
    with unit_of_work() as session:
        end_order(session, desk.account, letter.key, how=desk.how)
    flash(_("Ended: %(letter)s. You get no more of it.", letter=name_of(letter)), "success")
    return redirect(desk.url("overview"), 303)


def _form(desk: Desk, letter: Letter, *, fresh: bool = False) -> Form:
    """Return the form of this kind of letter; a newsletter has nothing to choose."""
    if letter.kind is LetterKind.NEWSLETTER or not letter.is_open:
        return Form()
    form = LetterForm(formdata=None) if fresh else LetterForm()
    form.offer(entry.channel for entry in desk.channels())
    if fresh or not form.is_submitted():
        order = letter.order
        chosen = frozenset[int]() if order is None else chosen_channel_ids(db.session(), order)
        form.show(order, chosen)
    return form


def _save(desk: Desk, letter: Letter, form: Form) -> None:
    account = desk.account
    preferences = form.preferences() if isinstance(form, LetterForm) else None
    is_change = letter.order is not None and letter.order.counts
    with unit_of_work() as session:
        if not is_change:
            ask_for(
                session,
                account,
                letter.kind,
                channel=letter.channel,
                preferences=preferences,
                hub_name=settings().hub_name,
            )
        elif preferences is not None:
            change_order(session, account, order_again(desk, letter), preferences)
    if is_change:
        flash(_("Saved."), "success")
    else:
        flash(_("We have sent you a mail. Please confirm the order by its link."), "success")


def _page(
    desk: Desk,
    letter: Letter,
    form: Form,
    tabs: list[Choice],
    pause_form: PauseForm | None = None,
) -> str:
    account, channel = desk.account, letter.channel
    waiting = waiting_consents(db.session(), account, now=clock.now())
    wording = wording_of(
        letter.kind,
        account.locale,
        hub=settings().hub_name,
        channel="" if channel is None or not letter.is_open else channel.name,
    )
    return render_template(
        "letters/letter.html",
        page=letter_page(desk, letter, waiting.get(letter.key), wording),
        form=form,
        pause_form=pause_form or PauseForm(formdata=None),
        settings_pages=tabs,
        layout="layouts/settings.html" if desk.token is None else "layouts/mail_settings.html",
    )
