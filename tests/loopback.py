"""No test reaches another machine: what a test would ask the world for belongs into the test."""

import ipaddress
import socket
import sys
from typing import Any


class LeftTheMachine(AssertionError):
    """A test wanted to connect to another machine."""


def _refuse_strangers(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in {"socket.connect", "socket.sendto"}:
        return
    connection, address = arguments[0], arguments[1]
    if connection.family not in {socket.AF_INET, socket.AF_INET6}:
        return
    host = address[0]
    if host == "localhost" or ipaddress.ip_address(host.split("%")[0]).is_loopback:
        return
    raise LeftTheMachine(f"a test wanted to reach {host}")


def stay_on_this_machine() -> None:
    """Refuse every connection to elsewhere from now on, in this process (an audit hook)."""
    sys.addaudithook(_refuse_strangers)
