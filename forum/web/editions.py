"""The editors' side of the weekly letters: the weeks, one edition, a thread recommended."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from forum.curation.queries import thing_at
from forum.digests.actions import pick as actions
from forum.digests.actions.edit_edition import edit_introduction
from forum.digests.models import Edition, EditionRole
from forum.digests.policy import can_edit_letters
from forum.digests.prose import introduction
from forum.digests.queries import editions as queries
from forum.digests.weeks import Week
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.ordering import Direction
from forum.kernel.verdict import require
from forum.threads.models import Thread
from forum.threads.queries import known_names
from forum.web.auth import acting, members_only
from forum.web.context import settings
from forum.web.forms.editions import IntroductionForm, PickForm, RecommendForm
from forum.web.presenters.editions import (
    edition_page,
    editions_crumbs,
    editorial_tabs,
    occasion_views,
    week_lines,
    week_name,
)
from forum.web.presenters.posts import thread_head
from forum.web.reading import reading_of
from forum.web.summaries import preview_of
from forum.web.threadpool import off_the_loop
from forum.web.writing import refusals_shown

blueprint = Blueprint("editions", __name__)
MOVES: dict[str, Direction] = {"up": "up", "down": "down"}
PAST, AHEAD = 6, 6
# How far ahead an edition shows dates: the letters of a week tell of those, too.
DATES_AHEAD = dt.timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Desk:
    """One week as it stands now."""

    week: Week
    edition: Edition | None

    @property
    def version(self) -> int:
        """What an editor of the introduction begins with."""
        return self.edition.version if self.edition and self.edition.source else 0


@blueprint.get("/editions")
@members_only
def overview() -> ResponseReturnValue:
    """Show the weeks around this one, and what is prepared for them."""
    require(can_edit_letters(acting()))
    present = _present()
    rows = queries.weeks_shown(db.session(), present.later(-PAST), PAST + 1 + AHEAD)
    lines = week_lines(rows, present)
    return render_template(
        "editions/overview.html",
        coming=lines[PAST:],
        past=lines[:PAST][::-1],
        tabs=editorial_tabs(acting(), "editions.overview"),
    )


@blueprint.route("/editions/<week>", methods=["GET", "POST"])
@members_only
def show(week: str) -> ResponseReturnValue:
    """Show one week's edition, and change its introduction."""
    desk = _desk(week)
    form = _introduction_form(desk)
    newer = None
    if form.validate_on_submit() and not form.wants_preview:
        try:
            with refusals_shown(form):
                _write(desk.week, form)
        except Conflict:
            desk = _desk(week)
            newer = desk.edition
            form.begin_from(desk.version)
        if not form.refused and newer is None:
            flash(_("The introduction stands in the letters of this week."), "success")
            return redirect(url_for(".show", week=week), 303)
    page = _page(desk, form, PickForm(formdata=None), newer=newer)
    return page, 409 if newer else form.status


@blueprint.post("/editions/<week>/threads")
@members_only
def arrange(week: str) -> ResponseReturnValue:
    """Recommend threads, put them in order, say why; all with the buttons of one form."""
    desk, form = _desk(week), PickForm()
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            anchor = _arrange(session, desk.week, form)
        if not form.refused:
            return redirect(url_for(".show", week=week) + anchor, 303)
    desk = _desk(week)
    return _page(desk, _introduction_form(desk, sent=False), form), form.status


@blueprint.route("/threads/<public_id>/recommend", methods=["GET", "POST"])
@members_only
def recommend(public_id: str) -> ResponseReturnValue:
    """Recommend a thread in the letters of a week, or leave it out of them."""
    reading, form, present = reading_of(public_id), RecommendForm(), _present()
    require(can_edit_letters(acting()))
    weeks = [present.later(number) for number in range(AHEAD + 1)]
    form.offer([(week.key, week_name(week)) for week in weeks])
    if request.method == "GET":
        form.week.data = weeks[1].key
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            _recommend(session, reading.thread, form)
        if not form.refused:
            flash(_("Noted for the letters of that week."), "success")
            return redirect(url_for(".show", week=form.week.data) + "#threads", 303)
    head = thread_head(reading)
    return render_template("editions/recommend.html", form=form, head=head), form.status


