"""What is said about letters on their way: where they stand, and why none was sent."""

from flask_babel import lazy_gettext as _l

from forum.digests.models import IssueState

SENTENCES: dict[str, object] = {
    "no_issue": _l("There is no such letter."),
}

STATES = {
    IssueState.PLANNED: _l("planned"),
    IssueState.SELECTED: _l("ready"),
    IssueState.HANDING: _l("being handed over"),
    IssueState.SENT: _l("sent"),
    IssueState.SKIPPED: _l("not sent"),
    IssueState.FAILED: _l("refused"),
    IssueState.UNKNOWN: _l("unclear"),
    IssueState.KEPT: _l("kept here, as no mail server is set"),
}
