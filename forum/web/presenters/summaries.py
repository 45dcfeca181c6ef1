"""The summary on top of a thread, and its versions."""

import datetime as dt
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from forum.curation.models import Summary, SummaryVersion
from forum.curation.policy import can_suggest, can_summarise
from forum.curation.queries import SummaryRow
from forum.web.presenters.history import marked
from forum.web.presenters.parts import Choice
from forum.web.reading import Reading


@dataclass(frozen=True, slots=True)
class SummaryView:
    """The quiet box."""

    html: Markup
    editor: str | None
    at: dt.datetime
    new_posts: int
    new_url: str | None
    """Where the first post stands that it does not take into account."""
    history_url: str | None
    """``None`` while there is one version only."""
    edit_url: str | None
    suggest_url: str | None
    """For those who may not edit it themselves."""
    suggestions: int
    """How many wait for whoever may edit it."""
    suggestions_url: str


@dataclass(frozen=True, slots=True)
class SummaryHistory:
    """One version of a summary beside the one before it."""

    versions: tuple[Choice, ...]
    number: int
    is_first: bool
    is_current: bool
    editor: str | None
    at: dt.datetime
    changes: Markup


def summary_view(reading: Reading, row: SummaryRow | None) -> SummaryView | None:
    """Return the box, for a thread that has a summary."""
    if row is None:
        return None
    public_id = reading.thread.public_id
    edits = can_summarise(reading.actor, reading.thread, reading.membership)
    suggests = can_suggest(reading.actor, reading.thread, reading.membership)
    suggest_url = url_for("edit_suggestions.begin", public_id=public_id)
    return SummaryView(
        html=Markup(row.html),  # noqa: S704 - cleaned when it was written
        editor=row.editor,
        at=row.updated_at,
        new_posts=row.new_posts,
        new_url=url_for("posts.show", public_id=row.first_new) if row.first_new else None,
        history_url=None if row.version == 1 else history_address(public_id),
        edit_url=url_for("summaries.edit", public_id=public_id) if edits else None,
        suggest_url=suggest_url if suggests and not edits else None,
        suggestions=row.open_suggestions if edits else 0,
        suggestions_url=url_for("edit_suggestions.overview", public_id=public_id),
    )


def history_address(public_id: str) -> str:
    """Return where the versions of a thread's summary stand."""
    return url_for("summaries.history", public_id=public_id)


def summary_history(
    public_id: str, versions: list[SummaryVersion], summary: Summary | None, number: int | None
) -> SummaryHistory | None:
    """Return the version asked for, the latest unless it exists; ``None`` where there is none."""
    texts = [(one.version, one.source, _name(one), one.created_at) for one in versions]
    if summary is not None:
        texts.append((summary.version, summary.source, _name(summary), summary.updated_at))
    if not texts:
        return None
    places = {text[0]: place for place, text in enumerate(texts)}
    place = places.get(number or 0, len(texts) - 1)
    here, former = texts[place], texts[max(place - 1, 0)]
    return SummaryHistory(
        versions=tuple(
            Choice(str(one), f"{history_address(public_id)}?version={one}", one == here[0])
            for one in places
        ),
        number=here[0],
        is_first=place == 0,
        is_current=summary is not None and here[0] == summary.version,
        editor=here[2],
        at=here[3],
        changes=marked(former[1], here[1]),
    )


def _name(text: Summary | SummaryVersion) -> str | None:
    return None if text.edited_by is None else text.edited_by.name
