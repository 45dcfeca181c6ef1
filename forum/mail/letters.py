"""Composing letters: from templates to a row in the ledger, in the caller's transaction.

A letter called ``welcome`` is three templates: ``mail/welcome/subject.txt``, ``body.txt`` and
``body.html``; the bodies extend ``mail/layouts/letter.txt`` and ``mail/layouts/letter.html``.
All three see the values of the letter and

    hub_name, public_url, locale, recipient     plain strings
    url_for(endpoint, **values)     a whole address, always on the hub's own public host
"""

import hashlib
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session
from werkzeug.routing import MapAdapter

from forum.kernel import clock
from forum.kernel.event_log import DELIVERY
from forum.kernel.ids import new_public_id
from forum.mail.context import settings
from forum.mail.models import MailState, OutgoingMail

_LONGEST_SUBJECT = 200
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f]")


def queue_letter(
    session: Session,
    *,
    to: str,
    locale: str,
    letter: str,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> OutgoingMail:
    """Render the letter in this language and put it into the outgoing mail.

    `headers` go out with it, beside those that every letter has.

    Called by a subscriber, it is bound to the event: run again, it returns the row of the first
    time. It leaves with the caller's commit and is sent by the worker soon after.
    """
    delivery: str | None = session.info.get(DELIVERY)
    key = None
    if delivery is not None:
        key = hashlib.sha256(f"{delivery}\0{letter}\0{to}".encode()).hexdigest()
        known = session.scalars(sa.select(OutgoingMail).where(OutgoingMail.key == key))
        if (earlier := known.one_or_none()) is not None:
            return earlier
    mail = _compose(to, locale, letter, values)
    mail.key = key
    mail.headers = None if headers is None else dict(headers)
    mail.request_id = session.info.get("request_id")
    session.add(mail)
    session.flush()
    session.info["recorded"] = True
    return mail


def absolute_url(endpoint: str, **values: str | int) -> str:
    """Return a whole address on the public host, whatever host the present request came in by."""
    return hub_addresses().build(endpoint, values, force_external=True)


def hub_addresses() -> MapAdapter:
    """Return what builds addresses on the public host, for who needs many."""
    public = urlsplit(settings().public_url)
    return current_app.url_map.bind(public.netloc, url_scheme=public.scheme)


def one_line(text: str) -> str:
    """Return the text on one line without control characters, fit for a header."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(plain.split())


def storable(text: str) -> str:
    """Return the text without what neither a mail nor PostgreSQL takes: control characters."""
    return _CONTROLS.sub("", text)


def _compose(to: str, locale: str, letter: str, values: dict[str, object]) -> OutgoingMail:
    given = {
        "hub_name": settings().hub_name,
        "public_url": settings().public_url,
        "locale": locale,
        "recipient": to,
        "url_for": absolute_url,
        **values,
    }

    # Not flask.render_template: a letter must not see who is asking, only whom it goes to.
    def render(part: str) -> str:
        return current_app.jinja_env.get_template(f"mail/{letter}/{part}").render(given)

    public_id = new_public_id()
    host = urlsplit(settings().public_url).hostname
    with force_locale(locale):
        return OutgoingMail(
            public_id=public_id,
            message_id=f"<{public_id}@{host}>",
            letter=letter,
            locale=locale,
            recipient=one_line(to),
            subject=one_line(render("subject.txt"))[:_LONGEST_SUBJECT],
            text=storable(render("body.txt")).strip() + "\n",
            html=storable(render("body.html")),
            state=MailState.WAITING if settings().smtp_host else MailState.KEPT,
            next_attempt_at=clock.now(),
        )
