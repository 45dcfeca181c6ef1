"""What is said about following, notifications, and how one is told."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from forum.notifications.kinds import Kind, Way
from forum.threads.models import ThreadLevel

SENTENCES: dict[str, object] = {
    "no_notification": _l("This notification does not exist any more."),
    "no_such_way": _l("One cannot be told of this in that way."),
    "tag_archived": _l("This tag is not in use any more."),
}


@dataclass(frozen=True, slots=True)
class LevelText:
    """What a level of following is called as a state and as a choice, and what it does."""

    state: object
    choice: object
    effect: object
    icon: str


THREAD_LEVELS = {
    ThreadLevel.WATCHING: LevelText(
        _l("Following"),
        _l("Follow"),
        _l("You are told of every reply."),
        "bell",
    ),
    ThreadLevel.NEITHER: LevelText(
        _l("Follow"),
        _l("Do not follow"),
        _l("You are told when somebody mentions or answers you."),
        "bell-plus",
    ),
    ThreadLevel.MUTED: LevelText(
        _l("Muted"),
        _l("Mute"),
        _l("Nothing is told and nothing counts as new, not even when somebody mentions you."),
        "bell-off",
    ),
}

KINDS = {
    Kind.MENTION: _l("Somebody mentions you by name"),
    Kind.REPLY: _l("Somebody answers a post of yours"),
    Kind.OWN_THREAD: _l("Somebody replies in a thread that you have begun"),
    Kind.FOLLOWED: _l("Somebody replies in a thread that you follow"),
    Kind.ANNOUNCEMENT: _l("There is an announcement for you"),
    Kind.NEW_THREAD: _l("A thread begins in a channel or with a tag that you watch"),
    Kind.ANSWER_ACCEPTED: _l("Your answer is accepted as the solution"),
    Kind.REACTION: _l("Somebody reacts to a post of yours"),
    Kind.POLL_CLOSED: _l("A poll is closed that you began, voted in, or follow"),
    Kind.BOOKMARK_DUE: _l("You wanted to be reminded of a bookmark"),
    Kind.REPORT_ADOPTED: _l("Somebody has tried out what you have reported"),
    Kind.REPORT_ANSWERED: _l("The moderation answers about an experience report of yours"),
    Kind.REPORT_CONFIRMED: _l("Another city confirms an experience report of yours"),
    Kind.REPORT_DUE: _l("Something is due about an experience report"),
    Kind.EDIT_SUGGESTED: _l("Somebody suggests another wording for a text that you look after"),
    Kind.SUGGESTION_SETTLED: _l("It is decided what becomes of a wording that you suggested"),
    Kind.POST_RELEASED: _l("A post of yours that had to wait is released"),
    Kind.POST_REJECTED: _l("A post of yours that had to wait is not released"),
}

WAYS = {
    Way.MAIL: _l("By e-mail at once"),
    Way.DIGEST: _l("On the page and weekly by letter"),
    Way.PAGE: _l("On the page only"),
    Way.NONE: _l("Not at all"),
}
