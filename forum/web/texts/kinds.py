"""Kinds of thread, answers, polls and tags: their names, and why something is refused."""

from flask_babel import lazy_gettext as _l

from forum.threads.models import ThreadKind

KIND_NAMES = {
    ThreadKind.DISCUSSION: _l("Discussion"),
    ThreadKind.QUESTION: _l("Question"),
    ThreadKind.ANNOUNCEMENT: _l("Announcement"),
    ThreadKind.POLL: _l("Poll"),
    ThreadKind.EXPERIENCE_REPORT: _l("Experience report"),
}
# What one begins by hand, and what for; an experience report is begun elsewhere.
KIND_HINTS = {
    ThreadKind.DISCUSSION: _l("An exchange of experience, without one right answer."),
    ThreadKind.QUESTION: _l("You need help with something. You can mark the answer that helped."),
    ThreadKind.ANNOUNCEMENT: _l("News or a date that others should know of."),
    ThreadKind.POLL: _l("Others choose between answers that you write down."),
}

SENTENCES: dict[str, object] = {
    "moderators_announce": _l("Only the moderation of this channel can make announcements here."),
    "kind_stays": _l("Only discussions and questions can become one another."),
    "not_a_question": _l("Only a question has an answer that can be accepted."),
    "not_an_answer": _l("The question itself cannot be its answer."),
    "no_poll": _l("There is no poll in this thread."),
    "poll_closed": _l("This poll is closed."),
    "poll_has_votes": _l(
        "Somebody has voted in the meantime, so the poll stays as it is. You can close it."
    ),
    "poll_is_secret": _l("This poll is secret: nobody sees who chose what."),
    "results_after_vote": _l("The results are shown when you have voted."),
    "results_after_close": _l("The results are shown when the poll is closed."),
    "too_few_options": _l("Please write at least %(limit)s answers to choose from, a line each."),
    "too_many_options": _l("Please write at most %(limit)s answers to choose from."),
    "option_twice": _l("The answer “%(option)s” stands there twice."),
    "closes_too_early_or_late": _l("Please choose a moment in the coming twelve months."),
    "no_moment": _l("Please write day and time like 2026-12-31T14:30, or leave it empty."),
    "choose_something": _l("Please choose an answer."),
    "choose_one": _l("Please choose one answer only."),
    "no_option": _l("The answers were changed in the meantime. Please choose again."),
    "no_tag": _l("There is no such tag."),
    "unknown_tag": _l(
        "“%(word)s” is none of our tags. Please choose from the list below, or leave it out."
    ),
    "unknown_tag_near": _l("“%(word)s” is none of our tags. Did you mean “%(near)s”?"),
    "too_many_tags": _l("Please choose at most %(limit)s tags."),
}
