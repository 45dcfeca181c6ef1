"""What is said to those who tell the moderation about content."""

from flask_babel import lazy_gettext as _l

from forum.moderation.models import NoticeReason

SENTENCES: dict[str, object] = {
    "good_faith_needed": _l("Please confirm that you write in good faith."),
    "no_notice": _l("There is no such notice, or the link was cut off in the mail."),
}

REASONS = {
    NoticeReason.PERSONAL_DATA: _l("Personal data: it tells of somebody who does not want that"),
    NoticeReason.INSULT: _l("Insult, threat, or harassment"),
    NoticeReason.HATE: _l("Hate, incitement, or symbols of banned organisations"),
    NoticeReason.COPYRIGHT: _l("It uses texts or pictures of others without their consent"),
    NoticeReason.ADVERTISING: _l("Advertising or fraud"),
    NoticeReason.UNTRUE: _l("An untrue claim that harms somebody"),
    NoticeReason.CHILD_ABUSE: _l(
        "Sexual abuse of children (you need not give your name or e-mail address)"
    ),
    NoticeReason.OTHER_LAW: _l("It breaks another law"),
    NoticeReason.OTHER_RULE: _l("It breaks a rule of this forum"),
}
