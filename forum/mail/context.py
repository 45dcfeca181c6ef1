"""Typed access to what the composition root put on the app."""

from typing import cast

from flask import current_app

from forum.kernel.signing import Signer
from forum.settings import Settings


def settings() -> Settings:
    """Return the hub's settings."""
    return cast("Settings", current_app.extensions["settings"])


def signer() -> Signer:
    """Return the signer of links."""
    return cast("Signer", current_app.extensions["signer"])
