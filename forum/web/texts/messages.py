"""Why something in chat is refused."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "no_room": _l("There is no conversation at this address, or it is not open to you."),
    "no_message": _l("There is no message at this address, or it is not open to you."),
    "room_closed": _l("This chat is closed. It can be read, but not written in."),
    "not_a_host": _l("Only those who lead this conversation can do that."),
    "message_sent_differently": _l(
        "This message was sent before, with other words. Reload the page to see it."
    ),
    "not_the_author": _l("Only the author can do that with this message."),
    "message_removed": _l("This message has been removed."),
    "message_stands": _l("This message has not been removed, so there is nothing to restore."),
    "too_late_to_edit": _l(
        "A message can be corrected for 24 hours. That time is over; "
        "please write a new one, or remove this one."
    ),
    "too_late_to_take_back": _l("This removal cannot be taken back any more."),
    "message_edited_meanwhile": _l(
        "This message was changed in another window in the meantime. Please look at it once more."
    ),
    "too_many_mentions_here": _l(
        "One message can mention at most %(limit)s people, so that nobody is disturbed for "
        "nothing. Please take some of the @ signs out."
    ),
    "slow_mode": _l("This room is slow at the moment: %(pause)s between two messages of a person."),
    "flood": _l("These were many messages in a short time. Others want to be able to follow."),
    "newcomer_pace": _l(
        "As long as we do not know each other well, a few messages a minute can be written here."
    ),
    "newcomer_links_pace": _l(
        "As long as we do not know each other well, links and files can be sent now and then only."
    ),
    "newcomer_mentions": _l(
        "As long as we do not know each other well, one message can mention at most %(limit)s "
        "people. Please take some of the @ signs out."
    ),
    "newcomer_links": _l(
        "As long as we do not know each other well, one message can hold at most %(limit)s links "
        "and files. Please take some of them out."
    ),
    "own_message": _l("This message is your own: you can correct it or remove it."),
    "removed_by_others": _l(
        "This was not removed by you. Who has removed it, or an objection, can bring it back."
    ),
    "word_waits": _l(
        "A text with these words has to be looked at first, as long as we do not know each other "
        "well. Chat cannot wait: please write it as a thread, which the moderation then releases."
    ),
    "broken_text": _l(
        "Some characters of this text did not arrive whole. Please replace the ones shown as �."
    ),
    "client_id": _l("This message did not arrive as it should. Please send it once more."),
    "no_sign": _l("This is no sign that can stand under a message."),
    "too_many_signs": _l("Under one message there can be at most %(limit)s different signs."),
    "too_many_pins": _l(
        "At most %(limit)s messages can be pinned here. Please take one of them off first."
    ),
}
