"""Asking to join: file the form, confirm the address, decide."""

import datetime as dt

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.accounts.actions.locks import lock
from forum.accounts.actions.newcomers import Details, open_account
from forum.accounts.addresses import clean_email
from forum.accounts.events import (
    ApplicationAccepted,
    ApplicationConfirmed,
    ApplicationFiled,
    ApplicationRefused,
)
from forum.accounts.models import Account, Actor, Application, ApplicationState
from forum.accounts.policy import can_decide_applications
from forum.accounts.queries import account_by_email
from forum.kernel import clock
from forum.kernel.errors import Conflict, NotFound
from forum.kernel.event_log import record
from forum.kernel.markup import clean_source
from forum.kernel.verdict import require

CONFIRMATION_LIFETIME = dt.timedelta(days=14)
REASON_LIMIT = 2_000
NOTE_LIMIT = 2_000


def file_application(
    session: Session,
    details: Details,
    *,
    form_key: str,
    email: str,
    password_hash: str,
    reason: str,
    locale: str,
    documents_version: str,
) -> None:
    """Keep what was sent, and nothing more: no look at whether the address is known.

    So the answer and its time are the same for every address by construction; the subscriber
    decides later which letter goes out. Sent twice with one form key, it is filed once.
    """
    details = details.cleaned()
    application = Application(
        form_key=form_key,
        email=clean_email(email),
        password_hash=password_hash,
        name=details.name,
        function=details.function,
        organisation_id=details.organisation_id,
        other_organisation=details.other_organisation,
        city_id=details.city_id,
        reason=clean_source(reason, limit=REASON_LIMIT, field="reason") if reason.strip() else "",
        locale=locale,
        documents_version=documents_version,
        state=ApplicationState.UNCONFIRMED,
    )
    try:
        with session.begin_nested():
            session.add(application)
    except IntegrityError:
        return
    record(session, ApplicationFiled(application_id=application.id))


def confirm_application(
    session: Session, application: Application, *, needs_approval: bool, timezone: str
) -> Application:
    """Confirm the address; then an admin decides, or the account is opened at once.

    Raises `Conflict` when the application, or another of this address, is further already, and
    `NotFound` when the link is too old.
    """
    lock(session, application)
    now = clock.now()
    if application.state is not ApplicationState.UNCONFIRMED:
        raise Conflict("already_confirmed")
    if application.created_at + CONFIRMATION_LIFETIME <= now:
        raise NotFound("link")
    if account_by_email(session, application.email):
        raise Conflict("has_account")
    application.confirmed_at = now
    if not needs_approval:
        application.state = ApplicationState.ACCEPTED
        application.decided_at = now
        _open(session, application, timezone=timezone)
        return application
    try:
        with session.begin_nested():
            application.state = ApplicationState.WAITING
    except IntegrityError:
        raise Conflict("already_waiting") from None
    record(session, ApplicationConfirmed(application_id=application.id))
    return application


def accept_application(
    session: Session,
    actor: Actor,
    application: Application,
    *,
    organisation_id: int | None,
    timezone: str,
) -> Account:
    """Let the applicant in, as a member of the organisation that the admin has checked.

    Raises `Conflict` ("already_decided") for the second of two admins.
    """
    lock(session, application)
    require(can_decide_applications(actor))
    _check_waiting(application)
    application.state = ApplicationState.ACCEPTED
    application.decided_at = clock.now()
    application.decided_by_id = actor.id
    application.organisation_id = organisation_id
    account = _open(session, application, timezone=timezone)
    record(
        session,
        ApplicationAccepted(application_id=application.id, account_id=account.id),
        actor_id=actor.id,
    )
    return account


def refuse_application(
    session: Session, actor: Actor, application: Application, *, note: str
) -> Application:
    """Refuse the applicant, and keep the reason that is sent to them.

    Raises `Conflict` ("already_decided") for the second of two admins, `Invalid` without a reason.
    """
    lock(session, application)
    require(can_decide_applications(actor))
    _check_waiting(application)
    application.decision_note = clean_source(note, limit=NOTE_LIMIT, field="note")
    application.state = ApplicationState.REFUSED
    application.decided_at = clock.now()
    application.decided_by_id = actor.id
    record(session, ApplicationRefused(application_id=application.id), actor_id=actor.id)
    return application


def _check_waiting(application: Application) -> None:
    if application.state is ApplicationState.UNCONFIRMED:
        raise NotFound("no_such_application")
    if application.state is not ApplicationState.WAITING:
        raise Conflict("already_decided")


def _open(session: Session, application: Application, *, timezone: str) -> Account:
    details = Details(
        name=application.name,
        function=application.function,
        organisation_id=application.organisation_id,
        city_id=application.city_id,
    )
    return open_account(
        session,
        details,
        email=application.email,
        password_hash=application.password_hash,
        locale=application.locale,
        timezone=timezone,
        documents_version=application.documents_version,
        consented_at=application.created_at,
    )
