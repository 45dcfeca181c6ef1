"""Typed access to what the composition root put on the app."""

from typing import cast

from flask import Flask, current_app

from forum.kernel.signing import Signer
from forum.settings import Settings


def settings(app: Flask | None = None) -> Settings:
    """Return the hub's settings."""
    return cast("Settings", (app or current_app).extensions["settings"])


def signer() -> Signer:
    """Return the signer of links."""
    return cast("Signer", current_app.extensions["signer"])
