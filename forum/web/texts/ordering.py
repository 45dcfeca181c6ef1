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
