"""Sending a file from the store: in pieces, from any byte on, and so that no browser runs it."""

from collections.abc import Iterator
from typing import Self
from urllib.parse import quote

import structlog
from flask import Response, request

from forum.attachments.models import Attachment
from forum.attachments.policy import NO_ATTACHMENT
from forum.attachments.storage import Storage
from forum.kernel.errors import NotFound
from forum.web.context import storage
from forum.web.threadpool import off_the_loop

log = structlog.get_logger(__name__)


class _Body:
    """What lies under a key, read while it is sent; the thread pool waits, not the event loop."""

    def __init__(self, files: Storage, key: str) -> None:
        self._files = files
        self._key = key
        self._start = 0
        self._chunks: Iterator[bytes] | None = None

    def seekable(self) -> bool:
        """Tell werkzeug that a part can be sent without reading what is before it."""
        return True

    def seek(self, start: int) -> None:
        """Begin with this byte."""
        if start != self._start:
            self._start, self._chunks = start, None

    def tell(self) -> int:
        """Return where it begins."""
        return self._start

    def open(self) -> None:
        """Ask the store; raises ``FileNotFoundError`` while there is still time to say so."""
        self._chunks = off_the_loop(self._files.stream, self._key, self._start)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        if self._chunks is None:
            self.open()
        chunk = off_the_loop(_next, self._chunks)
        if not chunk:
            raise StopIteration
        return chunk


def _next(chunks: Iterator[bytes] | None) -> bytes:
    return next(chunks, b"") if chunks is not None else b""


def file_response(attachment: Attachment) -> Response:
    """Return the file itself: a picture to be shown, anything else to be saved."""
    body = _Body(storage(), attachment.key)
    response = Response(body, content_type=attachment.media_type, direct_passthrough=True)
    response.content_length = attachment.size
    disposition = "inline" if attachment.is_picture else "attachment"
    _guard(response, f"{disposition}; {_named(attachment.name)}", attachment.sha256)
    response.make_conditional(request, accept_ranges=True, complete_length=attachment.size)
    if request.method == "GET" and response.status_code in {200, 206}:
        if response.status_code == 206:
            body.seek(response.content_range.start or 0)
        _open(body, attachment)
    return response


def preview_response(attachment: Attachment) -> Response:
    """Return the smaller picture, or the picture where it is small itself."""
    if not attachment.has_preview:
        return file_response(attachment)
    body = _Body(storage(), attachment.preview_key)
    response = Response(body, mimetype="image/webp", direct_passthrough=True)
    _guard(response, "inline", f"{attachment.sha256}-preview")
    response.make_conditional(request)
    if request.method == "GET" and response.status_code == 200:
        _open(body, attachment)
    return response


def _open(body: _Body, attachment: Attachment) -> None:
    try:
        body.open()
    except FileNotFoundError:
        log.exception("attachment_without_file", attachment=attachment.public_id)
        raise NotFound(NO_ATTACHMENT) from None


def _guard(response: Response, disposition: str, version: str) -> None:
    """Let the browser show or save it, and nothing more; it asks again each time it shows it."""
    headers = response.headers
    headers["Content-Disposition"] = disposition
    headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Cache-Control"] = "private, no-cache"
    response.set_etag(version)


def _named(name: str) -> str:
    """Write a file name as RFC 6266 has it: in ASCII for the old, in UTF-8 for all others."""
    plain = name.encode("ascii", "replace").decode("ascii").replace("?", "_")
    plain = plain.replace("\\", "_").replace('"', "_")
    return f"filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
