"""What is said about experience reports: fields, examples, states, steps, refusals."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from forum.practices.fields import Section
from forum.practices.models import Access, Effort, ReportState, Stage, TargetGroup
from forum.practices.states import Verb

SENTENCES: dict[str, object] = {
    "no_report": _l("This experience report does not exist, or not any more."),
    "no_verification": _l("You have not verified this report."),
    "not_your_report": _l("Only who writes this report may do that."),
    "own_report": _l("Somebody else reviews a report that you have written."),
    "report_moved_on": _l("The report has been taken a step further meanwhile. Look at it again."),
    "peers_confirm": _l("Cities, project bearers and the service centre confirm reports."),
    "no_city": _l("Your profile names no city that you could speak for."),
    "own_city": _l("The report is from your own city: another one confirms it."),
    "stage_before_missing": _l("The stage before this one is still missing."),
    "incomplete": _l("This is still missing."),
    "not_a_choice": _l("Choose one of the entries."),
    "not_a_day": _l("Write the day as 31.12.2026 or choose it."),
    "no_such_field": _l("This field does not exist."),
    "ends_before_it_begins": _l("The end lies before the beginning."),
    "due_out_of_range": _l("Choose a day from today on, within a year."),
    "edited_in_its_form": _l("This text is written from the report: change it there."),
}


@dataclass(frozen=True, slots=True)
class FieldText:
    """What a field is called, what it asks, and what somebody might write there."""

    label: object
    question: object = ""
    example: object = ""


FIELDS: dict[str, FieldText] = {
    "title": FieldText(
        _l("Title"),
        _l("What was it, so that somebody in another city can picture it?"),
        _l("Repair café in the former pharmacy: neighbours mend together"),
    ),
    "city": FieldText(_l("City/funding area")),
    "area": FieldText(
        _l("Name of the funding area"), "", _l("Old town east, between station and mill race")
    ),
    "theme": FieldText(_l("Field of action")),
    "target_groups": FieldText(_l("Target group")),
    "access": FieldText(_l("Open/closed")),
    "begun_on": FieldText(_l("Period: beginning")),
    "ended_on": FieldText(_l("Period: end"), _l("Leave it empty while it goes on.")),
    "bearer": FieldText(_l("Project bearer"), "", _l("Neighbourhood association “Am Mühlgraben”")),
    "situation": FieldText(
        _l("Initial situation"),
        _l("What was the matter in the neighbourhood, and how did you know?"),
        _l(
            "Many older people hardly left their flats any more. We learned of it from the "
            "home-care service, and from forty talks at the front doors."
        ),
    ),
    "goal": FieldText(
        _l("Aim"),
        _l("What was to be different afterwards?"),
        _l("After a year there should be a fixed afternoon that works without us."),
    ),
    "approach": FieldText(
        _l("How we went about it"),
        _l("Step by step, so that others can do it after you: who, when, with whom, by what?"),
        _l(
            "First we asked, then we looked for a room. In March a first afternoon with coffee "
            "and two repairers; from the third month on, neighbours took over the key service."
        ),
    ),
    "outcome": FieldText(
        _l("Result"),
        _l("What came out, also what you did not expect? Numbers help, but need not be there."),
        _l("About thirty people come each time. Two of them now run it. The waiting list is long."),
    ),
    "helped": FieldText(
        _l("What has helped"),
        _l("Without what would it not have worked?"),
        _l("A caretaker whom everybody knew, and who passed the invitation on."),
    ),
    "pitfalls": FieldText(
        _l("Pitfalls"),
        _l("Where did it falter? Nothing saves others more time."),
        _l(
            "The insurance was settled only after two months. In summer nobody came: our "
            "afternoon clashed with the allotments."
        ),
    ),
    "differently": FieldText(
        _l("What we would do differently"),
        "",
        _l("Speak with the public order office before the first invitation is printed."),
    ),
    "effort": FieldText(_l("Effort, roughly")),
    "effort_text": FieldText(
        _l("Effort (share of a post, material costs, voluntary work)"),
        "",
        _l("0.2 of a post for a year, €1,800 for tools, about six hours voluntary work a week."),
    ),
    "transferable": FieldText(
        _l("Transferable to …"),
        _l("Where would it work as well, and what does it take?"),
        _l("Any neighbourhood with an empty shop and two people who like to explain."),
    ),
    "continuation": FieldText(
        _l("How does it go on (sustaining)"),
        "",
        _l("The housing association bears the rent until 2028; after that it is open."),
    ),
    "contact": FieldText(
        _l("Contact/queries"),
        _l("Who answers questions? Name only who agrees, and no private addresses."),
        _l("Neighbourhood office, Tuesdays 2–5 pm, or here as a reply below the report."),
    ),
    "material": FieldText(
        _l("Material (licence)"),
        _l("What can others use, and under which licence?"),
        _l("Flyer and house rules as a template, CC BY 4.0."),
    ),
    "operation": FieldText(
        _l("Linked operation"),
        "",
        _l("Single operation no. 1.3 of the area concept (GIHK)"),
    ),
    "summary": FieldText(
        _l("Short version"),
        _l("In at most 500 characters: what, for whom, what came out? It stands in the letter."),
        _l(
            "In an empty pharmacy, neighbours repair things together every second Thursday. "
            "Thirty people come; after a year two of them run it. Insurance takes time."
        ),
    ),
}

SECTIONS = {
    Section.FRAME: _l("What and where"),
    Section.COURSE: _l("What you did"),
    Section.OUTCOME: _l("What came out"),
    Section.TRANSFER: _l("What others need to know"),
    Section.SUMMARY: _l("In short"),
}
GROUPS = {
    TargetGroup.CHILDREN: _l("Children"),
    TargetGroup.YOUTH: _l("Young people"),
    TargetGroup.FAMILIES: _l("Families"),
    TargetGroup.SENIORS: _l("Older people"),
    TargetGroup.NEWCOMERS: _l("Newcomers"),
    TargetGroup.JOB_SEEKERS: _l("People looking for work"),
    TargetGroup.BUSINESSES: _l("Small businesses"),
    TargetGroup.NEIGHBOURS: _l("The whole neighbourhood"),
}
ACCESS = {
    Access.OPEN: _l("Open: people come and go"),
    Access.CLOSED: _l("Closed: a fixed circle"),
}
EFFORT = {
    Effort.SMALL: _l("Small: beside other work, hardly any money"),
    Effort.MEDIUM: _l("Medium: some hours a week, some thousand euros"),
    Effort.LARGE: _l("Large: a post of its own, or more"),
}
STATES = {
    ReportState.DRAFT: _l("Draft"),
    ReportState.SUBMITTED: _l("Submitted"),
    ReportState.IN_REVIEW: _l("In review"),
    ReportState.RETURNED: _l("Query"),
    ReportState.RESUBMITTED: _l("Submitted again"),
    ReportState.REJECTED: _l("Not released"),
    ReportState.RELEASED: _l("Released"),
    ReportState.RECOMMENDED: _l("Recommended"),
    ReportState.OUTDATED: _l("Outdated"),
}
# What it means for whoever has written it.
STATE_SENTENCES = {
    ReportState.DRAFT: _l("Nobody but you sees this report until you submit it."),
    ReportState.SUBMITTED: _l(
        "The moderation has it, and will read it. You can still withdraw it."
    ),
    ReportState.IN_REVIEW: _l("Somebody from the moderation is reading it."),
    ReportState.RETURNED: _l("The moderation asks you something. Your answers go into the fields."),
    ReportState.RESUBMITTED: _l("The moderation has your new version, and will read it."),
    ReportState.REJECTED: _l("The report will not be released as it is. You can rework it."),
    ReportState.RELEASED: _l("Whoever reads the channel reads the report."),
    ReportState.RECOMMENDED: _l("The moderation recommends it to others."),
    ReportState.OUTDATED: _l("Readers are told that it does not hold any more."),
}
VERBS: dict[str, object] = {
    Verb.BEGIN: _l("Begun"),
    Verb.SUBMIT: _l("Submitted"),
    Verb.RESUBMIT: _l("Submitted again"),
    Verb.WITHDRAW: _l("Withdrawn"),
    Verb.REWORK: _l("Taken up again"),
    Verb.BEGIN_REVIEW: _l("Review begun"),
    Verb.LEAVE_REVIEW: _l("Review left"),
    Verb.RETURN: _l("Query to the author"),
    Verb.REJECT: _l("Not released"),
    Verb.RELEASE: _l("Released"),
    Verb.RECOMMEND: _l("Recommended"),
    Verb.UNRECOMMEND: _l("Recommendation taken back"),
    Verb.MARK_OUTDATED: _l("Marked as outdated"),
    Verb.RENEW: _l("Read again: still holds"),
    Verb.REVISE: _l("Changed"),
}
STAGES = {
    Stage.COMPLETE: _l("Complete"),
    Stage.PLAUSIBLE: _l("Plausible"),
    Stage.CONFIRMED: _l("Confirmed by another city"),
}


@dataclass(frozen=True, slots=True)
class StepText:
    """A step on a page of its own: what it is called, what it does, and its button."""

    title: object
    effect: object
    button: object
    is_reason_owed: bool = False


STEP_TEXTS = {
    "recommend": StepText(
        _l("Recommend this report"),
        _l("Readers see that the moderation recommends it. The author is told."),
        _l("Recommend"),
    ),
    "unrecommend": StepText(
        _l("Take the recommendation back"),
        _l("The report stays released. The author is told."),
        _l("Take back"),
    ),
    "mark_outdated": StepText(
        _l("Mark as outdated"),
        _l("Readers see above the report that it does not hold any more, and why."),
        _l("Mark as outdated"),
        is_reason_owed=True,
    ),
    "renew": StepText(
        _l("Still holds"),
        _l("You have read the report again, and it holds. In 24 months you are asked again."),
        _l("Still holds"),
    ),
}
