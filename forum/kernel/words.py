"""Words of a kept vocabulary: when two spellings are the same word."""

import re
import unicodedata

_WORDS = re.compile(r"[^\W_]+")
_WRITTEN_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"))


def folded_word(text: str) -> str:
    """Return what all spellings of a word have in common; "" where nothing can be read.

    Capitals, umlauts written out or left out, ß, hyphens and blanks make no difference. Made for
    comparing with each other, never for showing: "Quartier" becomes "quartier", "neue" "neu".
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in decomposed if sign.isalnum())
    for written_out, letter in _WRITTEN_OUT:
        letters = letters.replace(written_out, letter)
    return letters


def folded_text(text: str) -> str:
    """Return the folded words of a text in their order, between blanks: " das quartier ".

    So a phrase is found as whole words by looking for it as a piece of the text.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    for written_out, letter in _WRITTEN_OUT:
        letters = letters.replace(written_out, letter)
    return f" {' '.join(_WORDS.findall(letters))} "
