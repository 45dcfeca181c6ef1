"""Reading the letters that the hub has written, as their receivers do."""

import re

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from forum.jobs.relay import relay
from forum.mail.models import OutgoingMail
from forum.wiring import SUBSCRIBERS


class Mailbox:
    """All letters so far. Asking for one lets the relay run first."""

    def __init__(self, app: Flask, session: Session) -> None:
        """Keep where to look."""
        self._app = app
        self._session = session

    def letters(self, to: str | None = None) -> list[OutgoingMail]:
        """Return the letters to this address, oldest first."""
        with self._app.app_context():
            relay(SUBSCRIBERS)
        self._session.commit()
        query = sa.select(OutgoingMail).order_by(OutgoingMail.id)
        if to is not None:
            query = query.where(OutgoingMail.recipient == to)
        return list(self._session.scalars(query))

    def last(self, to: str, letter: str) -> OutgoingMail:
        """Return the newest letter to this address, which must be this one."""
        found = self.letters(to)
        assert found, f"no letter to {to}"
        assert found[-1].letter == letter
        return found[-1]

    def link(self, to: str, letter: str) -> str:
        """Return the path of the link in that letter; text and HTML must carry the same."""
        mail = self.last(to, letter)
        paths = re.findall(r"^http://forum\.test(/\S+)$", mail.text, re.MULTILINE)
        assert paths, mail.text
        assert f'href="http://forum.test{paths[0]}"' in mail.html
        return str(paths[0])
