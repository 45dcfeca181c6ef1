"""Handles: the ASCII name of an actor in addresses and mentions."""

import re
import unicodedata

HANDLE_LIMIT = 40
_SPELT_OUT = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "æ": "ae",
        "ø": "oe",
        "å": "aa",
        "ł": "l",
        "đ": "d",
    }
)
_NOT_IN_HANDLES = re.compile(r"[^a-z0-9]+")


def handle_from(name: str) -> str:
    """Return the handle a name leads to: "Jürgen Weiß-Krause" becomes "juergen_weiss_krause".

    Letters, digits and underscores are what every fediverse server takes. A name without a Latin
    letter or digit becomes "mitglied".
    """
    spelt = unicodedata.normalize("NFC", name).lower().translate(_SPELT_OUT)
    ascii_ = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    handle = _NOT_IN_HANDLES.sub("_", ascii_).strip("_")
    return handle[:HANDLE_LIMIT].rstrip("_") or "mitglied"
