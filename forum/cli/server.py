"""The web server: gevent's, on a listener of our own.

gevent sends header and body separately and leaves Nagle's algorithm on, which costs some 40 ms on
every request of a kept connection. The listener of this module switches it off; on Linux every
accepted connection inherits that.
"""

import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

import gevent
from gevent.pywsgi import WSGIServer

_BACKLOG = 1024
# A browser keeps its connections open, so waiting longer would only wait for idle ones.
_SECONDS_TO_FINISH = 2


def _nothing() -> None:
    """End nothing."""


class PortTaken(OSError):
    """Another program listens on the port already, or we may not use it."""


def listen(host: str, port: int) -> socket.socket:
    """Open the listening socket. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise PortTaken(error.errno, error.strerror) from error
    return listener


def serve(
    app: Callable[..., Any], host: str, port: int, *, at_end: Callable[[], None] = _nothing
) -> None:
    """Answer requests until SIGTERM or SIGINT, then let the running ones finish.

    `at_end` is called before: what would not finish by itself is ended by it.
    """
    listener = listen(host, port)
    listener.settimeout(0)
    # Requests are logged by the hub itself, with their id; `log` would say it all twice.
    server = WSGIServer(listener, app, log=None, error_log=sys.stderr)

    def end() -> None:
        at_end()
        server.stop(_SECONDS_TO_FINISH)

    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, end)
    server.serve_forever(stop_timeout=_SECONDS_TO_FINISH)
