"""Work that would stop everybody else's requests, done in a thread of its own."""

from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar, cast

import gevent
from gevent import monkey

P = ParamSpec("P")
T = TypeVar("T")


def off_the_loop(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run work that only computes, and let other requests go on meanwhile.

    Under gevent one thread serves all requests: an Argon2 hash in it stops the hub for 160 ms and
    more. Elsewhere (tests, gunicorn with threads) the caller's own thread is as good.
    """
    if not monkey.is_module_patched("threading"):
        return work(*args, **kwargs)
    result, fault = gevent.get_hub().threadpool.apply(_outcome, (partial(work, *args, **kwargs),))
    if fault is not None:
        raise fault
    return cast("T", result)


def _outcome(work: Callable[[], T]) -> tuple[T | None, Exception | None]:
    """Give back what went wrong instead of raising it: gevent would write it to the log as well."""
    try:
        return work(), None
    except Exception as fault:  # noqa: BLE001 - raised again where it was asked for
        return None, fault
