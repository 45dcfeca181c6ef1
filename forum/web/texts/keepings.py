"""Why something about a kept conversation is refused."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "no_keeping": _l("There is nothing kept at this address, or it does not concern you."),
    "consultation_stays": _l(
        "What is said in a peer consultation stays there. It has a result of its own."
    ),
    "nothing_to_keep": _l("Between these two there is no message that you could keep."),
    "too_much_to_keep": _l(
        "At most %(limit)s messages can be kept at once. Please choose a shorter part: "
        "whoever reads the thread wants to know what came of it."
    ),
    "nothing_left_to_keep": _l("Nothing is left that could be quoted."),
    "not_the_keeper": _l("Only the person who keeps this conversation can do that."),
    "keeping_not_a_draft": _l(
        "Those who are quoted have been asked already. "
        "Take the question back first, then you can change it."
    ),
    "keeping_is_done": _l("This is done: nothing about it can be changed any more."),
    "keeping_not_told": _l("First those who are quoted have to be asked."),
    "keeping_changed": _l(
        "Something has changed here in the meantime. Please look at it once more."
    ),
    "somebody_disagrees": _l("Somebody does not agree, so there is no thread."),
    "not_everybody_agreed": _l(
        "Not everybody has agreed yet. More people would read the thread than this chat."
    ),
    "time_to_object": _l(
        "Those who are quoted have a day to object. Until then there is no thread."
    ),
    "only_less_is_shown": _l(
        "The thread is published. What was taken out of it cannot come back on this way."
    ),
    "message_gone": _l("This message is not in the chat any more, so it cannot be quoted."),
    "quote_was_changed": _l(
        "Your words were changed in the thread after it was published, so they were not found. "
        "Nothing was changed. Please report the post: the moderation takes them out."
    ),
    "kind_not_here": _l("A kept conversation becomes a discussion or a question."),
}
