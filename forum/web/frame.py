"""What every page shows around its content: navigation, the reader, the footer."""

from flask import Flask


def register(app: Flask) -> None:
    """Offer ``frame`` to every template."""
