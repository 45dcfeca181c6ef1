"""What editors of letters are told: why something is refused, and what things are called."""

from flask_babel import lazy_gettext as _l

from forum.accounts.models import OrganisationKind
from forum.digests.models import NewsletterState

SENTENCES: dict[str, object] = {
    "editors_only": _l("The service centre and the administration write for the letters."),
    "no_such_week": _l("There is no such week."),
    "week_is_over": _l("The letters of this week are out. Nothing can be changed about them."),
    "week_is_far": _l("Letters can be prepared twelve weeks ahead."),
    "edition_changed": _l("Somebody else has changed this introduction in the meantime."),
    "edition_full": _l("That is the most: %(limit)s threads. Please take one out first."),
    "no_edition_entry": _l("This thread does not stand there any more."),
    "no_thread_there": _l("Please copy the address of a thread, a post or an experience report."),
    "no_occasion": _l("There is no such date, or it was taken away."),
    "occasion_is_over": _l("Please give a moment that is still to come."),
    "occasion_is_far": _l("Please give a moment within the next three years."),
    "no_web_address": _l("Please give a whole web address, beginning with “https://”."),
    "no_day": _l("Please give a day, and an hour or none."),
    "no_newsletter": _l("There is no newsletter at this address, or it is not open to you."),
    "newsletter_changed": _l("Somebody else has changed this newsletter in the meantime."),
    "newsletter_is_set": _l("This newsletter is about to go out. Take it back to change it."),
    "newsletter_is_out": _l("This newsletter is out. Nothing can be changed about it any more."),
    "newsletter_not_tried": _l(
        "Nobody has had this version in their mailbox yet. Please send it to yourself first, "
        "and look at it there."
    ),
    "moment_is_over": _l("Please give a moment that is still to come."),
    "moment_is_far": _l("Please give a moment within the next year."),
}

STATES = {
    NewsletterState.DRAFT: _l("Draft"),
    NewsletterState.SCHEDULED: _l("Scheduled"),
    NewsletterState.SENDING: _l("Going out"),
    NewsletterState.SENT: _l("Sent"),
}

KINDS = {
    OrganisationKind.CITY: _l("Programme cities"),
    OrganisationKind.BEARER: _l("Project bearers"),
    OrganisationKind.SERVICE_CENTRE: _l("Service centre"),
    OrganisationKind.MULTIPLIER: _l("Multipliers"),
    OrganisationKind.MUNICIPALITY: _l("Other municipalities"),
    OrganisationKind.AUTHORITY: _l("Authorities"),
}
