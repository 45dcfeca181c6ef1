"""What comes first in a part of a letter: what is near, then what is needed, then what is lively.

In a community with a few posts a week popularity says little, and what nobody has answered yet
says much. So activity never outweighs one step of nearness or a need. Everything here is
deterministic: the same facts give the same order.
"""

# How near something is to a reader.
FAR, PLACED, AT_HOME, OWN_CITY = 0, 1, 2, 3
# Of what is far, what another city does.
FROM_A_CITY = 50

_STEP, _NEED = 100, 60
_VOICE, _POST = 8, 3
_MOST_VOICES, _MOST_POSTS = 4, 6


def merit(*, posts: int, voices: int, is_needed: bool) -> int:
    """Return what a thread is worth to anybody.

    `posts`: what is new in it, by so many `voices`; needed is what waits for an answer or is
    recommended.
    """
    lively = _VOICE * min(voices, _MOST_VOICES) + _POST * min(posts, _MOST_POSTS)
    return lively + _NEED * is_needed


def worth(merit: int, near: int, *, is_followed: bool) -> int:
    """Return how much it matters to a reader; compare it within one part of one letter."""
    return merit + _STEP * (near + is_followed)


def place(value: int, at: float, row_id: int) -> tuple[int, float, int]:
    """Return a key to sort by: what matters most first, then the newest, then the later row."""
    return -value, -at, -row_id
