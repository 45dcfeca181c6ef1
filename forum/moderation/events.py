"""What moderation did: cases that came up, who held them, what was decided."""

from forum.kernel.events import Event


class CaseOpened(Event):
    """Something waits for a decision; ``again``: it had been decided or settled before."""

    case_id: int
    source: str
    again: bool


class SignalAdded(Event):
    """Something more came up about a case that was open already."""

    case_id: int
    signal_id: int
    source: str


class CaseClaimed(Event):
    """Somebody looks at a case; for a quarter of an hour nobody else decides."""

    case_id: int
    actor_id: int


class CaseTakenOver(Event):
    """Somebody looks at a case that ``former_id`` was holding."""

    case_id: int
    actor_id: int
    former_id: int


class CaseLetGo(Event):
    """Whoever held a case leaves it to the others."""

    case_id: int
    actor_id: int


class CaseDecided(Event):
    """A case was decided; what was done about it stands with the decision."""

    case_id: int
    decision_id: int
    measure: str


class CaseSettled(Event):
    """Nothing is left to decide: what the case was about was withdrawn, removed or answered."""

    case_id: int


class CaseNoted(Event):
    """Somebody left a word for the other moderators; what it says is told nowhere."""

    case_id: int
    note_id: int


class CannedTextSaved(Event):
    """A text for decisions is new, or has changed."""

    canned_text_id: int


class CannedTextDropped(Event):
    """A text for decisions is offered no more."""

    canned_text_id: int


class NoticeGiven(Event):
    """Somebody, with or without an account, told the moderation of content."""

    notice_id: int
    case_id: int


class StatementMade(Event):
    """A restriction took effect, and its reasons are stated; its addressee is written to."""

    statement_id: int


class ObjectionMade(Event):
    """Whom a statement concerns does not agree; somebody else of the moderation decides."""

    objection_id: int
    statement_id: int


class ObjectionDecided(Event):
    """An objection was upheld, and what was done is taken back; or it was not."""

    objection_id: int
    is_upheld: bool
