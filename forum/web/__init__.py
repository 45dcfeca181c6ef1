"""The HTTP adapter: one blueprint per noun, forms, presenters, error pages."""

from pathlib import Path

from flask import Flask

from forum.settings import Settings
from forum.web import auth, credentials, errors, frame, locale, requests
from forum.web.assets import Assets
from forum.web.blueprints import BLUEPRINTS
from forum.web.texts.statements import ground_text


def register(app: Flask, settings: Settings) -> None:
    """Put everything that speaks HTTP on the app."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    assets = Assets(Path(app.static_folder or ""), app.static_url_path or "")
    app.jinja_env.globals["asset"] = assets.url
    # Letters name rules and laws in the same words.
    app.jinja_env.globals["ground_text"] = ground_text
    requests.register(app, settings)
    locale.register(app)
    auth.register(app, settings)
    credentials.register(app, settings)
    errors.register(app)
    frame.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
