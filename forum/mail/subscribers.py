"""Letters about accounts: confirm, welcome, warn.

What a request did not look up, so that its answer tells nobody which addresses are known, is
looked up here: only the owner of the mailbox reads the answer.
"""

from sqlalchemy.orm import Session

from forum.accounts.actions import Side
from forum.accounts.events import (
    ApplicationAccepted,
    ApplicationConfirmed,
    ApplicationFiled,
    ApplicationRefused,
    EmailChanged,
    EmailChangeRequested,
    InvitationMade,
    PasswordChanged,
    PasswordResetRequested,
    SignedIn,
)
from forum.accounts.models import (
    Application,
    ApplicationState,
    EmailChange,
    Invitation,
    PasswordReset,
    SignIn,
)
from forum.accounts.queries import (
    account_by_email,
    account_with_actor,
    actor_by_id,
    admin_accounts,
    is_newest_reset,
    waiting_application_by_email,
)
from forum.mail.context import signer
from forum.mail.letters import queue_letter


def confirm_application(session: Session, event: ApplicationFiled) -> None:
    """Send the link that confirms the address, or say that there is an account already."""
    application = session.get(Application, event.application_id)
    if application is None or application.state is not ApplicationState.UNCONFIRMED:
        return
    if account := account_by_email(session, application.email):
        queue_letter(
            session,
            to=account.email,
            locale=account.locale,
            letter="address_known",
            name=account.actor.name,
        )
        session.delete(application)
        return
    # Without the name: nobody has confirmed this address, and a name can be an advertisement.
    queue_letter(
        session,
        to=application.email,
        locale=application.locale,
        letter="confirm_address",
        token=signer().sign("application", application.public_id),
    )


def ask_for_decision(session: Session, event: ApplicationConfirmed) -> None:
    """Tell every admin that somebody waits."""
    application = session.get(Application, event.application_id)
    if application is None or application.state is not ApplicationState.WAITING:
        return
    for account in admin_accounts(session):
        queue_letter(
            session,
            to=account.email,
            locale=account.locale,
            letter="application_waiting",
            name=account.actor.name,
            applicant=application.name,
            public_id=application.public_id,
        )


def tell_acceptance(session: Session, event: ApplicationAccepted) -> None:
    """Welcome somebody whom an admin has let in."""
    account = account_with_actor(session, event.account_id)
    queue_letter(
        session,
        to=account.email,
        locale=account.locale,
        letter="application_accepted",
        name=account.actor.name,
    )


def tell_refusal(session: Session, event: ApplicationRefused) -> None:
    """Tell somebody that they were refused, and why."""
    application = session.get(Application, event.application_id)
    if application is None:
        return
    queue_letter(
        session,
        to=application.email,
        locale=application.locale,
        letter="application_refused",
        name=application.name,
        note=application.decision_note,
    )


def invite(session: Session, event: InvitationMade) -> None:
    """Send an invitation."""
    invitation = session.get(Invitation, event.invitation_id)
    if invitation is None or invitation.revoked_at is not None:
        return
    inviter = invitation.invited_by_id and actor_by_id(session, invitation.invited_by_id)
    queue_letter(
        session,
        to=invitation.email,
        locale=invitation.locale,
        letter="invitation",
        inviter=inviter.name if inviter else None,
        note=invitation.note,
        expires_at=invitation.expires_at,
        token=signer().sign("invitation", invitation.public_id),
    )


def send_reset_link(session: Session, event: PasswordResetRequested) -> None:
    """Send the link for a new password; to an address without an account, nothing."""
    reset = session.get(PasswordReset, event.reset_id)
    if reset is None or reset.used_at is not None or not is_newest_reset(session, reset):
        return
    if account := account_by_email(session, reset.email):
        queue_letter(
            session,
            to=account.email,
            locale=account.locale,
            letter="reset_password",
            name=account.actor.name,
            token=signer().sign("password_reset", reset.public_id),
        )
    elif application := waiting_application_by_email(session, reset.email):
        queue_letter(
            session,
            to=application.email,
            locale=application.locale,
            letter="application_still_waiting",
            name=application.name,
        )


def tell_password_change(session: Session, event: PasswordChanged) -> None:
    """Tell the owner that the password is a new one, in case it was not them."""
    account = account_with_actor(session, event.account_id)
    queue_letter(
        session,
        to=account.email,
        locale=account.locale,
        letter="password_changed",
        name=account.actor.name,
    )


def confirm_email_change(session: Session, event: EmailChangeRequested) -> None:
    """Ask both mailboxes; where the new one has an account already, tell its owner instead."""
    change = session.get(EmailChange, event.change_id)
    if change is None or change.ended_at is not None:
        return
    account = account_with_actor(session, change.account_id)
    queue_letter(
        session,
        to=change.old_email,
        locale=account.locale,
        letter="email_change_old",
        name=account.actor.name,
        new_email=change.new_email,
        token=signer().sign(f"email_change_{Side.OLD}", change.public_id),
    )
    if other := account_by_email(session, change.new_email):
        queue_letter(
            session,
            to=other.email,
            locale=other.locale,
            letter="email_change_taken",
            name=other.actor.name,
        )
        return
    queue_letter(
        session,
        to=change.new_email,
        locale=account.locale,
        letter="email_change_new",
        token=signer().sign(f"email_change_{Side.NEW}", change.public_id),
    )


def tell_email_change(session: Session, event: EmailChanged) -> None:
    """Tell the old mailbox that letters go elsewhere now."""
    change = session.get(EmailChange, event.change_id)
    if change is None:
        return
    account = account_with_actor(session, event.account_id)
    queue_letter(
        session,
        to=change.old_email,
        locale=account.locale,
        letter="email_changed",
        name=account.actor.name,
        new_email=change.new_email,
    )


def warn_of_new_device(session: Session, event: SignedIn) -> None:
    """Tell the owner of a sign-in from a browser that has never signed in before."""
    sign_in = session.get(SignIn, event.sign_in_id)
    if sign_in is None or not event.is_new_device:
        return
    account = account_with_actor(session, sign_in.account_id)
    queue_letter(
        session,
        to=account.email,
        locale=account.locale,
        letter="new_device",
        name=account.actor.name,
        device=sign_in.device,
    )
