"""The page of a thread: its head, a page of posts, and what the reader may do with each."""

from dataclasses import dataclass, field, replace
from functools import partial

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from forum.curation.queries import SummaryRow
from forum.kernel.verdict import Denied, Verdict
from forum.threads import policy
from forum.threads.actions.mark import number_before_visit
from forum.threads.models import ReadMark, Thread, ThreadLevel
from forum.threads.queries import PAGE, FurtherChannel, NoteRow, PostReactions, PostRow
from forum.web.presenters.addresses import address_of
from forum.web.presenters.attachments import Hangings
from forum.web.presenters.channels import audience_of
from forum.web.presenters.faces import Faces
from forum.web.presenters.holding import post_notice
from forum.web.presenters.kinds import KindView
from forum.web.presenters.live import LiveView, live_view
from forum.web.presenters.notes import NoteLine, note_lines
from forum.web.presenters.parts import (
    Audience,
    ChannelLink,
    Crumb,
    Pages,
    PostState,
    PostView,
    ThreadState,
    Tool,
)
from forum.web.presenters.reactions import ReactionViews
from forum.web.presenters.subscriptions import WishMenu, wish_menu
from forum.web.presenters.summaries import SummaryView, summary_view
from forum.web.presenters.threads import page_start, thread_address
from forum.web.presenters.tools import PostTools, thread_tools
from forum.web.reading import Reading
from forum.web.texts import refusal
from forum.web.texts.threads import THREAD_NOTICES


@dataclass(frozen=True, slots=True)
class Shelf:
    """What was read from the database for one page of a thread."""

    reading: Reading
    shown_in: list[FurtherChannel]
    posts: tuple[PostRow, ...]
    after: int
    """The number before the first post of the page."""
    mark: ReadMark | None
    kind: KindView = field(default_factory=KindView)
    reactions: dict[int, PostReactions] = field(default_factory=dict)
    """By post id."""
    bookmarked: frozenset[int] = frozenset()
    """Ids of the posts that the reader keeps."""
    hangings: Hangings = field(default_factory=Hangings)
    """The files of the posts."""
    level: ThreadLevel | None = None
    """How much of the thread the reader wishes to be told."""
    summary: SummaryRow | None = None
    """What the thread comes down to."""
    notes: tuple[NoteRow, ...] = ()
    """Lines between these posts."""


@dataclass(frozen=True, slots=True)
class ThreadHead:
    """What every page about a thread says of it."""

    public_id: str
    title: str
    url: str
    crumbs: tuple[Crumb, ...]
    channel: str
    """Slug of the home channel."""
    audience: Audience
    reply_url: str
    draft_url: str
    reason_owed: bool
    """Who removes it is not its author, and says why."""


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One page of a thread."""

    head: ThreadHead
    states: tuple[ThreadState, ...]
    shown_in: tuple[ChannelLink, ...]
    """The further channels, without the home."""
    posts: tuple[PostView, ...]
    divider: str | None
    """The anchor of the post before which "New since your last visit" stands."""
    pages: Pages
    tools: tuple[Tool, ...]
    kind: KindView = field(default_factory=KindView)
    notice: str | None = None
    """Why the thread is removed or held, for the few who see it all the same."""
    resume: tuple[int, str] | None = None
    """The number and the address where the reader stopped, where that is on another page."""
    can_reply: bool = False
    refusal: str | None = None
    """Why the reader cannot reply."""
    is_last: bool = True
    wish: WishMenu | None = None
    """For members: how much they wish to be told."""
    notes: dict[str, list[NoteLine]] = field(default_factory=dict)
    """The lines below a post, by its anchor; those above all of them by ""."""
    live: LiveView | None = None
    """Given where new posts are put: on the last page."""
    summary: SummaryView | None = None
    """What the thread comes down to."""
    is_first: bool = True


def thread_head(reading: Reading) -> ThreadHead:
    """Return the head of a thread's pages."""
    thread, channel = reading.thread, reading.thread.channel
    return ThreadHead(
        public_id=thread.public_id,
        title=thread.title,
        url=url_for("threads.show", public_id=thread.public_id),
        crumbs=(
            Crumb(_("Channels"), url_for("channels.overview")),
            Crumb(channel.name, url_for("channels.show", slug=channel.slug)),
        ),
        channel=channel.slug,
        audience=audience_of(channel.audience),
        reply_url=url_for("threads.reply", public_id=thread.public_id),
        draft_url=url_for("drafts.save", kind="reply", target=thread.public_id),
        reason_owed=reading.actor is None or reading.actor.id != thread.author_id,
    )


