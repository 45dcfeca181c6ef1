"""Letters to the operator: what somebody wrote on the contact page."""

from sqlalchemy.orm import Session

from forum.accounts.queries import admin_accounts
from forum.mail.letters import queue_letter
from forum.pages.events import ContactMessageSent
from forum.pages.models import ContactMessage


def forward_to_admins(session: Session, event: ContactMessageSent) -> None:
    """Send every administrator what somebody wrote."""
    message = session.get(ContactMessage, event.message_id)
    if message is None:
        return
    for account in admin_accounts(session):
        queue_letter(
            session,
            to=account.email,
            locale=account.locale,
            letter="contact_message",
            name=message.name,
            email=message.email,
            text=message.text,
            about=message.about,
        )
