"""How often something may be asked for: a bucket that fills up again by itself."""

import time


class Allowance:
    """Lets a burst through, and then so many a second; not shared with other processes."""

    def __init__(self, burst: int, per_second: float) -> None:
        """Begin with a full bucket."""
        self._burst = burst
        self._per_second = per_second
        self._left = float(burst)
        self._filled_at = time.monotonic()

    def take(self) -> bool:
        """Tell whether there is one left, and take it."""
        now = time.monotonic()
        grown = (now - self._filled_at) * self._per_second
        self._left = min(float(self._burst), self._left + grown)
        self._filled_at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True

    @property
    def is_full(self) -> bool:
        """Whether nothing has been taken for so long that it may be forgotten."""
        return self._left + (time.monotonic() - self._filled_at) * self._per_second >= self._burst
