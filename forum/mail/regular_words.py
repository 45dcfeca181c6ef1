"""What the parts of a regular letter are called, and why something stands in one."""

from flask_babel import lazy_gettext as _l

from forum.digests import sections
from forum.digests.models import Section
from forum.notifications.kinds import Kind

SECTIONS = {
    Section.PICKS: _l("Picked by the editors"),
    Section.FOR_YOU: _l("For you"),
    Section.UNANSWERED: _l("Waiting for an answer"),
    Section.REPORTS: _l("Experience reports"),
    Section.BUSY: _l("Much talked about"),
    Section.DECISIONS: _l("Decisions and summaries"),
    Section.OCCASIONS: _l("Dates"),
    Section.ELSEWHERE: _l("From other cities and fields"),
}
# Where the name of the part says it all, nothing more is said.
REASONS: dict[str, object] = {
    sections.NEW_REPORT: _l("New experience report"),
    sections.RECOMMENDED: _l("Recommended by the moderation"),
    sections.NEW_THREAD: _l("New thread"),
    sections.CONTINUED: _l("Goes on"),
    sections.SOLVED: _l("Solved"),
    sections.SUMMARY: _l("Summed up"),
    sections.ANNOUNCEMENT: _l("Announcement"),
    sections.POLL_CLOSED: _l("Poll closed"),
    sections.POLL_ENDS: _l("Poll ends soon"),
    Kind.MENTION: _l("mentions you"),
    Kind.REPLY: _l("answers you"),
    Kind.OWN_THREAD: _l("replies in your thread"),
    Kind.FOLLOWED: _l("New post in a thread that you follow"),
    Kind.ANNOUNCEMENT: _l("Announcement"),
    Kind.NEW_THREAD: _l("New thread"),
    Kind.ANSWER_ACCEPTED: _l("Your answer has solved it"),
    Kind.POLL_CLOSED: _l("Poll closed"),
    Kind.BOOKMARK_DUE: _l("You wanted to be reminded"),
    Kind.REPORT_ADOPTED: _l("Your report was tried out elsewhere"),
    Kind.REPORT_ANSWERED: _l("About your report"),
    Kind.REPORT_CONFIRMED: _l("Your report was confirmed"),
    Kind.REPORT_DUE: _l("Something is due about a report"),
    Kind.EDIT_SUGGESTED: _l("Another wording is suggested to you"),
    Kind.SUGGESTION_SETTLED: _l("Your suggestion is decided"),
    Kind.POST_RELEASED: _l("Your post is released"),
}
