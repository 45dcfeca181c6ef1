"""Applications as admins see them."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from forum.accounts.models import Application, ApplicationState

# Of rules and privacy notice together; raise it when one of the two changes in substance.
DOCUMENTS_VERSION = "2026-11"


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """One application; `other_organisation` was typed by somebody whose own is not in the list."""

    name: str
    email: str
    url: str
    accept_url: str
    refuse_url: str
    function: str
    organisation: str | None
    other_organisation: str
    city: str | None
    reason: str
    confirmed_at: datetime | None
    decided_at: datetime | None
    decision_note: str
    is_waiting: bool
    is_accepted: bool


def application_view(row: Application) -> ApplicationView:
    """Return the application; organisation and city must be loaded."""
    return ApplicationView(
        name=row.name,
        email=row.email,
        url=url_for("approvals.show", public_id=row.public_id),
        accept_url=url_for("approvals.accept", public_id=row.public_id),
        refuse_url=url_for("approvals.refuse", public_id=row.public_id),
        function=row.function,
        organisation=row.organisation.name if row.organisation else None,
        other_organisation=row.other_organisation,
        city=row.city.name if row.city else None,
        reason=row.reason,
        confirmed_at=row.confirmed_at,
        decided_at=row.decided_at,
        decision_note=row.decision_note,
        is_waiting=row.state is ApplicationState.WAITING,
        is_accepted=row.state is ApplicationState.ACCEPTED,
    )
