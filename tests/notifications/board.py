"""What has been told so far, as people see it."""

from collections.abc import Sequence

from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.accounts.queries import account_with_actor
from forum.jobs.relay import relay
from forum.notifications.queries import Group, told_to
from forum.wiring import SUBSCRIBERS
from tests.factories.accounts import account_of


class Board:
    """Lets the relay run, and looks at what somebody was told."""

    def __init__(self, app: Flask, session: Session) -> None:
        self._app = app
        self._session = session

    def groups(self, actor: Actor) -> Sequence[Group]:
        """Return what stands on the page of this person."""
        self.run()
        account = account_with_actor(self._session, account_of(self._session, actor).id)
        return told_to(self._session, account).items

    def of(self, actor: Actor) -> list[tuple[str, int]]:
        """Return kind and count of each."""
        return [(group.kind.value, group.count) for group in self.groups(actor)]

    def run(self) -> None:
        """Deliver what has happened."""
        self._session.commit()
        with self._app.app_context():
            relay(SUBSCRIBERS)
        self._session.commit()
