"""The words about a file."""

from forum.kernel.errors import Invalid
from forum.kernel.markup import clean_line

ALT_LIMIT = 500


def clean_alt(alt: str) -> str:
    """Clean the description of a picture; "" where there is none. Raises `Invalid` ``too_long``."""
    try:
        return clean_line(alt, limit=ALT_LIMIT, field="alt")
    except Invalid as error:
        if error.reason == "empty":
            return ""
        raise