def thread_page(shelf: Shelf) -> ThreadPage:
    """Return the page with its posts."""
    reading, thread = shelf.reading, shelf.reading.thread
    head = thread_head(reading)
    verdict = policy.can_reply(reading.actor, thread, reading.membership)
    before = number_before_visit(shelf.mark)
    # A tombstone is nothing new.
    new = (post for post in shelf.posts if post.number > before and post.removed_at is None)
    first_new = next(new, None)
    is_where_reading_stopped = before > 0 and shelf.after <= before
    is_last = shelf.after + PAGE >= thread.highest_number
    return ThreadPage(
        head=head,
        states=(*shelf.kind.states, *_states(thread)),
        shown_in=_links(shelf.shown_in),
        posts=_views(shelf, before),
        divider=_anchor(first_new) if first_new and is_where_reading_stopped else None,
        pages=_pages(head.url, shelf),
        tools=thread_tools(reading),
        wish=wish_menu(reading, shelf.level),
        kind=_illustrated(shelf),
        notice=_notice(thread),
        resume=_resume(head.url, shelf, before),
        can_reply=bool(verdict),
        refusal=_refusal(verdict),
        is_last=is_last,
        notes=_notes(shelf),
        live=live_view(reading, thread.highest_number) if is_last else None,
        summary=summary_view(reading, shelf.summary),
        is_first=shelf.after == 0,
    )


def _illustrated(shelf: Shelf) -> KindView:
    """Show the pictures of a report as those of the post it stands for."""
    kind, opening = shelf.kind, shelf.posts[0] if shelf.posts else None
    if kind.report is None or opening is None or opening.number != 1:
        return kind
    report = kind.report.with_pictures(partial(shelf.hangings.sized, opening.id))
    return replace(kind, report=report)


def _notes(shelf: Shelf) -> dict[str, list[NoteLine]]:
    """Put each line below the last post that stands there and is not younger."""
    found: dict[str, list[NoteLine]] = {}
    for line in note_lines(shelf.notes):
        before = [post for post in shelf.posts if post.number <= line.after]
        found.setdefault(_anchor(before[-1]) if before else "", []).append(line)
    return found


def _anchor(post: PostRow) -> str:
    return f"post-{post.public_id}"


def _states(thread: Thread) -> tuple[ThreadState, ...]:
    states: list[ThreadState] = []
    if thread.archived_at is not None:
        states.append("archived")
    if thread.locked_at is not None:
        states.append("locked")
    if thread.visible_at is None:
        states.append("held")
    return tuple(states)


def _links(shown_in: list[FurtherChannel]) -> tuple[ChannelLink, ...]:
    channel = address_of("channels.show", "slug")
    return tuple(
        ChannelLink(place.name, channel(place.slug)) for place in shown_in if not place.is_home
    )


def _refusal(verdict: Verdict) -> str | None:
    """Return the sentence; who is not signed in is asked to, by the template."""
    if isinstance(verdict, Denied) and verdict.reason != "signed_out":
        return refusal(verdict)
    return None


def _notice(thread: Thread) -> str | None:
    if thread.removed_at is None:
        return None
    code = "removed_by_author" if thread.removed_by_id == thread.author_id else "removed"
    if thread.visible_at is None:
        code = f"held_{code}"
    return str(THREAD_NOTICES[code]) % {"reason": thread.removal_reason or ""}


def _views(shelf: Shelf, before: int) -> tuple[PostView, ...]:
    faces, tools = (
        Faces(),
        PostTools(shelf.reading, shelf.bookmarked, answer_id=shelf.kind.answer_id),
    )
    permalink = address_of("posts.show", "public_id")
    reading = shelf.reading
    reactions = ReactionViews(reading, shelf.reactions)
    return tuple(
        PostView(
            anchor=_anchor(post),
            person=faces.person(post.author),
            at=post.created_at,
            permalink=permalink(post.public_id),
            html=_html(shelf, post),
            number=post.number,
            state=_state(post),
            notice=post_notice(reading.actor, post),
            edited_at=post.edited_at,
            history_url=tools.history_url(post) if post.edited_at else None,
            tools=tools.of(post),
            is_own=reading.actor is not None and reading.actor.id == post.author_id,
            is_new=0 < before < post.number,
            is_answer=post.id == shelf.kind.answer_id,
            reactions=reactions.of(post),
            files=shelf.hangings.cards(post.id),
        )
        for post in shelf.posts
    )


def _html(shelf: Shelf, post: PostRow) -> Markup:
    if post.removed_at is not None:
        return Markup()
    return shelf.hangings.sized(post.id, Markup(post.html))  # noqa: S704 - cleaned when written


def _state(post: PostRow) -> PostState:
    if post.removed_at is not None:
        return "removed"
    return "visible" if post.visible_at is not None else "held"


def _pages(path: str, shelf: Shelf) -> Pages:
    last = page_start(shelf.reading.thread.highest_number)
    to = min(shelf.after + PAGE, shelf.reading.thread.highest_number)
    return Pages(
        earlier_url=thread_address(path, shelf.after) if shelf.after else None,
        later_url=thread_address(path, shelf.after + PAGE + 1) if shelf.after < last else None,
        first_url=path if shelf.after > PAGE else None,
        last_url=thread_address(path, last + 1) if shelf.after + PAGE < last else None,
        position=_(
            "Posts %(from)d to %(to)d of %(all)d",
            **{"from": shelf.after + 1, "to": to, "all": shelf.reading.thread.highest_number},
        ),
    )


def _resume(path: str, shelf: Shelf, before: int) -> tuple[int, str] | None:
    """Offer the first unread post, unless it stands on this page or nothing is left."""
    stopped_at = before + 1
    if before == 0 or before >= shelf.reading.thread.highest_number:
        return None
    if page_start(stopped_at) == shelf.after:
        return None
    return stopped_at, thread_address(path, stopped_at, "#new")
