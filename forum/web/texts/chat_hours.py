"""Why something about a chat hour is refused."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "no_hour": _l("There is no chat hour at this address, or it is not open to you."),
    "hours_in_channels": _l("Chat hours are held in the chats of channels."),
    "hour_called_off": _l("This chat hour was called off."),
    "hour_is_over": _l("This chat hour is over."),
    "hour_changed": _l("Somebody has changed this in the meantime. Please look at it once more."),
    "no_such_length": _l("Please choose one of the times that stand there."),
    "hour_in_the_past": _l("This moment has passed. Please choose a later one."),
    "hour_too_far": _l("Please choose a day within the next year."),
    "no_such_hour": _l("On this night the clocks are put forward: this hour does not exist."),
    "hours_overlap": _l("At this time there is a chat hour already: “%(title)s”."),
    "too_many_hours": _l("At most %(limit)s chat hours can be planned ahead in a channel."),
    "host_not_here": _l("This person does not read the chat, so they cannot lead the hour."),
}
