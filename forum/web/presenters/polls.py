"""A poll on the page of its thread."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from forum.kernel import clock
from forum.kernel.verdict import Denied, Verdict
from forum.threads import policy
from forum.threads.queries import OptionRow, PollRow
from forum.web.presenters.parts import Tool
from forum.web.reading import Reading
from forum.web.texts import refusal, sentence


@dataclass(frozen=True, slots=True)
class OptionView:
    """An option to choose, or with what became of it."""

    public_id: str
    text: str
    is_mine: bool
    votes: int = 0
    percent: int = 0
    """Of those who voted; of several choices the parts add up to more than a hundred."""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PollView:
    """A poll as this reader sees it."""

    options: tuple[OptionView, ...]
    is_multiple: bool
    is_secret: bool
    is_closed: bool
    closes_at: dt.datetime | None
    """When it closes, or closed."""
    has_voted: bool
    voters: int
    shows_results: bool
    hidden: str | None
    """Why there are no results yet."""
    vote_url: str | None
    """Where to vote; `None` where this reader may not."""
    refusal: str | None
    """Why the reader cannot vote, where that is worth a line."""
    withdraw_url: str
    sign_in_url: str | None
    tools: tuple[Tool, ...] = ()


def poll_view(reading: Reading, row: PollRow, names: Mapping[int, list[str]]) -> PollView:
    """Return the poll of a thread; `names` by option id, where this reader may see them."""
    thread, poll, actor = reading.thread, row.poll, reading.actor
    may_vote = policy.can_vote(actor, thread, reading.membership, poll)
    results = policy.can_see_results(poll, has_voted=row.has_voted)
    is_closed = policy.is_closed(poll, clock.now())
    here = url_for("threads.show", public_id=thread.public_id)
    return PollView(
        options=tuple(_option(option, row, names, shown=bool(results)) for option in row.options),
        is_multiple=poll.is_multiple,
        is_secret=poll.is_secret,
        is_closed=is_closed,
        closes_at=poll.closed_at or poll.closes_at,
        has_voted=row.has_voted,
        voters=row.voters,
        shows_results=bool(results),
        hidden=sentence(results.reason) if isinstance(results, Denied) else None,
        vote_url=url_for("polls.vote", public_id=thread.public_id) if may_vote else None,
        refusal=None if is_closed else _refusal(may_vote),
        withdraw_url=url_for("polls.withdraw", public_id=thread.public_id),
        sign_in_url=None if actor or is_closed else url_for("sign_in.show", next=here),
        tools=_tools(reading, row),
    )


def _refusal(verdict: Verdict) -> str | None:
    if isinstance(verdict, Denied) and verdict.reason != "signed_out":
        return refusal(verdict)
    return None


def _option(
    option: OptionRow, row: PollRow, names: Mapping[int, list[str]], *, shown: bool
) -> OptionView:
    """Return the option; what the reader is not to see is not even in the page's plain data."""
    if not shown:
        return OptionView(option.public_id, option.text, option.is_mine)
    return OptionView(
        public_id=option.public_id,
        text=option.text,
        is_mine=option.is_mine,
        votes=option.votes,
        percent=round(100 * option.votes / row.voters) if row.voters else 0,
        names=tuple(names.get(option.id, ())),
    )


def _tools(reading: Reading, row: PollRow) -> tuple[Tool, ...]:
    thread = reading.thread
    if not policy.can_change_poll(reading.actor, thread, reading.membership, row.poll):
        return ()
    tools = []
    if not row.voters:
        address = url_for("polls.change", public_id=thread.public_id)
        tools.append(Tool(_("Change the poll"), "pencil", address))
    address = url_for("polls.close", public_id=thread.public_id)
    tools.append(Tool(_("Close the poll"), "lock", address))
    return tuple(tools)
