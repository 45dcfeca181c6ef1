"""Why threads cannot be put in order that way, and the lines that say what was done with them."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "thread_archived": _l("This thread is archived. It can be read, but not written in."),
    "thread_merged": _l("The posts of this thread stand in another one now."),
    "same_thread": _l("That is the same thread. Please choose another one."),
    "audience_wider_there": _l(
        "People could read this there who cannot read it here. It was written for fewer people, "
        "so it stays where no more of them read along."
    ),
    "merges_as_target_only": _l(
        "A poll and an experience report stay threads of their own: others can be merged into them."
    ),
    "not_shown_there": _l("The thread is not shown in this channel any more."),
    "ends_too_early_or_late": _l("Please choose a day within the next twelve months."),
    "too_many_pinned": _l(
        "%(limit)s threads stand on top of this channel already. "
        "Please take one of them down first."
    ),
    "too_many_featured": _l(
        "%(limit)s threads stand on the first page already. Please take one of them down first."
    ),
    "choose_posts": _l("Please choose at least one post."),
    "opening_post_stays": _l(
        "The first post stays: it opens the thread. To take everything elsewhere, merge the thread."
    ),
    "choose_standing_posts": _l("Please choose only posts that everybody here can read."),
    "posts_moved_meanwhile": _l(
        "Some of these posts do not stand in this thread any more. Please choose again."
    ),
    "no_thread_there": _l("No thread stands at this address. Please copy it from its page."),
    "choose_thread": _l("Please give the address of the other thread."),
    "choose_channel": _l("Please choose a channel."),
    "choose_day": _l("Please choose a day."),
}

# What is asked before something is done: title, what follows from it, and the word on the button.
QUESTIONS: dict[str, tuple[object, object, object]] = {
    "close": (
        _l("Close this thread?"),
        _l(
            "It can be read and found as before, but nobody can write in it any more. "
            "A line below the last post says who closed it, and your reason. "
            "You can open it again at any time."
        ),
        _l("Close the thread"),
    ),
    "archive": (
        _l("Archive this thread?"),
        _l(
            "It leaves the lists of what is going on, is new to nobody any more, and nobody can "
            "write in it. It can still be read and found. You can take it out again at any time."
        ),
        _l("Archive the thread"),
    ),
    "title": (
        _l("Change the title"),
        _l("The new title stands in all lists. A line between the posts tells the former one."),
        _l("Change the title"),
    ),
    "pin": (
        _l("Pin this thread"),
        _l(
            "It stands on top of the channel's list until the end of that day, and then moves back "
            "by itself. At most three threads stand there at a time."
        ),
        _l("Pin the thread"),
    ),
    "feature": (
        _l("Show this thread on the first page"),
        _l(
            "It stands on the first page of everybody who may read it, until the end of that day. "
            "At most three threads stand there at a time."
        ),
        _l("Show it on the first page"),
    ),
    "move": (
        _l("Move this thread to another channel"),
        _l(
            "From then on, the new channel decides who can read it: only channels are offered in "
            "which no more people read along than here. Addresses stay as they are, nobody is "
            "notified, and a line between the posts says where it stood before."
        ),
        _l("Move the thread"),
    ),
    "merge": (
        _l("Merge this thread into another one"),
        _l(
            "All its posts are put at the end of the other thread, in their order. Its address "
            "leads there, nobody is notified, and whoever followed it follows the other one. "
            "To undo it, split the posts off again."
        ),
        _l("Merge the threads"),
    ),
    "split": (
        _l("Split posts off"),
        _l(
            "The posts you choose leave this thread, for a new one in the same channel or for one "
            "that is there already. Links to them stay as they are, nobody is notified, and a line "
            "here says where they went."
        ),
        _l("Move the posts"),
    ),
}

DONE: dict[str, object] = {
    "close": _l("The thread is closed."),
    "reopen": _l("The thread is open again."),
    "archive": _l("The thread is archived."),
    "unarchive": _l("The thread is out of the archive."),
    "title": _l("The title has been changed."),
    "pin": _l("The thread stands on top of the list."),
    "unpin": _l("The thread does not stand on top of the list any more."),
    "feature": _l("The thread stands on the first page."),
    "unfeature": _l("The thread does not stand on the first page any more."),
    "move": _l("The thread has another home."),
    "merge": _l("The threads are merged."),
    "split": _l("The posts stand here now."),
}
