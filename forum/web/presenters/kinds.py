"""What makes a thread more than a discussion: its kind, its tags, its answer, its poll."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from forum.channels.models import Tag
from forum.threads.models import ThreadKind
from forum.threads.queries import Answer
from forum.web.presenters.parts import TagLink, ThreadState
from forum.web.presenters.polls import PollView
from forum.web.presenters.showcase import ReportArticle
from forum.web.presenters.tags import tag_links


@dataclass(frozen=True, slots=True)
class AnswerLink:
    """The way from a question to the post that solved it."""

    url: str
    name: str | None
    """Who wrote it; `None` for a former member."""


@dataclass(frozen=True, slots=True)
class KindView:
    """What a thread's page says of it beside its posts."""

    states: tuple[ThreadState, ...] = ()
    tags: tuple[TagLink, ...] = ()
    answer: AnswerLink | None = None
    poll: PollView | None = None
    answer_id: int | None = None
    """The post that was accepted, by its key inside."""
    report: ReportArticle | None = None
    """Of an experience report: what stands in the place of its opening post."""


def kind_view(
    kind: ThreadKind,
    tags: Iterable[Tag],
    answer: Answer | None,
    poll: PollView | None,
    report: ReportArticle | None = None,
) -> KindView:
    """Return the view of what was read."""
    states = kind_states(kind, is_solved=answer is not None)
    return KindView(
        states=states if report is None else (*states, *report.states),
        tags=tag_links(tags),
        answer=None if answer is None else _link(answer),
        poll=poll,
        answer_id=None if answer is None else answer.post_id,
        report=report,
    )


def kind_states(kind: ThreadKind, *, is_solved: bool) -> tuple[ThreadState, ...]:
    """Return the chip of a kind; a discussion has none, it is what one expects."""
    if kind is ThreadKind.QUESTION:
        return ("solved",) if is_solved else ("question",)
    if kind is ThreadKind.ANNOUNCEMENT:
        return ("announcement",)
    if kind is ThreadKind.EXPERIENCE_REPORT:
        return ("report",)
    return ("poll",) if kind is ThreadKind.POLL else ()


def _link(answer: Answer) -> AnswerLink:
    return AnswerLink(url_for("posts.show", public_id=answer.public_id), answer.author_name)
