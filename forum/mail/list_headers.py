"""What mail programs sort letters by, and offer to end them with."""

from urllib.parse import urlsplit

from forum.mail.context import settings


def list_headers(place: str, end_url: str, *, about: str = "") -> dict[str, str]:
    """Return the headers of a letter that people get again and again: RFC 2919, RFC 8058.

    `place` is its part of the list's name. All letters `about` the same answer an id that no letter
    bears itself, and so stand together (RFC 5322, 3.6.4).
    """
    host = urlsplit(settings().public_url).hostname
    headers = {
        "List-Id": f"<{place}.{host}>",
        "List-Unsubscribe": f"<{end_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if about:
        root = f"<{about}@{host}>"
        headers |= {"In-Reply-To": root, "References": root}
    return headers
