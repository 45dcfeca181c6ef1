"""The logs: one line per thing that happened, for people or for collectors.

Every line of a request, and of the jobs it causes, carries the same ``request_id``. No line carries
a password, a token, a mail address or the query string of a link: whatever a library or an
exception puts into a message goes through :func:`scrub` too.
"""

import logging
import re
import sys

import structlog
from structlog.typing import EventDict, Processor

from forum.settings import Environment, Settings

HIDDEN = "…"
_SECRET_KEYS = re.compile(
    r"password|secret|token|cookie|authorization|e?mail$|address|recipient|csrf", re.IGNORECASE
)
_SCRUBBED: tuple[tuple[re.Pattern[str], str], ...] = (
    # Mail addresses, also percent-encoded.
    (re.compile(r"[\w.+~'-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+", re.ASCII | re.IGNORECASE), HIDDEN),
    # What itsdangerous signs: payload, time and signature, joined by dots.
    (re.compile(r"\.?[\w-]{4,}\.[\w-]{5,8}\.[\w-]{20,}", re.ASCII), HIDDEN),
    # Random keys: long, with capitals, small letters and digits. Request and public ids are not.
    (
        re.compile(
            r"(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{22,}(?![\w-])", re.ASCII
        ),
        HIDDEN,
    ),
    # The query string of an address.
    (re.compile(r"((?:https?://|/)[^\s?'\"<>]*)\?[^\s'\"<>]+"), rf"\1?{HIDDEN}"),
    # user:password@ in the address of a database or a queue.
    (re.compile(r"(\w://)[^\s/@]+@"), rf"\1{HIDDEN}@"),
    # key=value and "key": "value" in messages of libraries.
    (
        re.compile(r"(?i)((?:password|secret|token)\w*['\"]?\s*[=:]\s*)['\"]?[^\s'\",;&]+['\"]?"),
        rf"\1{HIDDEN}",
    ),
)


def configure(settings: Settings) -> None:
    """Send everything that is logged, by us and by libraries, to the standard error output."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        scrub,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=settings.environment is not Environment.TESTING,
    )
    output = logging.StreamHandler(sys.stderr)
    output.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                renderer(settings),
            ],
        )
    )
    root = logging.getLogger()
    for handler in [one for one in root.handlers if hasattr(one, "forum")]:
        root.removeHandler(handler)
    output.forum = True  # type: ignore[attr-defined]
    root.addHandler(output)
    root.setLevel(logging.WARNING)
    logging.getLogger("forum").setLevel(logging.INFO)


def renderer(settings: Settings) -> Processor:
    """Return what makes a line: readable in a terminal, JSON for a collector."""
    if settings.log_format == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0)


def scrub(_logger: object, _method: str, line: EventDict) -> EventDict:
    """Take secrets and mail addresses out of a line, by the name of the value and by its looks."""
    return {key: _scrubbed(key, value) for key, value in line.items()}


def _scrubbed(key: str, value: object) -> object:
    if key.startswith("_") or value is None or isinstance(value, bool):
        return value  # a leading underscore marks structlog's own: the record, not a value
    if _SECRET_KEYS.search(key):
        return HIDDEN
    if isinstance(value, int | float):
        return value
    if isinstance(value, dict):
        return {inner: _scrubbed(str(inner), one) for inner, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_scrubbed("", one) for one in value]
    return _scrubbed_text(str(value))


def _scrubbed_text(text: str) -> str:
    for pattern, replacement in _SCRUBBED:
        text = pattern.sub(replacement, text)
    return text
