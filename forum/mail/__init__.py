"""The mail adapter: composing letters, handing them to the SMTP server, the development outbox."""

from flask import Flask

from forum.mail.routes import outbox
from forum.settings import Environment, Settings


def register(app: Flask, settings: Settings) -> None:
    """Offer the outbox page, where letters are not sent but looked at."""
    if settings.environment is not Environment.PRODUCTION:
        app.register_blueprint(outbox)
