"""The words about a file."""

from forum.kernel.markup import clean_line

ALT_LIMIT = 500


def clean_alt(alt: str) -> str:
    """Clean the description of a picture; "" where there is none. Raises `Invalid` ``too_long``."""
    return clean_line(alt, limit=ALT_LIMIT, field="alt", may_be_empty=True)
