"""The start page."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from forum.bookmarks.queries import BookmarkRow
from forum.digests.models import LetterKind
from forum.kernel.paging import Page
from forum.threads.queries import ThreadSummary
from forum.threads.queries.start import FirstSteps
from forum.web.presenters.bookmarks import BookmarkView, bookmark_views
from forum.web.presenters.parts import ThreadRow
from forum.web.presenters.threads import thread_rows


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a newcomer is asked to do."""

    title: str
    text: str
    label: str
    url: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What the database has for a member's start page; see `forum.threads.queries.start`."""

    answers: list[ThreadSummary]
    begun: list[ThreadSummary]
    new: list[ThreadSummary]
    waiting: list[ThreadSummary]
    latest: list[ThreadSummary]
    featured: list[ThreadSummary]
    due: Page[BookmarkRow]
    """Reminders whose moment has come."""


@dataclass(frozen=True, slots=True)
class StartPage:
    """What a member finds, grouped by what it means to them; no thread stands there twice."""

    steps: tuple[Step, ...]
    answers: tuple[ThreadRow, ...]
    """New in threads the reader takes part in."""
    begun: tuple[ThreadRow, ...]
    """Threads the reader left in the middle."""
    waiting: tuple[ThreadRow, ...]
    """Unanswered in the reader's channels."""
    new: tuple[ThreadRow, ...]
    """New in the reader's channels."""
    latest: tuple[ThreadRow, ...]
    """What moved last anywhere; only where there is nothing new."""
    featured: tuple[ThreadRow, ...] = ()
    """What those who run the hub want everybody to see."""
    due: tuple[BookmarkView, ...] = ()
    """Bookmarks of which the reader wanted to be reminded by now."""


def start_page(found: Found, steps: tuple[Step, ...]) -> StartPage:
    """Return the groups: what waits for an answer is not repeated among what is new."""
    seen: set[int] = set()

    def rows(group: list[ThreadSummary]) -> tuple[ThreadRow, ...]:
        fresh = [item for item in group if item.id not in seen]
        seen.update(item.id for item in fresh)
        return thread_rows(fresh)

    answers, begun = rows(found.answers), rows(found.begun)
    featured = rows(found.featured)
    waiting, new = rows(found.waiting), rows(found.new)
    due = bookmark_views(found.due)
    is_quiet = not (answers or new or due)
    latest = rows(found.latest) if is_quiet else ()
    return StartPage(steps, answers, begun, waiting, new, latest, featured, due)


def first_steps(
    done: FirstSteps, introductions: str | None, *, has_ordered: bool
) -> tuple[Step, ...]:
    """Return the steps of a newcomer; none once all are done.

    `has_ordered` tells whether the weekly letter comes, `introductions` is the slug of the channel
    in which people say hello, where there is one.
    """
    steps = [
        Step(
            _("Choose your fields and your city"),
            _("Join the channels that matter to you. What is new there will stand on this page."),
            _("Choose channels"),
            url_for("channels.overview"),
            done.has_joined,
        )
    ]
    if introductions:
        steps.append(
            Step(
                _("Say hello"),
                _("Two sentences are enough: where you work, and what you would like to exchange."),
                _("Introduce yourself"),
                url_for("channels.show", slug=introductions),
                done.has_said_hello,
            )
        )
    steps.append(
        Step(
            _("Choose the weekly letter"),
            _("Once a week, what matters to you, at your hour. It comes only if you order it."),
            _("Order the weekly letter"),
            url_for("letter_orders.show", name=LetterKind.WEEKLY.value),
            has_ordered,
        )
    )
    return () if all(step.is_done for step in steps) else tuple(steps)
