"""Look at a text before it is published: whether it waits for release, or is to be looked at.

Part of the actions themselves, so that no way of writing goes round it. The home channel decides,
as it decides about everything else; where else the thread is shown changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel, Membership, Release
from forum.channels.policy import can_moderate
from forum.channels.queries import membership_of
from forum.kernel.event_log import record
from forum.kernel.words import folded_text
from forum.screening.queries import words_in
from forum.threads.events import PostFlagged, PostHeld
from forum.threads.models import Post
from forum.threads.queries.newcomers import is_newcomer
from forum.threads.text import Text, personal_findings

EVERYTHING, NEWCOMER, LINKS, WORD = "everything", "newcomer", "links", "word"
PERSONAL_DATA = "personal_data"


@dataclass(frozen=True, slots=True)
class Screening:
    """What was found in a text, as codes."""

    wait: tuple[str, ...] = ()
    """Why the post waits; empty: it does not."""
    flag: tuple[str, ...] = ()
    """Why the moderation should look at it once it is published."""
    words: tuple[str, ...] = ()
    """The watched words behind either."""


def screen(
    session: Session,
    actor: Actor,
    channel: Channel,
    membership: Membership | None,
    text: Text,
    *,
    title: str = "",
    wait: Iterable[str] = (),
) -> Screening:
    """Return what speaks against publishing at once; `wait` is why it waits in any case.

    Trusted people and the channel's moderation wait for nobody; what would make others wait is
    flagged then.
    """
    found = words_in(session, folded_text(title) + text.folded)
    flags = [WORD] if found.flag else []
    if text.personal:
        flags.append(PERSONAL_DATA)
    reasons = list(wait)
    is_exempt = actor.is_trusted or bool(can_moderate(actor, channel, membership))
    if not is_exempt:
        reasons += _by_rule(session, actor, channel.waiting, text)
    if found.hold and is_exempt:
        flags = [WORD, *(flag for flag in flags if flag != WORD)]
    elif found.hold:
        reasons.append(WORD)
    return Screening(tuple(reasons), tuple(flags), found.hold + found.flag)


def screen_again(session: Session, actor: Actor, post: Post, text: Text, *, title: str) -> None:
    """Look at what the author is about to write into the held post in place of what stands there.

    A post that waits may have more reasons to; one that can be read stays so, and is flagged for
    what it did not hold before. `title` is the thread's to be; other posts have none.
    """
    thread = post.thread
    title, former_title = (title, thread.title) if post.number == 1 else ("", "")
    if post.visible_at is None:
        membership = membership_of(session, actor, thread.channel_id)
        found = screen(session, actor, thread.channel, membership, text, title=title)
        if not set(found.wait) <= set(post.held_because.split()):
            hold_on(session, post, found.wait, found.words)
        return
    now = words_in(session, folded_text(title) + text.folded)
    before = words_in(session, folded_text(former_title) + folded_text(post.source))
    words = [word for word in now.hold + now.flag if word not in before.hold + before.flag]
    because = [WORD] if words else []
    if text.personal and text.personal - personal_findings(post.source):
        because.append(PERSONAL_DATA)
    flag(session, post, Screening(flag=tuple(because), words=tuple(words)))


def hold_on(
    session: Session, post: Post, because: Iterable[str] = (), words: Iterable[str] = ()
) -> None:
    """Let the post wait, for these reasons as well as for those it has."""
    post.held_because = " ".join(dict.fromkeys([*post.held_because.split(), *because]))
    event = PostHeld(
        post_id=post.id,
        thread_id=post.thread_id,
        because=post.held_because.split(),
        words=list(words),
    )
    record(session, event, actor_id=post.author_id)


def flag(session: Session, post: Post, found: Screening) -> None:
    """Ask the moderation to look at a published post, if anything was found in it."""
    if found.flag:
        event = PostFlagged(
            post_id=post.id,
            thread_id=post.thread_id,
            because=list(found.flag),
            words=list(found.words),
        )
        record(session, event, actor_id=post.author_id)


def _by_rule(session: Session, actor: Actor, rule: Release, text: Text) -> list[str]:
    if rule is Release.EVERYTHING:
        return [EVERYTHING]
    if rule is Release.NOTHING or (rule is Release.LINKS and not text.hosts):
        return []
    if not is_newcomer(session, actor):
        return []
    return [LINKS if rule is Release.LINKS else NEWCOMER]
