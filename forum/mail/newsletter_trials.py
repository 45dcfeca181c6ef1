"""A newsletter as its editor wants to see it before it goes out: in the own mailbox."""

import hashlib
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from forum.accounts.models import Account, AccountState
from forum.accounts.queries import account_with_actor
from forum.digests.contents import Contents, Reader
from forum.digests.events import NewsletterTried
from forum.digests.models import LetterKind, Newsletter
from forum.kernel import clock
from forum.kernel.event_log import DELIVERY
from forum.kernel.ids import new_public_id
from forum.mail.context import settings
from forum.mail.models import MailState, OutgoingMail
from forum.mail.regular_letters import letter_of


def send_trial(session: Session, event: NewsletterTried) -> None:
    """Send the newsletter, just as it would go out, to the one editor who asked for it.

    One that has been changed since is another one, and has to be tried again.
    """
    newsletter = session.get(Newsletter, event.newsletter_id)
    if newsletter is None or newsletter.version != event.version:
        return
    account = account_with_actor(session, event.account_id)
    if account.state is not AccountState.ACTIVE:
        return
    delivery = session.info.get(DELIVERY, f"trial {newsletter.id} {event.version}")
    key = hashlib.sha256(f"{delivery}\0newsletter".encode()).hexdigest()
    if session.scalar(sa.select(sa.exists().where(OutgoingMail.key == key))):
        return
    session.add(_mail(account, newsletter, key))
    session.flush()


def _mail(account: Account, newsletter: Newsletter, key: str) -> OutgoingMail:
    letter = letter_of(_contents(account, newsletter))
    public_id, host = new_public_id(), urlsplit(settings().public_url).hostname
    with force_locale(account.locale):
        subject = _("Trial: %(subject)s", subject=letter.subject)
    return OutgoingMail(
        public_id=public_id,
        key=key,
        message_id=f"<{public_id}@{host}>",
        letter="newsletter",
        locale=account.locale,
        recipient=account.email,
        subject=subject[:200],
        text=letter.text,
        html=letter.html,
        headers=dict(letter.headers),
        state=MailState.WAITING if settings().smtp_host else MailState.KEPT,
        next_attempt_at=clock.now(),
    )


def _contents(account: Account, newsletter: Newsletter) -> Contents:
    actor = account.actor
    return Contents(
        issue=None,
        reader=Reader(
            account_id=account.id,
            actor_id=actor.id,
            actor_public_id=actor.public_id,
            name=actor.name,
            email=account.email,
            locale=account.locale,
            timezone=account.timezone,
        ),
        order_key=LetterKind.NEWSLETTER.key(),
        kind=LetterKind.NEWSLETTER,
        period=f"newsletter-{newsletter.public_id}",
        due_at=clock.now(),
        ordered_at=None,
        channel=None,
        newsletter=newsletter,
        introduction_html="",
        sections=(),
        hidden=0,
        window_from=None,
        window_to=None,
    )
