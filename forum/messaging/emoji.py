"""Signs by their names: ``:danke:`` in a message, and what can be said under one.

A small table on purpose: only what stands in it is ever taken for a sign, and nothing inside a
word. So "Bürger:innen" and "Kolleg:innen:" stay as they are, and so do times and addresses.
"""

import re

EMOJI: dict[str, str] = {
    "daumen": "👍",
    "thumbsup": "👍",
    "danke": "🙏",
    "thanks": "🙏",
    "herz": "❤️",
    "heart": "❤️",
    "applaus": "👏",
    "clap": "👏",
    "feiern": "🎉",
    "tada": "🎉",
    "gesehen": "👀",
    "eyes": "👀",
    "erledigt": "✅",
    "check": "✅",
    "nachdenken": "🤔",
    "thinking": "🤔",
    "frage": "❓",
    "question": "❓",
    "idee": "💡",
    "idea": "💡",
    "lachen": "😄",
    "smile": "😄",
    "zwinkern": "😉",
    "wink": "😉",
    "traurig": "😟",
    "worried": "😟",
    "winken": "👋",
    "wave": "👋",
    "kraft": "💪",
    "strong": "💪",
    "hand": "✋",
    "nein": "❌",
    "no": "❌",
    "achtung": "⚠️",
    "warning": "⚠️",
    "uhr": "⏰",
    "clock": "⏰",
    "kalender": "📅",
    "calendar": "📅",
    "anhang": "📎",
    "paperclip": "📎",
    "notiz": "📝",
    "memo": "📝",
    "link": "🔗",
    "haus": "🏠",
    "house": "🏠",
    "baum": "🌳",
    "tree": "🌳",
    "fahrrad": "🚲",
    "bike": "🚲",
    "kaffee": "☕",
    "coffee": "☕",
    "sonne": "☀️",
    "sun": "☀️",
    "stern": "⭐",
    "star": "⭐",
    "rakete": "🚀",
    "rocket": "🚀",
    "ziel": "🎯",
    "dart": "🎯",
}
QUICK_SIGNS = ("👍", "🙏", "❤️", "🎉", "💡", "👀", "🤔", "✅")
"""What is offered under a message; any other of the table can be used as well."""
SIGNS = frozenset(EMOJI.values())

_CODE = re.compile(r"(```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`+[^`\n]*`+)", re.DOTALL)
_NAME = re.compile(r"(?<![\w:/*_])(:([a-z]{2,20}):)(?![\w:/*_])")


def with_emoji(source: str) -> str:
    """Put signs in the place of their names; code and what is no name of ours stay as they are."""
    pieces = _CODE.split(source)
    pieces[::2] = [_NAME.sub(_sign, piece) for piece in pieces[::2]]
    return "".join(pieces)


def _sign(found: re.Match[str]) -> str:
    return EMOJI.get(found[2], found[1])
