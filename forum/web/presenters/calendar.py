"""A chat hour for the reader's own calendar (RFC 5545)."""

import datetime as dt

from forum.kernel import clock
from forum.messaging.models import ChatHour

_LONGEST = 75


def calendar_of(hour: ChatHour, *, host: str, url: str, place: str) -> str:
    """Return the hour as a calendar with one entry; `host` is the name of this hub."""
    state = "CONFIRMED" if hour.called_off_at is None else "CANCELLED"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(host)}//chat hours//DE",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{hour.public_id}@{host}",
        f"SEQUENCE:{hour.version - 1}",
        f"DTSTAMP:{_moment(clock.now())}",
        f"DTSTART:{_moment(hour.starts_at)}",
        f"DTEND:{_moment(hour.ends_at)}",
        f"SUMMARY:{_text(hour.title)}",
        f"DESCRIPTION:{_text(hour.description)}",
        f"LOCATION:{_text(place)}",
        f"URL:{url}",
        f"STATUS:{state}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) + "\r\n" for line in lines)


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    plain = "".join(sign for sign in text if sign.isprintable() or sign == "\n")
    for sign in "\\;,":
        plain = plain.replace(sign, "\\" + sign)
    return plain.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return it in lines of at most 75 bytes; no sign is torn apart."""
    lines, current = [], ""
    for sign in line:
        if len((current + sign).encode()) > _LONGEST:
            lines.append(current)
            current = " "
        current += sign
    return "\r\n".join([*lines, current])
