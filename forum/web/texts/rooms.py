"""Why something about conversations and who is in them is refused."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "other_has_left": _l(
        "The other person has left this conversation or this forum. It can be read, "
        "but nobody would see what you write."
    ),
    "writes_to_oneself": _l("This is you. Please choose somebody else."),
    "person_not_here": _l("This person is not here, or no longer."),
    "refuses_direct": _l(
        "This person does not wish direct messages. In a channel you can write to them as to all."
    ),
    "cannot_be_written_to": _l(
        "No message can be written to %(names)s: they are not here, or do not wish direct "
        "messages. Please take them out."
    ),
    "room_of_channel": _l("Who takes part in this chat is decided by its channel."),
    "not_a_led_room": _l("Nobody leads this conversation, so this cannot be changed here."),
    "nobody_chosen": _l("Please choose whom you want to write to."),
    "too_few_people": _l("Please choose at least two people, or give the conversation a name."),
    "too_many_people": _l(
        "At most %(limit)s people can take part here. For more there are groups with a channel."
    ),
    "empty_room_name": _l("Please give the room a name, so that everybody finds it."),
    "leave_instead": _l("You cannot take yourself out. You can leave the conversation."),
    "no_such_pause": _l("Please choose one of the times that stand there."),
    "no_such_retention": _l("Please choose one of the times that stand there."),
    "not_kept_for_good": _l(
        "Messages of people are not kept without an end. In channels, administrators can decide "
        "otherwise."
    ),
    "not_in_room": _l("This person does not take part here any more."),
}
