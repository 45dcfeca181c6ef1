"""Conversations: the list of one's own, beginning one, and writing to somebody."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.models import Actor
from forum.accounts.queries import person_by_handle
from forum.extensions import db, unit_of_work
from forum.kernel.errors import Invalid
from forum.kernel.verdict import require
from forum.messaging.actions import open_working, start_direct, start_group
from forum.messaging.meeting_policy import MOST_PEOPLE, can_begin_conversation
from forum.messaging.models import Room, RoomKind
from forum.messaging.queries import my_rooms, people_called, people_to_write_to
from forum.web.auth import acting, members_only
from forum.web.forms.rooms import ConversationForm
from forum.web.limits import message_changes_of_account
from forum.web.presenters.conversations import conversation_lines
from forum.web.presenters.people import person_of

blueprint = Blueprint("conversations", __name__)


@blueprint.get("/chat")
@members_only
def overview() -> ResponseReturnValue:
    """Show the reader's conversations; what has something new comes first."""
    actor = acting()
    lines = conversation_lines(my_rooms(db.session(), actor), actor)
    begins = bool(can_begin_conversation(actor))
    return render_template("conversations/overview.html", lines=lines, begins=begins)


@blueprint.get("/chat/new")
@members_only
def choose() -> ResponseReturnValue:
    """Ask whom to write to."""
    require(can_begin_conversation(acting()))
    return _choose_page(ConversationForm(), without_null(request.args.getlist("with")))


@blueprint.post("/chat/new")
@members_only
@message_changes_of_account
def begin() -> ResponseReturnValue:
    """Look for people, or begin: one person, several, or a room with a name."""
    require(can_begin_conversation(acting()))
    form = ConversationForm()
    handles = [*without_null(request.form.getlist("people")), *form.handles]
    if request.form.get("step") == "find":
        return _choose_page(form, handles)
    try:
        with unit_of_work():
            room = _begun(people_chosen(handles), (form.name.data or "").strip())
    except Invalid as refusal:
        form.refuse(refusal)
        form.refused = 422
        return _choose_page(form, handles)
    return redirect(url_for("chat.show", public_id=room.public_id), 303)


@blueprint.post("/people/<handle>/write")
@members_only
@message_changes_of_account
def write_to(handle: str) -> ResponseReturnValue:
    """Open the conversation with somebody, which begins with the first message."""
    person = person_by_handle(db.session(), acting(), handle)
    with unit_of_work() as session:
        room = start_direct(session, acting(), person)
    return redirect(url_for("chat.show", public_id=room.public_id), 303)


def people_chosen(handles: Sequence[str]) -> list[Actor]:
    """Return the people of these names; raises `Invalid` where one is not to be written to."""
    wanted = list(dict.fromkeys(handle for handle in handles if handle))
    if len(wanted) > MOST_PEOPLE[RoomKind.WORKING]:
        limit = MOST_PEOPLE[RoomKind.WORKING]
        raise Invalid("too_many_people", field="find", limit=limit)
    people = people_to_write_to(db.session(), acting(), wanted)
    missing = set(wanted) - {person.handle for person in people}
    if missing:
        names = ", ".join(f"@{handle}" for handle in wanted if handle in missing)
        raise Invalid("cannot_be_written_to", field="find", names=names[:200])
    return people


def without_null(handles: Sequence[str]) -> list[str]:
    """Return the names without null characters, of which PostgreSQL takes none."""
    return [handle.replace("\0", "") for handle in handles]


def _begun(people: Sequence[Actor], name: str) -> Room:
    session, actor = db.session(), acting()
    if name:
        return open_working(session, actor, people, name=name)
    if not people:
        raise Invalid("nobody_chosen", field="find")
    if len(people) == 1:
        return start_direct(session, actor, people[0])
    return start_group(session, actor, people)


def _choose_page(form: ConversationForm, handles: Sequence[str]) -> ResponseReturnValue:
    session, actor = db.session(), acting()
    chosen = people_to_write_to(session, actor, list(dict.fromkeys(handles))[:100])
    found: Sequence[Actor] = ()
    if form.text and not form.refused:
        found = people_called(session, actor, None, form.text)
    picks = [(person.handle, person_of(person), True) for person in chosen]
    there = {person.id for person in chosen}
    picks += [(one.handle, person_of(one), False) for one in found if one.id not in there]
    page = render_template("conversations/new.html", form=form, picks=picks, has_found=bool(found))
    return page, form.status
