"""What people agree to when they order a letter, word by word, in each version there has been.

No translations that come and go with a release: the words are part of the proof (Art. 7(1) GDPR).
A version is never changed; other words are another version.
"""

from forum.digests.models import LetterKind

CURRENT = "2026-11"
_FALLBACK = "de"

_WORDINGS = {
    "2026-11": {
        "de": {
            LetterKind.WEEKLY: (
                "Ja, ich möchte den Wochenüberblick von {hub} per E-Mail an die Adresse meines "
                "Kontos bekommen: höchstens einmal in der Woche, mit Neuem aus dem, was ich dort "
                "lesen darf, und mit Hinweisen der Redaktion."
            ),
            LetterKind.CHANNEL: (
                "Ja, ich möchte den Kanalbrief zu „{channel}“ von {hub} per E-Mail an die Adresse "
                "meines Kontos bekommen: höchstens einmal in der Woche, mit Neuem aus diesem Kanal."
            ),
            LetterKind.NEWSLETTER: (
                "Ja, ich möchte den Rundbrief der Servicestelle über {hub} per E-Mail an die "
                "Adresse meines Kontos bekommen: in unregelmäßigen Abständen, mit Nachrichten, "
                "Terminen und Hinweisen zum Programm."
            ),
        },
        "en": {
            LetterKind.WEEKLY: (
                "Yes, I wish to receive the weekly letter of {hub} by e-mail at the address of my "
                "account: once a week at most, with what is new in what I may read there, and with "
                "what the editors point out."
            ),
            LetterKind.CHANNEL: (
                "Yes, I wish to receive the letter about the channel “{channel}” of {hub} by "
                "e-mail at the address of my account: once a week at most, with what is new in "
                "that channel."
            ),
            LetterKind.NEWSLETTER: (
                "Yes, I wish to receive the newsletter of the service centre through {hub} by "
                "e-mail at the address of my account: now and then, with news, dates and notes on "
                "the programme."
            ),
        },
    }
}
_ENDING = {
    "2026-11": {
        "de": (
            "Ich kann diese Einwilligung jederzeit widerrufen: in jedem Brief und in meinen "
            "Einstellungen. Ob ich Briefe öffne oder Links darin folge, wird nicht erfasst."
        ),
        "en": (
            "I can withdraw this consent at any time: in each letter and in my settings. Whether I "
            "open letters or follow links in them is not recorded."
        ),
    }
}


def wording_of(kind: LetterKind, locale: str, *, hub: str, channel: str = "") -> str:
    """Return the words of the present version in this language (German where there are none)."""
    languages = _WORDINGS[CURRENT]
    language = locale if locale in languages else _FALLBACK
    # Names are put in by hand: one that holds braces must not be read as a pattern.
    text = languages[language][kind].replace("{hub}", hub).replace("{channel}", channel)
    return f"{text} {_ENDING[CURRENT][language]}"
