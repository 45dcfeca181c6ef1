"""What one was told: the page, the number of it, and marking it as read."""

import re

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from forum.extensions import db, unit_of_work
from forum.messaging.actions import mark_read
from forum.messaging.actions.attend_hour import see_hour
from forum.messaging.queries import WaitingRoom, waiting_rooms
from forum.messaging.queries.hours import MOST_TOLD, HourNews, hour_news, rooms_and_hours
from forum.messaging.queries.waiting import MOST_WAITING
from forum.notifications import actions, queries
from forum.web.auth import acting, current_account, members_only, owner
from forum.web.presenters.chat_hours import hour_notices
from forum.web.presenters.chat_notices import chat_notices
from forum.web.presenters.notifications import (
    SHOWN,
    notification_views,
    notifications_page,
)
from forum.web.room_reading import room_reading

blueprint = Blueprint("notifications", __name__)

_PUBLIC_ID = re.compile(r"[0-9a-z]{1,16}")

# What fits into a sheet that opens over the page.
SHORT_LIST = 8


@blueprint.get("/notifications")
@members_only
def overview() -> ResponseReturnValue:
    """Show what the reader was told, newest first, by day."""
    account, shown = owner().account, _shown()
    found = queries.told_to(
        db.session(),
        account,
        kinds=SHOWN[shown],
        unread_only=shown == "unread",
        before=_key(request.args.get("before")),
        after=_key(request.args.get("after")),
    )
    unread = queries.unread_count(db.session(), account)
    waiting, hours = waiting_rooms(db.session(), acting()), hour_news(db.session(), acting())
    told = len(waiting) + len(hours)
    page = notifications_page(found, shown, unread=unread, waiting=told)
    seen = [f"{one.room.public_id}:{one.last.sequence}" for one in waiting]
    chats = [*hour_notices(_shown_hours(hours, shown)), *chat_notices(_shown_of(waiting, shown))]
    return render_template(
        "notifications/overview.html",
        page=page,
        chats=chats,
        seen=seen,
        seen_hours=[_seen(one) for one in hours],
    )


@blueprint.get("/notifications/count")
def count() -> ResponseReturnValue:
    """Return how many are unread, for the mark in the header; nobody has none."""
    account = current_account()
    if account is None:
        return jsonify(unread=0)
    session = db.session()
    told = queries.unread_count(session, account)
    return jsonify(unread=told + sum(rooms_and_hours(session, account.actor)))


@blueprint.get("/notifications/part")
@members_only
def part() -> ResponseReturnValue:
    """Return the newest ones, as a piece of HTML: no page."""
    found = queries.told_to(db.session(), owner().account)
    waiting = chat_notices(waiting_rooms(db.session(), acting()))
    hours = hour_notices(hour_news(db.session(), acting()))
    rows = [*hours, *waiting, *notification_views(found.items)][:SHORT_LIST]
    return render_template("notifications/_rows.html", rows=rows, level=2)


@blueprint.post("/notifications/<public_id>/read")
@members_only
def read(public_id: str) -> ResponseReturnValue:
    """Mark what is shown as one as read."""
    with unit_of_work() as session:
        newest = queries.own_notification(session, owner().account, public_id)
        actions.mark_group_read(session, owner().account, newest)
    return redirect(_back(), 303)


@blueprint.post("/notifications/rooms/<public_id>/read")
@members_only
def read_room(public_id: str) -> ResponseReturnValue:
    """Mark a chat as read, up to the newest message that was shown."""
    sent = request.args.get("up_to", "")
    up_to = int(sent[:15]) if sent.isascii() and sent.isdigit() else 0
    reading = room_reading(public_id)
    with unit_of_work() as session:
        mark_read(session, reading.actor, reading.room, up_to=up_to)
    return redirect(_back(), 303)


@blueprint.post("/notifications/read")
@members_only
def read_all() -> ResponseReturnValue:
    """Mark all as read, up to the newest that the page has shown."""
    newest = _key(request.form.get("newest")) or ""
    with unit_of_work() as session:
        actions.mark_all_read(session, owner().account, newest=newest)
        _read_chats(session)
        _read_hours(session)
    flash(_("All notifications are marked as read."), "success")
    return redirect(_back(), 303)


def _read_chats(session: Session) -> None:
    """Mark the chats as read that the page has shown, each up to the message it has shown."""
    sent = (one.partition(":") for one in request.form.getlist("room")[:MOST_WAITING])
    seen = {
        room: int(number[:15]) for room, _, number in sent if number.isascii() and number.isdigit()
    }
    for one in waiting_rooms(session, acting()):
        if one.room.public_id in seen:
            mark_read(session, acting(), one.room, up_to=seen[one.room.public_id])


def _read_hours(session: Session) -> None:
    """Note of the chat hours that the page has told of that they were seen, and as what."""
    sent = set(request.form.getlist("hour")[:MOST_TOLD])
    for one in hour_news(session, acting()):
        if _seen(one) in sent:
            see_hour(session, acting(), one.hour, told=one.key)


def _seen(news: HourNews) -> str:
    return f"{news.hour.public_id}:{news.key}"


def _shown_of(found: list[WaitingRoom], shown: str) -> list[WaitingRoom]:
    """Return what stands above the first page of what it belongs to."""
    if shown not in {"", "unread", "mentions"} or request.args.keys() & {"before", "after"}:
        return []
    return [one for one in found if one.is_mention] if shown == "mentions" else found


def _shown_hours(found: list[HourNews], shown: str) -> list[HourNews]:
    """Return what stands above the first page of what it belongs to."""
    is_here = shown in {"", "unread"} and not request.args.keys() & {"before", "after"}
    return found if is_here else []


def _shown() -> str:
    asked = request.args.get("show", "")
    return asked if asked in SHOWN else ""


def _key(text: str | None) -> str | None:
    """Return what can be a public id; ``None`` for what nobody was given."""
    return text if text and _PUBLIC_ID.fullmatch(text) else None


def _back() -> str:
    return url_for("notifications.overview", show=_shown() or None)
