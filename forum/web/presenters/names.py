"""Names of channels in the order people look for them."""

import unicodedata

# What a decomposition leaves as it is; German phone books file it so.
_LETTERS = str.maketrans({"ß": "ss", "ł": "l", "Ł": "L"})


def plain(text: str) -> str:
    """Return a name without accents and in one case: `Görlitz` is filed as `gorlitz`."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()
