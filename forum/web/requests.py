"""What happens to every request: its id, its log line, the limits and the security headers."""

import secrets
import time
from urllib.parse import unquote_to_bytes

import structlog
from flask import Flask, Response, abort, g, request

from forum.extensions import csrf, limiter
from forum.kernel.errors import Invalid
from forum.settings import Settings
from forum.web.context import settings

log = structlog.get_logger(__name__)

# Everything comes from our own address: no inline script or style, no foreign font, no frame.
_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' data:; "
    "font-src 'self'; "
    "connect-src 'self' {sockets}; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'; "
    "manifest-src 'self'"
)


def content_security_policy(chosen: Settings) -> str:
    """Return the policy of our pages. Not every browser takes sockets for a part of 'self'."""
    # http becomes ws, and https becomes wss.
    return _CONTENT_SECURITY_POLICY.format(sockets="ws" + chosen.public_url.removeprefix("http"))


# Where a file can come along; elsewhere what a form can hold is enough.
TAKES_FILES = frozenset({"attachments.upload", "posts.edit", "threads.reply", "threads.start"})

# What is no UTF-8 is refused here: read leniently, it would be another text than was sent.
TAKES_WORDS_ALONE = frozenset({"messages.send", "message_changes.edit"})


def register(app: Flask, chosen: Settings) -> None:
    """Give each request an id, and each response its headers."""
    app.config["RATELIMIT_ENABLED"] = chosen.rate_limits
    app.config["RATELIMIT_STORAGE_URI"] = chosen.redis_url or "memory://"
    # While Redis is away each process counts for itself.
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = bool(chosen.redis_url)
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    # First: what limits and CSRF refuse has its id, its time and its log line, too.
    app.before_request(_begin)
    limiter.init_app(app)
    csrf.init_app(app)
    app.after_request(_finish)
    app.after_request(_protect)


def _begin() -> None:
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=secrets.token_hex(8))
    g.started = time.perf_counter()
    if request.endpoint in TAKES_FILES:
        # Twice the limit: what is a little too large is refused beside the text, which stays.
        request.max_content_length = (2 * settings().attachment_megabytes + 1) * 1024**2
    if request.endpoint in TAKES_WORDS_ALONE and not _is_whole(request.get_data()):
        raise Invalid("broken_text", field="body")
    # No address of ours holds one, and PostgreSQL stores none: looking it up would be an error.
    if "\x00" in request.path or any("\x00" in value for value in request.args.values()):
        abort(404)


def _is_whole(body: bytes) -> bool:
    """Tell whether a form, as it was sent, is text. One with files says so in its parts."""
    if request.mimetype != "application/x-www-form-urlencoded":
        return True
    try:
        unquote_to_bytes(body).decode()
    except UnicodeDecodeError:
        return False
    return True


def _finish(response: Response) -> Response:
    context = structlog.contextvars.get_contextvars()
    response.headers["X-Request-Id"] = context.get("request_id", "")
    if request.endpoint != "static":
        log.info(
            "request",
            method=request.method,
            path=request.path,
            status=response.status_code,
            ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        )
    return response


def _protect(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", content_security_policy(settings()))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    # A page about a missing file shows who asks for it; that page is nobody else's.
    if request.endpoint == "static" and response.status_code < 400:
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif "Cache-Control" not in headers:
        headers["Cache-Control"] = "private, no-store"
    return response
