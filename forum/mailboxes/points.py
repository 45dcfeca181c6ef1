"""How many letters may come back before none is sent: points that fade.

The figures are chosen for both kinds of members: one who gets a letter a week is paused when it has
come back for good four weeks in a row; one who is written to daily, on the fourth day. Somebody
whose mailbox is full during a holiday is not paused by one week of daily letters.
"""

import datetime as dt
import math

PERMANENT, TEMPORARY = 1.0, 0.4
THRESHOLD = 3.0
"""From here on delivery pauses."""
HALF_LIFE = dt.timedelta(days=45)
AFTER_RESUMING = THRESHOLD - PERMANENT + 0.1
"""One more letter that comes back for good soon after, and delivery pauses again."""


def faded(points: float, since: dt.datetime | None, now: dt.datetime) -> float:
    """Return what is left of points that stood at `since`; a clock set back takes none away."""
    if since is None:
        return 0.0
    halves: float = max(now - since, dt.timedelta()) / HALF_LIFE
    return points * math.pow(0.5, halves)


def after_bounce(
    points: float, since: dt.datetime | None, now: dt.datetime, *, is_permanent: bool
) -> float:
    """Return the points after one more letter came back; only the first of a day counts."""
    left = faded(points, since, now)
    if since is not None and since.date() == now.date():
        return left
    return left + (PERMANENT if is_permanent else TEMPORARY)
