"""The mail adapter: composing letters, handing them to the SMTP server, the development outbox."""

from flask import Flask

from forum.mail.desk import mails
from forum.mail.routes import outbox
from forum.settings import Environment, Settings


def register(app: Flask, settings: Settings) -> None:
    """Offer the page about mail that may not have arrived, and the outbox of development."""
    app.register_blueprint(mails)
    if settings.environment is not Environment.PRODUCTION:
        app.register_blueprint(outbox)
