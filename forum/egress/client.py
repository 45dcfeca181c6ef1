"""A client that asks strangers, and trusts none of their answers."""

import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException

from typing_extensions import override
from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from forum.egress.addresses import (
    PORTS,
    IpAddress,
    Refused,
    Target,
    Unreachable,
    is_public,
    parse,
    resolve,
)

MOST_BYTES = 512 * 1024
MOST_SECONDS = 8.0
MOST_REDIRECTS = 3
_SILENCE = 4.0
"""Seconds without a byte."""
_CHUNK = 16 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; of a longer body the beginning."""

    status: int
    content_type: str
    body: bytes


class _Line:
    """Keeps a second hand on the socket: it can be cut while a handshake goes on."""

    handle: socket.socket | None = None

    def hold(self, connected: socket.socket) -> socket.socket:
        self.handle = connected.dup()
        return connected

    def cut(self) -> None:
        if self.handle is not None:
            with suppress(OSError):
                self.handle.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        if self.handle is not None:
            self.handle.close()


class _PlainConnection(HTTPConnection, _Line):
    @override
    def _new_conn(self) -> socket.socket:
        return self.hold(super()._new_conn())


class _SafeConnection(HTTPSConnection, _Line):
    @override
    def _new_conn(self) -> socket.socket:
        return self.hold(super()._new_conn())


class Client:
    """Fetches a page: http and https alone, from the open internet alone, briefly and little.

    Every redirection is checked like the first address. `is_allowed` and `ports` are given by tests
    that ask a server on their own machine, and by nobody else.
    """

    def __init__(
        self,
        name: str,
        *,
        is_allowed: Callable[[IpAddress], bool] = is_public,
        ports: frozenset[int] | None = frozenset(PORTS.values()),
        seconds: float = MOST_SECONDS,
    ) -> None:
        """Keep what is allowed; open nothing yet."""
        self.name = name
        self.is_allowed = is_allowed
        self.ports = ports
        self.seconds = seconds

    def get(self, address: str, *, kinds: frozenset[str]) -> Answer:
        """Return the answer; its body is empty unless its type is one of `kinds`.

        Raises `Refused` for an address that is not asked, `Unreachable` if no answer came in time.
        """
        deadline = time.monotonic() + self.seconds
        target = parse(address, ports=self.ports)
        for _ in range(MOST_REDIRECTS + 1):
            answer, location = self._ask(target, kinds, deadline)
            if location is None:
                return answer
            target = parse(target.to(location), ports=self.ports)
        raise Refused("too many redirections")

    def _ask(
        self, target: Target, kinds: frozenset[str], deadline: float
    ) -> tuple[Answer, str | None]:
        ip = resolve(target, self.is_allowed, seconds=_left(deadline))
        connection = _connection(target, ip, min(_SILENCE, _left(deadline)))
        watch = threading.Timer(_left(deadline), connection.cut)
        watch.daemon = True
        watch.start()
        try:
            connection.request(
                "GET",
                target.path,
                headers=self._headers(target),
                preload_content=False,
                decode_content=False,
            )
            response = connection.getresponse()
            _left(deadline)  # else these are the headers up to where the line was cut
            if response.status in _REDIRECTS and "Location" in response.headers:
                return Answer(response.status, "", b""), response.headers["Location"]
            return _answer(response, kinds, deadline), None
        except (HTTPError, HTTPException, OSError, ValueError, zlib.error) as error:
            raise Unreachable(type(error).__name__) from error
        finally:
            watch.cancel()
            connection.close()
            connection.let_go()

    def _headers(self, target: Target) -> dict[str, str]:
        is_usual = target.port == PORTS[target.scheme]
        return {
            "Host": target.host if is_usual else f"{target.host}:{target.port}",
            "User-Agent": self.name,
            "Accept": "text/html, application/xhtml+xml",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise Unreachable("too slow")
    return left


def _connection(
    target: Target, ip: IpAddress, timeout: float
) -> _PlainConnection | _SafeConnection:
    if target.scheme == "http":
        return _PlainConnection(str(ip), target.port, timeout=timeout)
    return _SafeConnection(
        str(ip),
        target.port,
        timeout=timeout,
        cert_reqs=ssl.CERT_REQUIRED,
        server_hostname=target.host,
        assert_hostname=target.host,
    )


def _answer(response: BaseHTTPResponse, kinds: frozenset[str], deadline: float) -> Answer:
    content_type = response.headers.get("Content-Type", "")[:200]
    if content_type.partition(";")[0].strip().lower() not in kinds:
        return Answer(response.status, content_type, b"")
    body = b""
    while len(body) < MOST_BYTES:
        _left(deadline)
        # Whatever is there, and no more: waiting for a full chunk has no end if it drips.
        chunk = response.read1(min(_CHUNK, MOST_BYTES - len(body)))
        if not chunk:
            break
        body += chunk
    _left(deadline)
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    return Answer(response.status, content_type, _unpacked(body, encoding))


def _unpacked(body: bytes, encoding: str) -> bytes:
    """Unpack at most as much as would be read; a packed gigabyte stays packed."""
    if encoding in {"identity", ""}:
        return body
    if encoding not in {"gzip", "x-gzip"}:
        raise Unreachable(f"packed as {encoding[:20]}")
    return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body, MOST_BYTES)
