"""Typed access to what the composition root put on the app."""

from typing import cast

from flask import Flask, current_app

from forum.attachments.storage import Storage
from forum.kernel.signing import Signer
from forum.settings import Settings


def settings(app: Flask | None = None) -> Settings:
    """Return the hub's settings."""
    return cast("Settings", (app or current_app).extensions["settings"])


def signer() -> Signer:
    """Return the signer of links."""
    return cast("Signer", current_app.extensions["signer"])


def storage() -> Storage:
    """Return where attached files lie."""
    return cast("Storage", current_app.extensions["storage"])
