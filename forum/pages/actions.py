"""Changing pages."""

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel.errors import Conflict
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line, clean_source, render
from forum.kernel.verdict import require
from forum.pages.events import ContactMessageSent, PageEdited
from forum.pages.models import ContactMessage, PageName, PageVersion
from forum.pages.policy import can_edit_pages
from forum.pages.queries import newest_version

PAGE_LIMIT = 50_000
TITLE_LIMIT = 120
MESSAGE_LIMIT = 5_000
NAME_LIMIT = 120
ADDRESS_LIMIT = 500


def edit_page(
    session: Session,
    actor: Actor,
    name: PageName,
    *,
    locale: str,
    title: str,
    source: str,
    based_on: int,
) -> PageVersion:
    """Publish a new version, written from version ``based_on`` (0: the supplied text).

    Raises ``Conflict("page_changed")`` if somebody else has published in between.
    """
    require(can_edit_pages(actor))
    newest = newest_version(session, name, locale)
    if based_on != (newest.version if newest else 0):
        raise Conflict("page_changed")
    source = clean_source(source, limit=PAGE_LIMIT, field="source")
    row = PageVersion(
        name=name.value,
        locale=locale,
        version=based_on + 1,
        title=clean_line(title, limit=TITLE_LIMIT, field="title"),
        source=source,
        html=render(source).html,
        editor_id=actor.id,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # PostgreSQL lets two writers read the same newest version; the constraint lets one win.
        raise Conflict("page_changed") from None
    record(
        session,
        PageEdited(name=name.value, locale=locale, version=row.version, actor_id=actor.id),
        actor_id=actor.id,
    )
    return row


def send_contact_message(
    session: Session, *, name: str, email: str, text: str, about: str, submission_key: str
) -> ContactMessage:
    """Keep a message to the operator; the same form sent twice is one message.

    Open to everybody: an accessibility notice needs no account (section 12b BGG, BfWebG).
    """
    sent = sa.select(ContactMessage).where(ContactMessage.submission_key == submission_key)
    if (earlier := session.scalars(sent).one_or_none()) is not None:
        return earlier
    row = ContactMessage(
        name=clean_line(name, limit=NAME_LIMIT, field="name"),
        email=email,
        text=clean_source(text, limit=MESSAGE_LIMIT, field="text"),
        about=about[:ADDRESS_LIMIT],
        submission_key=submission_key,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return session.scalars(sent).one()
    record(session, ContactMessageSent(message_id=row.id))
    return row
