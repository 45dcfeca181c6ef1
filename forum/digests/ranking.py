"""What comes first in a part of a letter: what is near, then what is needed, then what is lively.

In a community with a few posts a week popularity says little, and what nobody has answered yet
says much. So activity never outweighs one step of nearness or a need. Everything here is
deterministic: the same facts give the same order.
"""

import datetime as dt
from dataclasses import dataclass

# How near something is to a reader.
FAR, PLACED, AT_HOME, OWN_CITY = 0, 1, 2, 3
# Of what is far, what another city does.
FROM_A_CITY = 50

_STEP, _NEED = 100, 60
_VOICE, _POST = 8, 3
_MOST_VOICES, _MOST_POSTS = 4, 6


@dataclass(frozen=True, slots=True)
class Standing:
    """What a thread is to one reader."""

    near: int
    is_followed: bool = False
    is_needed: bool = False
    """Waits for an answer, or is recommended."""
    posts: int = 0
    """New to the reader."""
    voices: int = 0
    """Who wrote them, each once."""


def worth(standing: Standing) -> int:
    """Return how much it matters; only good for comparing within one part of one letter."""
    near = standing.near + standing.is_followed
    lively = _VOICE * min(standing.voices, _MOST_VOICES) + _POST * min(standing.posts, _MOST_POSTS)
    return _STEP * near + _NEED * standing.is_needed + lively


def place(value: int, at: dt.datetime, row_id: int) -> tuple[int, float, int]:
    """Return a key to sort by: what matters most first, then the newest, then the later row."""
    return -value, -at.timestamp(), -row_id
