"""What lists put below each letter: how to leave, and where to read on."""

import re

_LOOKED_AT = 2_000
"""Signs at the end of a letter; footers are short."""

_FOOTERS = (
    # Mailman 2 and 3, Sympa: a rule, then the name of the list.
    re.compile(r"\n_{20,}[ \t]*\n(?:[^\n]*\n){0,2}[^\n]*\bmailing[ -]?list", re.IGNORECASE),
    re.compile(r"\n(?:-=){5,}-?[ \t]*\n(?:[^\n]*\n){0,3}[^\n]*Groups\.io\b", re.IGNORECASE),
    # Google Groups, in German and in English.
    re.compile(
        r"\n-- ?\n(?:You received this message because you are subscribed to the Google Groups"
        r"|Sie erhalten diese Nachricht, weil Sie in Google Groups)"
    ),
)


def without_footer(text: str) -> str:
    """Return the text without what a list has put below it; quoted footers stay."""
    start = max(len(text) - _LOOKED_AT, 0)
    # So that a footer is found at the beginning too: a letter may be nothing else.
    tail = f"\n{text[start:]}"
    ends = [found.start() for footer in _FOOTERS if (found := footer.search(tail))]
    return text[: start + max(min(ends) - 1, 0)].rstrip() if ends else text
