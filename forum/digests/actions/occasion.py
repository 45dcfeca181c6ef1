"""Dates that members are told of: add one, change it, take it away."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from forum.accounts.actions.locks import lock
from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.channels.policy import can_read
from forum.channels.queries import membership_of
from forum.digests.events import OccasionAdded, OccasionEdited, OccasionRemoved
from forum.digests.models import Occasion
from forum.digests.policy import can_edit_letters
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line
from forum.kernel.verdict import require

TITLE_LIMIT = 200
PLACE_LIMIT = 200
ADDRESS_LIMIT = 500
LONGEST_AHEAD = dt.timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a date is about, when and where."""

    title: str
    begins_at: dt.datetime
    """Of a whole day: its noon, so that it is the same day wherever a reader lives."""
    is_whole_day: bool = False
    place: str = ""
    url: str = ""
    channel: Channel | None = None
    """Whose readers are told; ``None``: all members."""


def add_occasion(session: Session, actor: Actor, plan: Plan) -> Occasion:
    """Add a date; the weekly letters before it tell of it. Raises `NotAllowed`, `Invalid`."""
    require(can_edit_letters(actor))
    occasion = Occasion(written_by_id=actor.id)
    _fill(session, actor, occasion, plan)
    session.add(occasion)
    session.flush()
    record(session, OccasionAdded(occasion_id=occasion.id), actor_id=actor.id)
    return occasion


def edit_occasion(session: Session, actor: Actor, occasion: Occasion, plan: Plan) -> Occasion:
    """Move a date, or tell it otherwise. Raises `NotAllowed`, `NotFound`, `Invalid`."""
    require(can_edit_letters(actor))
    lock(session, occasion)
    if occasion.removed_at is not None:
        raise NotFound("no_occasion")
    _fill(session, actor, occasion, plan)
    session.flush()
    record(session, OccasionEdited(occasion_id=occasion.id), actor_id=actor.id)
    return occasion


def remove_occasion(session: Session, actor: Actor, occasion: Occasion) -> Occasion:
    """Tell of a date no more. Removing twice is removing once. Raises `NotAllowed`."""
    require(can_edit_letters(actor))
    lock(session, occasion)
    if occasion.removed_at is None:
        occasion.removed_at = clock.now()
        record(session, OccasionRemoved(occasion_id=occasion.id), actor_id=actor.id)
    return occasion


def _fill(session: Session, actor: Actor, occasion: Occasion, plan: Plan) -> None:
    now = clock.now()
    earliest = now - dt.timedelta(days=1) if plan.is_whole_day else now
    if plan.begins_at < earliest and plan.begins_at != occasion.begins_at:
        raise Invalid("occasion_is_over", field="begins_at")
    if plan.begins_at > now + LONGEST_AHEAD:
        raise Invalid("occasion_is_far", field="begins_at")
    if plan.channel is not None:
        membership = membership_of(session, actor, plan.channel.id)
        require(can_read(actor, plan.channel, membership))
    occasion.title = clean_line(plan.title, limit=TITLE_LIMIT, field="title")
    occasion.begins_at, occasion.is_whole_day = plan.begins_at, plan.is_whole_day
    occasion.place = clean_line(plan.place, limit=PLACE_LIMIT, field="place", may_be_empty=True)
    occasion.url = _clean_address(plan.url)
    occasion.channel_id = None if plan.channel is None else plan.channel.id


def _clean_address(written: str) -> str:
    """Return an address of the web, or "". Raises `Invalid` ``no_web_address``."""
    address = clean_line(written, limit=ADDRESS_LIMIT, field="url", may_be_empty=True)
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        is_good = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_good = False
    if not is_good or " " in address:
        raise Invalid("no_web_address", field="url")
    return address
