"""What can be done to put a thread in order, each with what follows from it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from forum.channels.models import Audience, Channel
from forum.channels.queries import reader_count
from forum.extensions import db
from forum.kernel import clock
from forum.kernel.verdict import Denied
from forum.threads import policy
from forum.threads.models import Thread
from forum.web.presenters.channels import audience_of
from forum.web.reading import Reading
from forum.web.texts import refusal
from forum.web.texts.ordering import QUESTIONS


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do: a link to its question, or a button that takes something back."""

    label: str
    text: str
    icon: str
    url: str
    fields: tuple[tuple[str, str], ...] = ()
    is_button: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before it is done."""

    title: str
    text: str
    button: str
    readers: str
    """How many people read along now, as a sentence."""
    order_url: str


@dataclass(frozen=True, slots=True)
class OtherThread:
    """Where posts would go, and what would follow from it."""

    public_id: str
    title: str
    url: str
    channel: str
    readers: str
    """How many people can read them then, as a sentence."""
    refusal: str | None
    """Why they cannot go there."""


def question_of(code: str, reading: Reading) -> Question:
    """Return the question with its consequences."""
    title, text, button = (str(part) for part in QUESTIONS[code])
    order_url = url_for("ordering.show", public_id=reading.thread.public_id)
    return Question(title, text, button, readers_now(reading.thread.channel), order_url)


def readers_now(channel: Channel, *, named: bool = False) -> str:
    """Return who reads along in the channel, with the number of members of the hub they are."""
    count = reader_count(db.session(), channel)
    people = ngettext("%(num)d person", "%(num)d people", count)
    if channel.audience is Audience.PUBLIC:
        people = _("everybody on the internet")
    if named:
        return str(_("%(channel)s: read by %(people)s", channel=channel.name, people=people))
    sentence = audience_of(channel.audience).sentence
    return str(_("%(audience)s Read by %(people)s.", audience=sentence, people=people))


def other_thread(thread: Thread, verdict: object) -> OtherThread:
    """Return where the posts would go."""
    return OtherThread(
        public_id=thread.public_id,
        title=thread.title,
        url=url_for("threads.show", public_id=thread.public_id),
        channel=thread.channel.name,
        readers=readers_now(thread.channel),
        refusal=refusal(verdict) if isinstance(verdict, Denied) else None,
    )


def deeds_of(
    reading: Reading, places: Sequence[tuple[Channel, dt.datetime | None]]
) -> tuple[Deed, ...]:
    """Return what this reader may do; `places` are where they may pin."""
    thread, actor = reading.thread, reading.actor
    found: list[Deed] = []
    if policy.can_order(actor, thread, reading.membership):
        found += _orders(thread)
    if places:
        found += _pins(thread, places)
    if policy.can_feature(actor, thread):
        found.append(_featuring(thread))
    return tuple(found)


def _orders(thread: Thread) -> list[Deed]:
    found = [
        _link("title", thread, _("Change the title"), "pencil", "ordering.retitle"),
        _link("move", thread, _("Move to another channel"), "folder-input", "ordering.move"),
    ]
    if thread.archived_at is None:
        if thread.kind not in policy.WHOLE:
            found.append(
                _link("merge", thread, _("Merge into another thread"), "merge", "merging.merge")
            )
        found.append(_link("split", thread, _("Split posts off"), "split", "merging.split"))
    found.append(_closing(thread))
    found.append(_archiving(thread))
    return found


def _closing(thread: Thread) -> Deed:
    if thread.locked_at is None:
        return _link("close", thread, _("Close the thread"), "lock", "ordering.close")
    text = _("It is closed: it can be read, but not written in.")
    return _button(thread, _("Open it again"), text, "lock-open", "ordering.reopen")


def _archiving(thread: Thread) -> Deed:
    if thread.archived_at is None:
        return _link("archive", thread, _("Archive the thread"), "archive", "ordering.archive")
    text = _("It is archived: it stands in no list of what is going on.")
    label = _("Take it out of the archive")
    return _button(thread, label, text, "archive-restore", "ordering.unarchive")


def _pins(thread: Thread, places: Sequence[tuple[Channel, dt.datetime | None]]) -> list[Deed]:
    now = clock.now()
    found = [
        _button(
            thread,
            _("Take it down in “%(channel)s”", channel=channel.name),
            _("It stands on top there until %(day)s.", day=format_date(until)),
            "pin-off",
            "ordering.unpin",
            fields=(("channel", channel.slug),),
        )
        for channel, until in places
        if until is not None and until > now
    ]
    if thread.archived_at is None and thread.removed_at is None:
        found.append(_link("pin", thread, _("Pin on top of a channel"), "pin", "ordering.pin"))
    return found


def _featuring(thread: Thread) -> Deed:
    until = thread.featured_until
    if until is None or until <= clock.now():
        label = _("Show on the first page")
        return _link("feature", thread, label, "house", "ordering.feature")
    text = _("It stands there until %(day)s.", day=format_date(until))
    return _button(thread, _("Take it off the first page"), text, "house", "ordering.unfeature")


def _link(code: str, thread: Thread, label: str, icon: str, endpoint: str) -> Deed:
    url = url_for(endpoint, public_id=thread.public_id)
    return Deed(label, str(QUESTIONS[code][1]), icon, url)


def _button(
    thread: Thread,
    label: str,
    text: str,
    icon: str,
    endpoint: str,
    *,
    fields: tuple[tuple[str, str], ...] = (),
) -> Deed:
    url = url_for(endpoint, public_id=thread.public_id)
    return Deed(label, text, icon, url, fields, is_button=True)
