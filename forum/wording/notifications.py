"""Notifications: why somebody is told."""

from flask_babel import lazy_gettext as _l

from forum.notifications.kinds import Kind

REASONS = {
    Kind.MENTION: _l("Somebody mentions you by name"),
    Kind.REPLY: _l("Somebody answers a post of yours"),
    Kind.OWN_THREAD: _l("Somebody replies in a thread that you have begun"),
    Kind.FOLLOWED: _l("Somebody replies in a thread that you follow"),
    Kind.QUOTED: _l("A thread quotes what you have said in chat"),
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
