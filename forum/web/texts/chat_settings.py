"""What is said about one's wishes for chat."""

from flask_babel import lazy_gettext as _l

from forum.messaging.models import RoomLevel
from forum.web.texts.notifications import LevelText

SENTENCES: dict[str, object] = {
    "quiet_hours_half": _l("Please give both times, or none."),
    "quiet_hours_empty": _l("Quiet hours need an end that differs from their beginning."),
}

LEVELS = {
    RoomLevel.ALL: LevelText(
        _l("Told of every message"),
        _l("Every message"),
        _l("You are told of every message here."),
        "bell-plus",
    ),
    RoomLevel.MENTIONS: LevelText(
        _l("Told of mentions"),
        _l("Only when I am mentioned"),
        _l("You are told when somebody mentions you here."),
        "bell",
    ),
    RoomLevel.NOTHING: LevelText(
        _l("Told of nothing"),
        _l("Nothing"),
        _l("You are told of nothing that happens here, not even when somebody mentions you."),
        "bell-off",
    ),
}
