"""Public ids: what stands in an address instead of a row number."""

import secrets
import time

# Crockford's alphabet in lower case: no i, l, o, u, so an id can be read out on the telephone.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 16
_RANDOM_BITS = 32


def new_public_id() -> str:
    """Return 16 characters that sort by time of making: 48 bits of milliseconds, 32 random bits.

    An id is an address, never a secret: rights are checked on every use of it.
    """
    number = (time.time_ns() // 1_000_000) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(75, -1, -5))
