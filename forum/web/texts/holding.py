"""What is said about posts that wait for release, and about what makes them wait."""

from flask_babel import lazy_gettext as _l

from forum.channels.models import Release
from forum.screening.models import WatchedFor

SENTENCES: dict[str, object] = {
    "post_released": _l("This post is released: others can read it. You can still remove it."),
    "others_release": _l("Somebody else of the moderation decides about what you have written."),
    "part_of_report": _l("This post belongs to an experience report. Please withdraw the report."),
    "never_waits": _l("What this person writes never waits for release."),
    "nothing_to_find": _l("There is no letter and no figure in it that could be found."),
    "too_many_words": _l("There are %(limit)s words on the list already. Please drop some first."),
}

# Why a post waits, told to whoever wrote it.
WAITS_BECAUSE = {
    "everything": _l("In this channel, the moderation looks at every post first."),
    "newcomer": _l("In this channel, the moderation looks at the first posts of new members."),
    "links": _l("It leads to other sites; in this channel, the moderation looks at that first."),
    "word": _l("It contains a word that the moderation wants to look at first."),
    "report": _l("An experience report is reviewed before others read it."),
}

RELEASES = {
    Release.NOTHING: _l("No post"),
    Release.LINKS: _l("Posts of new members that lead to other sites"),
    Release.NEWCOMERS: _l("The first posts of new members"),
    Release.EVERYTHING: _l("Every post"),
}
# What each choice means, for whoever chooses and for whoever reads about the channel.
RELEASES_IN_FULL = {
    Release.NOTHING: _l("What is written here can be read at once."),
    Release.LINKS: _l(
        "As long as fewer than three of their posts can be read, what new members write waits for "
        "release where it leads to other sites."
    ),
    Release.NEWCOMERS: _l(
        "As long as fewer than three of their posts can be read, what new members write waits for "
        "release."
    ),
    Release.EVERYTHING: _l(
        "Every post waits for release. Moderators of the channel and people whom the "
        "administrators trust are read at once."
    ),
}

WATCHED_FOR = {
    WatchedFor.HOLD: _l("The post waits for release"),
    WatchedFor.FLAG: _l("The post is published, and the moderation is asked to look at it"),
}
WATCHED_FOR_SHORT = {
    WatchedFor.HOLD: _l("waits for release"),
    WatchedFor.FLAG: _l("is looked at"),
}
