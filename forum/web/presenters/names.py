"""Names of channels in the order people look for them."""

import unicodedata

# What a decomposition leaves as it is; German phone books file it so.
_LETTERS = str.maketrans({"ß": "ss", "ł": "l", "Ł": "L"})

_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def plain(text: str) -> str:
    """Return a name without accents and in one case: `Görlitz` is filed as `gorlitz`."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()


def spellings(text: str) -> str:
    """Return what a search for a name may be typed as: Löbau is found by `lobau` and `loebau`."""
    return plain(text) + " " + plain(text.translate(_SPELT_OUT))
