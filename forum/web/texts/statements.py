"""What is said about restrictions: rule or law, what it means, why an objection is refused."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from forum.moderation.grounds import Ground
from forum.moderation.models import Measure, NoticeReason, Origin

SENTENCES: dict[str, object] = {
    "no_statement": _l("There is no such decision, or it is none of yours."),
    "not_your_statement": _l("Only whom the decision concerns can object to it."),
    "objected_already": _l("You have objected already. You are told what comes of it."),
    "too_late_to_object": _l("The six months in which one can object are over."),
    "empty_ground": _l("Please choose the rule or the law that this rests on."),
}

GROUNDS = {
    Ground.RULES: _l("Rules of this forum: what does not belong here"),
    Ground.RULES_CONDUCT: _l("Rules of this forum: be friendly, open, and to the point"),
    Ground.RULES_PARTICIPANTS: _l(
        "Rules of this forum: no names, cases or pictures of participants"
    ),
    Ground.RULES_INSULTS: _l("Rules of this forum: no insults, hatred, discrimination or threats"),
    Ground.RULES_ADVERTISING: _l("Rules of this forum: no advertising"),
    Ground.RULES_RIGHTS: _l("Rules of this forum: nothing that one has no rights in"),
    Ground.RULES_CONFIDENTIAL: _l("Rules of this forum: what is confidential stays in its channel"),
    Ground.LAW_DATA_PROTECTION: _l("Law: protection of personal data (Art. 6 and 9 GDPR)"),
    Ground.LAW_OWN_IMAGE: _l("Law: right to one's own picture (§ 22 KUG)"),
    Ground.LAW_INSULT: _l("Law: insult and defamation (§§ 185–187 StGB)"),
    Ground.LAW_HATRED: _l("Law: incitement to hatred (§ 130 StGB)"),
    Ground.LAW_THREAT: _l("Law: threat and coercion (§§ 240, 241 StGB)"),
    Ground.LAW_CHILD_ABUSE: _l("Law: sexual abuse of children (§§ 176–176e, 184b StGB)"),
    Ground.LAW_COPYRIGHT: _l("Law: copyright (§ 106 UrhG)"),
    Ground.LAW_OTHER: _l("Another law, named in the reason"),
}

MEASURES = {
    Measure.REJECT: _l("Not published"),
    Measure.EDIT: _l("Text changed"),
    Measure.HIDE: _l("Hidden"),
    Measure.LOCK: _l("Closed"),
    Measure.WARN: _l("Warning"),
    Measure.MUTE: _l("Muted for a time"),
    Measure.SUSPEND: _l("Shut out for a time"),
    Measure.BAN: _l("Shut out for good"),
}

ORIGINS = {
    Origin.OWN_INITIATIVE: _l("On the moderation's own initiative"),
    Origin.NOTICE: _l("After a notice"),
    Origin.AUTOMATIC: _l("After an automatic hit that a person has looked at"),
}

# Of the numbers page; the form has its own, longer ones.
NOTICE_REASONS = {
    NoticeReason.PERSONAL_DATA: _l("Personal data"),
    NoticeReason.INSULT: _l("Insult"),
    NoticeReason.HATE: _l("Hatred"),
    NoticeReason.COPYRIGHT: _l("Copyright"),
    NoticeReason.ADVERTISING: _l("Advertising"),
    NoticeReason.UNTRUE: _l("Untrue"),
    NoticeReason.CHILD_ABUSE: _l("Sexual abuse of children"),
    NoticeReason.OTHER_LAW: _l("Another law"),
    NoticeReason.OTHER_RULE: _l("Another rule"),
}


def ground_text(ground: str) -> str:
    """Return the rule or law in words; also of a letter, which finds it as a global of Jinja."""
    return str(GROUNDS[Ground(ground)]) if ground in set(Ground) else ground


def ground_choices() -> list[tuple[str, str]]:
    """Return what the form of a decision offers; the rules as a whole are no answer to "which"."""
    first = [("", gettext("Please choose"))]
    return first + [(one.value, str(text)) for one, text in GROUNDS.items() if one != Ground.RULES]
