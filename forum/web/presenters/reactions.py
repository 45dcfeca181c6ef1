"""What readers have said about posts without writing one, and what this reader may say."""

from collections.abc import Mapping
from typing import Protocol

from flask_babel import gettext as _

from forum.threads import policy
from forum.threads.models import ReactionKind
from forum.threads.queries import PostReactions, Reactions
from forum.threads.queries.reactions import MOST_NAMES
from forum.web.presenters.addresses import address_of
from forum.web.presenters.parts import PostReactionsView, ReactionView
from forum.web.reading import Reading
from forum.web.texts.reactions import ICONS, KINDS

_NOBODY = Reactions(0)


class ReactedPost(policy.PostFacts, Protocol):
    """A post of a page, or a row of the table."""

    @property
    def id(self) -> int:
        """Its key."""

    @property
    def public_id(self) -> str:
        """What stands in its address."""


class ReactionViews:
    """Makes the parts of a page's posts; words and routes are looked up once for all of them."""

    def __init__(self, reading: Reading, found: Mapping[int, PostReactions]) -> None:
        """Keep what was read about the posts, by their ids."""
        self._reading = reading
        self._found = found
        self._give = address_of("reactions.give", "public_id")
        self._withdraw = address_of("reactions.withdraw", "public_id")
        self._labels = {kind: str(KINDS[kind]) for kind in ReactionKind}

    def of(self, post: ReactedPost) -> PostReactionsView | None:
        """Return what stands under the post; ``None`` where there is nothing to show."""
        if post.removed_at is not None:
            return None
        reading, found = self._reading, self._found.get(post.id, {})
        may = policy.can_react(reading.actor, post, reading.thread, reading.membership)
        kinds = tuple(self._view(kind, found) for kind in ReactionKind if may or kind in found)
        if not kinds:
            return None
        return PostReactionsView(
            give_url=self._give(post.public_id) if may else None,
            withdraw_url=self._withdraw(post.public_id) if may else None,
            kinds=kinds,
        )

    def _view(self, kind: ReactionKind, found: PostReactions) -> ReactionView:
        reactions = found.get(kind, _NOBODY)
        return ReactionView(
            kind=kind.value,
            label=self._labels[kind],
            icon=ICONS[kind],
            count=reactions.count,
            names=_line(reactions),
            is_mine=reactions.is_mine,
        )


def _line(reactions: Reactions) -> str:
    """Return the names, and how many more there are."""
    if not reactions.names:
        return ""
    names = ", ".join(name or _("Former member") for name in reactions.names)
    more = reactions.count - MOST_NAMES
    return _("%(names)s and %(more)d more", names=names, more=more) if more > 0 else names
