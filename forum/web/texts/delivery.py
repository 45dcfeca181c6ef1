"""What is said about letters on their way: where they stand, and why none was sent."""

from flask_babel import lazy_gettext as _l

from forum.digests.models import IssueState
from forum.digests.obstacles import Reason

SENTENCES: dict[str, object] = {
    "no_issue": _l("There is no such letter."),
    "issue_not_open": _l("This letter neither failed nor is it unclear any more."),
    "mail_not_open": _l("This mail is not unclear any more."),
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

NEVER_ORDERED = _l("This member has never ordered a letter.")

REASONS: dict[str, object] = {
    Reason.ACCOUNT_CLOSED: _l("The account is closed."),
    Reason.SHUT_OUT: _l("The account may not be used at present."),
    Reason.ENDED: _l("The letter is not ordered any more."),
    Reason.PAUSED: _l("The member pauses letters."),
    Reason.MAILBOX_PAUSED: _l("Letters to this address came back, so that none are sent."),
    Reason.NOT_READABLE: _l("The member may not read this channel."),
    Reason.TOO_LATE: _l(
        "The forum or the mail server did not run for two days. The next letter tells of it."
    ),
    Reason.EMPTY: _l("There was nothing in it for this member."),
    Reason.REFUSED: _l("The mail server does not take it."),
    Reason.PUT_OFF: _l("The mail server does not take it now. It is tried again."),
    Reason.PUT_OFF_TOO_LONG: _l("The mail server has put it off for too long."),
    Reason.NOT_WRITTEN: _l("The letter could not be written. It is tried again."),
    Reason.CONNECTION_LOST: _l(
        "The mail server went silent after it had got the text: it may have arrived."
    ),
    Reason.PROCESS_LOST: _l(
        "The sending process ended while the text was on its way: it may have arrived."
    ),
    Reason.RESENT: _l("The administration has it sent again."),
}
