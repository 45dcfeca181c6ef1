"""The letter that asks to confirm an order: no advertising, and nothing that was typed."""

from sqlalchemy.orm import Session

from forum.accounts.models import AccountState
from forum.accounts.queries import account_with_actor
from forum.digests.events import OrderAsked
from forum.digests.models import OrderConsent
from forum.mail.context import signer
from forum.mail.letters import queue_letter


def ask_to_confirm_order(session: Session, event: OrderAsked) -> None:
    """Send the link that confirms an order, and note in the proof which letter it was."""
    consent = session.get(OrderConsent, event.consent_id)
    if consent is None or consent.confirmed_at is not None:
        return
    account = account_with_actor(session, consent.account_id)
    if account.state is not AccountState.ACTIVE or account.email != consent.email:
        return
    mail = queue_letter(
        session,
        to=consent.email,
        locale=consent.locale,
        letter="confirm_order",
        wording=consent.wording,
        token=signer().sign("confirm_order", consent.public_id),
    )
    consent.message_id = mail.message_id
