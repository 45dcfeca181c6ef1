"""What is said about letters on a regular day: what they are, where their order stands."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from forum.digests.models import Length, LetterKind

SENTENCES: dict[str, object] = {
    "already_ordered": _l("You get this letter already."),
    "no_order": _l("You have not ordered this letter, or not any more."),
    "no_letter": _l("There is no such letter, or it was not sent to you."),
    "no_such_hour": _l("There is no such hour."),
    "no_such_day": _l("Please give a day."),
    "pause_in_the_past": _l("Please give a day that is still to come."),
    "pause_too_long": _l("A pause can last a year at most. You can also end the letter."),
}


@dataclass(frozen=True, slots=True)
class KindText:
    """What a kind of letter is called, and what it is."""

    name: object
    summary: object
    order: object
    """On the button that orders it."""


KINDS = {
    LetterKind.WEEKLY: KindText(
        _l("Weekly letter"),
        _l(
            "Once a week, what matters to you: answers to you, open questions in your fields, "
            "new experience reports, decisions and dates."
        ),
        _l("Order the weekly letter"),
    ),
    LetterKind.CHANNEL: KindText(
        _l("Channel letter"),
        _l("Once a week, everything that is new in this one channel."),
        _l("Order the channel letter"),
    ),
    LetterKind.NEWSLETTER: KindText(
        _l("Newsletter"),
        _l("Now and then, news, dates and notes on the programme by the service centre."),
        _l("Order the newsletter"),
    ),
}

WEEKDAYS = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)

LENGTHS = {
    Length.SHORT: _l("Short: the most important of each part"),
    Length.NORMAL: _l("Medium"),
    Length.LONG: _l("Long: nearly everything"),
}
