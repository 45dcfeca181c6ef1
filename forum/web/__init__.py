"""The HTTP adapter: one blueprint per noun, forms, presenters, error pages."""

from flask import Flask

from forum.settings import Settings
from forum.web import auth, errors, frame, locale, requests
from forum.web.blueprints import BLUEPRINTS


def register(app: Flask, settings: Settings) -> None:
    """Put everything that speaks HTTP on the app."""
    requests.register(app, settings)
    locale.register(app)
    auth.register(app)
    errors.register(app)
    frame.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
