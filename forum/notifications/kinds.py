"""What one can be told of, in which ways, and what holds for those who never chose."""

import enum


class Kind(enum.StrEnum):
    """Why somebody is told; where several reasons hold, the first one here wins."""

    MENTION = "mention"
    REPLY = "reply"
    """An answer to a post of one's own."""
    OWN_THREAD = "own_thread"
    """An answer in a thread one has begun."""
    FOLLOWED = "followed"
    """An answer in a thread one follows."""
    QUOTED = "quoted"
    """What one has said in chat stands in a thread now."""
    ANNOUNCEMENT = "announcement"
    NEW_THREAD = "new_thread"
    """In a channel or with a tag that one watches."""
    ANSWER_ACCEPTED = "answer_accepted"
    REACTION = "reaction"
    POLL_CLOSED = "poll_closed"
    BOOKMARK_DUE = "bookmark_due"
    REPORT_ADOPTED = "report_adopted"
    """Somebody has tried elsewhere what one has reported."""
    REPORT_ANSWERED = "report_answered"
    """The moderation has taken a report of one's own a step further."""
    REPORT_CONFIRMED = "report_confirmed"
    """Another city confirms what one has reported."""
    REPORT_DUE = "report_due"
    """A day has come: to answer about a report, or to look whether it still holds."""

    EDIT_SUGGESTED = "edit_suggested"
    """Another wording for a text that one looks after."""
    SUGGESTION_SETTLED = "suggestion_settled"
    """What one has suggested is decided."""
    POST_RELEASED = "post_released"
    """What one has written, and had to wait, can be read by others now."""
    POST_REJECTED = "post_rejected"
    """What one has written is not released; the reason stands where it stood."""


class Way(enum.StrEnum):
    """How somebody is told; whatever is told stands on the page as well."""

    MAIL = "mail"
    DIGEST = "digest"
    PAGE = "page"
    NONE = "none"


RANK = {kind: rank for rank, kind in enumerate(Kind)}

# What is meant for one person is worth a letter; what many read can wait for the page.
DEFAULTS = {
    Kind.MENTION: Way.MAIL,
    Kind.REPLY: Way.MAIL,
    Kind.OWN_THREAD: Way.MAIL,
    Kind.FOLLOWED: Way.DIGEST,
    Kind.QUOTED: Way.MAIL,
    Kind.ANNOUNCEMENT: Way.DIGEST,
    Kind.NEW_THREAD: Way.DIGEST,
    Kind.ANSWER_ACCEPTED: Way.PAGE,
    Kind.REACTION: Way.PAGE,
    Kind.POLL_CLOSED: Way.PAGE,
    Kind.BOOKMARK_DUE: Way.MAIL,
    Kind.REPORT_ADOPTED: Way.MAIL,
    Kind.REPORT_ANSWERED: Way.MAIL,
    Kind.REPORT_CONFIRMED: Way.MAIL,
    Kind.REPORT_DUE: Way.MAIL,
    Kind.EDIT_SUGGESTED: Way.MAIL,
    Kind.SUGGESTION_SETTLED: Way.PAGE,
    Kind.POST_RELEASED: Way.MAIL,
    Kind.POST_REJECTED: Way.PAGE,
}

# Nobody gets a letter because somebody liked a post; why a post was rejected is told by a letter of
# its own, the statement of reasons.
NEVER_MAILED = frozenset({Kind.REACTION, Kind.POST_REJECTED})


def ways_of(kind: Kind) -> tuple[Way, ...]:
    """Return the ways to choose from for a kind."""
    return tuple(way for way in Way if way is not Way.MAIL or kind not in NEVER_MAILED)
