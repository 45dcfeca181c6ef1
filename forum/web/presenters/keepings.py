"""A kept conversation as its pages show it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import format_datetime, gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from forum.accounts.models import Actor
from forum.kernel.verdict import Denied, Verdict
from forum.messaging.keeping_policy import TIME_TO_OBJECT, can_publish_keeping
from forum.messaging.models import (
    Keeping,
    KeepingState,
    KeepingVoice,
    KeptPart,
    Treatment,
)
from forum.web.texts import sentence

TREATMENTS = {
    Treatment.NAMED: _l("Quote it with my name"),
    Treatment.ANONYMOUS: _l("Quote it without my name and the time"),
    Treatment.WITHDRAWN: _l("Do not quote it"),
}
_TOLD_OF = {
    Treatment.NAMED: "",
    Treatment.ANONYMOUS: _l("without a name"),
    Treatment.WITHDRAWN: _l("taken back"),
}
_STATES = {
    KeepingState.DRAFT: _l("Draft"),
    KeepingState.ASKED: _l("Those who are quoted are asked"),
    KeepingState.PUBLISHED: _l("Published"),
    KeepingState.DROPPED: _l("Dropped"),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """One way of quoting, to choose from."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PartView:
    """One message that is quoted, or not."""

    public_id: str
    name: str
    at: dt.datetime
    html: Markup
    note: str
    """What its author wishes, where it is not quoted with the name."""
    is_left_out: bool
    choices: tuple[Chosen, ...]
    """For its author, while they still have a choice."""


@dataclass(frozen=True, slots=True)
class VoiceView:
    """Somebody who was asked, and their answer."""

    name: str
    answer: str


@dataclass(frozen=True, slots=True)
class KeepingPage:
    """The page of a keeping for its keeper, or for somebody who is quoted."""

    public_id: str
    title: str
    state: str
    summary: Markup
    channel: str
    keeper: str
    parts: tuple[PartView, ...]
    voices: tuple[VoiceView, ...]
    is_keeper: bool
    is_draft: bool
    is_asked: bool
    is_published: bool
    asks_everybody: bool
    can_publish: bool
    why_not: str
    may_answer: bool
    chat_url: str | None
    thread_url: str | None


@dataclass(frozen=True, slots=True)
class KeepingLine:
    """One keeping in a list."""

    title: str
    state: str
    keeper: str
    url: str
    at: dt.datetime
    is_open: bool


def keeping_page(
    actor: Actor,
    keeping: Keeping,
    voices: Sequence[KeepingVoice],
    parts: Sequence[tuple[KeptPart, Markup]],
    *,
    summary: Markup,
    chat_url: str | None,
) -> KeepingPage:
    """Return the page (see `keeping_by_public_id`); who is only quoted sees what is to be seen."""
    is_keeper = keeping.keeper_id == actor.id
    shown = [one for one in parts if is_keeper or one[0].author_id == actor.id or one[0].is_quoted]
    verdict = can_publish_keeping(actor, keeping, voices, [part for part, _ in parts])
    is_published = keeping.state is KeepingState.PUBLISHED
    return KeepingPage(
        public_id=keeping.public_id,
        title=keeping.title or gettext("Without a title"),
        state=str(_STATES[keeping.state]),
        summary=summary,
        channel=keeping.channel.name if keeping.channel else "",
        keeper=keeping.keeper.name,
        parts=tuple(_part(actor, keeping, part, html) for part, html in shown),
        voices=tuple(_voice(keeping, voice) for voice in voices) if is_keeper else (),
        is_keeper=is_keeper,
        is_draft=keeping.state is KeepingState.DRAFT,
        is_asked=keeping.state is KeepingState.ASKED,
        is_published=is_published,
        asks_everybody=keeping.needs_everybody,
        can_publish=bool(verdict),
        why_not=_why_not(verdict),
        may_answer=any(voice.actor_id == actor.id for voice in voices)
        or any(part.author_id == actor.id for part, _ in parts),
        chat_url=chat_url,
        thread_url=_thread_url(keeping),
    )


def keeping_lines(keepings: Sequence[Keeping]) -> list[KeepingLine]:
    """Return the lines of the list."""
    return [
        KeepingLine(
            title=one.title or gettext("Without a title"),
            state=str(_STATES[one.state]),
            keeper=one.keeper.name,
            url=url_for("keepings.show", public_id=one.public_id),
            at=one.created_at,
            is_open=one.state is not KeepingState.PUBLISHED,
        )
        for one in keepings
    ]


def _part(actor: Actor, keeping: Keeping, part: KeptPart, html: Markup) -> PartView:
    is_own = part.author_id == actor.id
    is_hidden = part.treatment is Treatment.ANONYMOUS and not is_own
    return PartView(
        public_id=part.public_id,
        name=gettext("Somebody from the chat") if is_hidden else part.author.name,
        at=part.said_at,
        html=html,
        note=str(_TOLD_OF[part.treatment]),
        is_left_out=part.is_left_out,
        choices=_choices(keeping, part) if is_own else (),
    )


def _choices(keeping: Keeping, part: KeptPart) -> tuple[Chosen, ...]:
    """Return what the author can still choose; once it is published, only ever less is shown."""
    ways = list(TREATMENTS)
    if keeping.state is KeepingState.PUBLISHED:
        ways = ways[ways.index(part.treatment) :]
    if len(ways) == 1 or part.is_left_out:
        return ()
    return tuple(Chosen(way.value, str(TREATMENTS[way]), way is part.treatment) for way in ways)


def _voice(keeping: Keeping, voice: KeepingVoice) -> VoiceView:
    if voice.agrees is None:
        answer = gettext("has not answered yet")
    elif not voice.agrees:
        answer = gettext("does not agree")
    else:
        answer = gettext("agrees") if keeping.needs_everybody else gettext("has answered")
    return VoiceView(voice.actor.name, answer)


def _why_not(verdict: Verdict) -> str:
    if not isinstance(verdict, Denied):
        return ""
    if verdict.reason == "time_to_object" and verdict.until is not None:
        hours = int(TIME_TO_OBJECT.total_seconds() // 3600)
        text: str = gettext(
            "Those who are quoted have %(hours)d hours to object. "
            "You can publish it from %(moment)s on, or as soon as all have answered.",
            hours=hours,
            moment=format_datetime(verdict.until, gettext("d MMMM y, HH:mm")),
        )
        return text
    return str(sentence(verdict.reason))


def _thread_url(keeping: Keeping) -> str | None:
    if keeping.post is None:
        return None
    return url_for("posts.show", public_id=keeping.post.public_id)
