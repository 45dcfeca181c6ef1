"""Why something about threads and posts is refused, and what stands where something was removed."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "no_thread": _l("There is no thread at this address, or it is not open to you."),
    "no_post": _l("There is no post at this address, or it is not open to you."),
    "no_draft": _l("This draft does not exist any more."),
    "thread_removed": _l("This thread has been removed."),
    "thread_held": _l("This thread is waiting for release by the moderation."),
    "thread_locked": _l("This thread is closed. It can be read, but not written in."),
    "thread_has_replies": _l(
        "Others have answered here already. You can remove your own posts; "
        "for the whole thread, please ask the moderation."
    ),
    "post_removed": _l("This post has been removed."),
    "post_held": _l("This post is waiting for release by the moderation."),
    "not_your_post": _l("Only the author and the moderation can do that with this post."),
    "not_your_thread": _l("Only the author and the moderation can do that with this thread."),
    "not_removed": _l("This has not been removed, so there is nothing to restore."),
    "not_your_removal": _l("The moderation removed this. Please write to them if you disagree."),
    "too_late_to_restore": _l("A removal can be taken back for 30 days. That time is over."),
    "empty": _l("Please write something here first."),
    "too_long": _l("This is too long: at most %(limit)s characters."),
    "too_many_mentions": _l(
        "One post can mention at most %(limit)s people, so that nobody is disturbed for nothing. "
        "Please take some of the @ signs out."
    ),
    "empty_reason": _l("Please give a reason. It is shown where the text stood."),
    "too_many_places": _l("Please choose at most %(limit)s further channels."),
    "sent_differently": _l(
        "This form was published before, with another text. "
        "Send it once more to publish this text as well."
    ),
    "edited_meanwhile": _l("Somebody else has changed this post in the meantime."),
    "posting_too_often": _l(
        "You have published a lot in a short time. Your text is still here; "
        "please wait a minute and send it again."
    ),
}

THREAD_NOTICES = {
    "removed_by_author": _l(
        "You see this thread because you may restore it. Its author has removed it."
    ),
    "removed": _l(
        "You see this thread because it is yours or you moderate here. "
        "The moderation has removed it: %(reason)s"
    ),
    "held_removed_by_author": _l("The author has taken this thread back before it was released."),
    "held_removed": _l("The moderation has not released this thread: %(reason)s"),
}
