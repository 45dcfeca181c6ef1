"""Numbers in the log of a room, as browsers send them."""

GREATEST = 2**53
"""More than there will ever be of one room, and less than a column holds."""


def log_number(sent: str | None) -> int:
    """Return a number of the room's log; whatever was sent, it is one that can be. 0: none."""
    digits = (sent or "").strip()[:20]
    return min(int(digits), GREATEST) if digits.isascii() and digits.isdigit() else 0
