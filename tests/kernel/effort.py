"""What a piece of work costs, in a measure that a slow or busy machine does not change."""

import time
from collections.abc import Callable

_TRIES = 3


def effort(work: Callable[[], object], *, enough: float) -> float:
    """Give the CPU time of the work, in turns of a plain loop of this machine (about 10 ms each).

    What takes more than `enough` is tried again, since anything can get in the way of one try;
    the least counts.
    """
    least = float("inf")
    for _ in range(_TRIES):
        turn = _seconds(_turn)
        least = min(least, _seconds(work) / max(turn, _seconds(_turn)))
        if least < enough:
            break
    return least


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _turn() -> int:
    return sum(number % 7 for number in range(200_000))
