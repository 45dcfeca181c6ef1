"""What happened to consultations; nothing of what was said in them."""

from forum.kernel.events import Event


class ConsultationBegun(Event):
    """Somebody has called people together for a consultation."""

    consultation_id: int
    room_id: int


class ConsultationMoved(Event):
    """It is in another phase, or in the same one for longer; `step` numbers these changes."""

    consultation_id: int
    room_id: int
    phase: str
    step: int


class ConsultationArranged(Event):
    """A role, the question, the method or a consent is another one."""

    consultation_id: int
    room_id: int


class ConsultationEnded(Event):
    """It is over; it can be read until it is deleted."""

    consultation_id: int
    room_id: int


class ConsultationDeleted(Event):
    """Its day has come, and nothing of it is there any more."""

    consultation_id: int
    room_id: int
