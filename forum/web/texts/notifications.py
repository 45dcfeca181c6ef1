"""What is said about following, notifications, and how one is told."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from forum.notifications.kinds import Way
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

WAYS = {
    Way.MAIL: _l("By e-mail at once"),
    Way.DIGEST: _l("On the page and weekly by letter"),
    Way.PAGE: _l("On the page only"),
    Way.NONE: _l("Not at all"),
}
