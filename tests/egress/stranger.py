"""A web server somewhere, that answers as strangers may: kindly, slowly, endlessly, or not at all.

It listens on two addresses of this machine: one stands for the open internet, the other for the
operator's own network.
"""

import gzip
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from typing_extensions import override

OUTSIDE, INSIDE = "127.0.0.2", "127.0.0.1"
PAGE = "<!doctype html><title>Höfe &amp;\n Plätze</title><p>Text".encode()
HTML = {"Content-Type": "text/html; charset=utf-8"}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever was hung up on says nothing."""


@dataclass
class Stranger:
    """The server, and what it was asked for."""

    port: int
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def url(self, path: str, host: str = OUTSIDE) -> str:
        return f"http://{host}:{self.port}{path}"


class _Answers(BaseHTTPRequestHandler):
    stranger: Stranger
    protocol_version = "HTTP/1.1"

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        self.stranger.asked.append(self.path)
        self.stranger.headers.append(dict(self.headers))
        self.close_connection = True
        name, _, rest = self.path.partition("?")[0].strip("/").partition("/")
        getattr(self, f"_{name}", self._missing)(rest)

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _missing(self, _rest: str) -> None:
        self._send(404, b"<title>Nicht gefunden</title>", **HTML)

    def _page(self, _rest: str) -> None:
        self._send(200, PAGE, **HTML)

    def _status(self, rest: str) -> None:
        self._send(int(rest), PAGE, **HTML)

    def _redirect(self, rest: str) -> None:
        """Lead on, so many times, and then to the page."""
        left = int(rest)
        self._send(302, b"", Location=f"/redirect/{left - 1}" if left > 1 else "/page")

    def _to(self, rest: str) -> None:
        """Lead somewhere else."""
        places = {
            "inside": self.stranger.url("/page", INSIDE),
            "metadata": "http://169.254.169.254/latest/",
            "file": "file:///etc/passwd",
            "port": "http://127.0.0.2:22/",
            "nowhere": "http://[::1",
        }
        self._send(302, b"", Location=places[rest])

    def _headers(self, _rest: str) -> None:
        """Never come to the end of the headers."""
        with suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
            self._drip()

    def _slow(self, _rest: str) -> None:
        """Never come to the end of the body."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        with suppress(OSError):
            self._drip()

    def _silent(self, _rest: str) -> None:
        time.sleep(10)

    def _drip(self) -> None:
        for _ in range(200):
            self.wfile.write(b"a")
            self.wfile.flush()
            time.sleep(0.05)

    def _huge(self, _rest: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(PAGE)
            for _ in range(10_000):
                self.wfile.write(b"<p>" * 10_000)

    def _bomb(self, _rest: str) -> None:
        body = gzip.compress(PAGE + b"\0" * 30_000_000, 9)
        self._send(200, body, Content_Encoding="gzip", **HTML)

    def _packed(self, rest: str) -> None:
        body = gzip.compress(PAGE) if rest == "well" else b"\x1f\x8b\x08rubbish"
        self._send(200, body, Content_Encoding="gzip", **HTML)

    def _binary(self, _rest: str) -> None:
        self._send(200, b"\0\1<title>Kein Titel</title>" * 100, Content_Type="application/pdf")

    def _rubbish(self, _rest: str) -> None:
        with suppress(OSError):
            self.wfile.write(b"\0\1\2\3 no HTTP at all\r\n\r\n")


@contextmanager
def stranger() -> Iterator[Stranger]:
    """Run the server for a while."""
    handler = type("Answers", (_Answers,), {})
    with _Server((OUTSIDE, 0), handler) as outside:
        port = outside.server_address[1]
        with _Server((INSIDE, port), handler) as inside:
            here = Stranger(int(port))
            handler.stranger = here  # type: ignore[attr-defined]
            servers: list[socketserver.BaseServer] = [outside, inside]
            threads = [threading.Thread(target=one.serve_forever, args=(0.05,)) for one in servers]
            for thread in threads:
                thread.start()
            try:
                yield here
            finally:
                for one in servers:
                    one.shutdown()
                for thread in threads:
                    thread.join()