def _write(week: Week, form: IntroductionForm) -> None:
    source = form.body.data or ""
    known = known_names(db.session(), source, home_id=None)
    prose = off_the_loop(introduction, source, known)
    with unit_of_work() as session:
        edit_introduction(session, acting(), week, prose=prose, version=form.version.data or 0)


def _arrange(session: Session, week: Week, form: PickForm) -> str:
    """Do what the pressed button says ("up-1a2b", "pick", …), after keeping the notes."""
    intent, _dash, public_id = request.form.get("intent", "").partition("-")
    actions.describe_picks(session, acting(), week, notes=_notes())
    if intent in MOVES:
        actions.move_pick(session, acting(), week, public_id, direction=MOVES[intent])
        return f"#pick-{public_id}"
    if intent == "out":
        actions.take_out(session, acting(), week, public_id)
        return "#threads"
    address = (form.address.data or "").strip()
    if address or intent in {"pick", "leave"}:
        role = EditionRole.LEFT_OUT if intent == "leave" else EditionRole.PICKED
        _enter(session, week, address, role, form.note.data or "")
    return "#threads"


def _enter(session: Session, week: Week, address: str, role: EditionRole, note: str) -> None:
    thread = thing_at(session, address)
    if not isinstance(thread, Thread):
        raise Invalid("no_thread_there", field="address")
    try:
        if role is EditionRole.LEFT_OUT:
            actions.leave_out(session, acting(), week, thread)
        else:
            actions.pick(session, acting(), week, thread, note=note)
    except NotFound as error:
        # Whether there is something that one may not read is not told.
        raise Invalid("no_thread_there", field="address") from error


def _notes() -> dict[str, str]:
    """Return what stands beside the threads, by their public ids: fields "note-1a2b"."""
    return {
        name[5:]: value.replace("\0", "")
        for name, value in request.form.items()
        if name.startswith("note-")
    }


def _recommend(session: Session, thread: Thread, form: RecommendForm) -> None:
    week = Week.read(form.week.data)
    if form.role.data == EditionRole.LEFT_OUT:
        actions.leave_out(session, acting(), week, thread)
    else:
        actions.pick(session, acting(), week, thread, note=form.note.data or "")


def _introduction_form(desk: Desk, *, sent: bool = True) -> IntroductionForm:
    source = desk.edition.source if desk.edition else ""
    if sent:
        return IntroductionForm(body=source, version=desk.version)
    return IntroductionForm(formdata=None, body=source, version=desk.version)


def _desk(written: str) -> Desk:
    """Return the week for who may edit it, or raise why they may not."""
    require(can_edit_letters(acting()))
    week = Week.read(written)
    return Desk(week, queries.edition_of(db.session(), week))


def _page(
    desk: Desk, form: IntroductionForm, picking: PickForm, *, newer: Edition | None = None
) -> str:
    session, actor, now = db.session(), acting(), clock.now()
    entries = queries.edition_entries(session, actor, desk.edition) if desk.edition else []
    since = dt.datetime.combine(desk.week.monday, dt.time(), ZoneInfo(settings().timezone))
    dates = queries.occasions_shown(session, actor, since=since, until=since + DATES_AHEAD)
    row = queries.weeks_shown(session, desk.week, 1)[0]
    occasions = occasion_views(dates, actor, now)
    return render_template(
        "editions/show.html",
        page=edition_page(row, desk.edition, entries, occasions, _present()),
        form=form,
        picking=picking,
        newer=newer,
        preview=preview_of(form),
        crumbs=editions_crumbs(),
    )


def _present() -> Week:
    """Return the week that it is where the hub is."""
    return Week.of(clock.now().astimezone(ZoneInfo(settings().timezone)).date())
