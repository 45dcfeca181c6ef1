"""What is said of posts that wait for release, and of those that were never released."""

from flask import flash
from flask_babel import gettext as _

from forum.accounts.models import Actor
from forum.threads.models import Post
from forum.threads.queries import PostRow
from forum.web.texts.holding import WAITS_BECAUSE


def say_if_waiting(post: Post) -> None:
    """Tell who has just written it that it waits, why, and what comes next."""
    if post.visible_at is None:
        reasons = reasons_in(post.held_because)
        flash(
            _(
                "Your text is saved and waits for release. %(reasons)s You are told as soon as it "
                "is decided; until then you can change it or take it back.",
                reasons=reasons,
            ),
            "info",
        )


def reasons_in(codes: str) -> str:
    """Return why a post waits, in sentences."""
    return " ".join(str(WAITS_BECAUSE[code]) for code in codes.split() if code in WAITS_BECAUSE)


def post_notice(reader: Actor | None, post: PostRow) -> str | None:
    """Return what stands with a post that waits, or in place of one that is gone."""
    if post.removed_at is not None:
        return _tombstone(post)
    if post.visible_at is not None:
        return None
    reasons = reasons_in(post.held_because)
    if reader is not None and reader.id == post.author_id:
        return str(_("Only you and the moderation see this post. %(reasons)s", reasons=reasons))
    return str(_("Only its author and the moderation see this post. %(reasons)s", reasons=reasons))


def _tombstone(post: PostRow) -> str:
    was_held, values = post.visible_at is None, {"reason": post.removal_reason or ""}
    if post.removed_by_id == post.author_id:
        return str(
            _("The author has taken this post back before it was released.")
            if was_held
            else _("The author has removed this post.")
        )
    return str(
        _("The moderation has not released this post: %(reason)s", **values)
        if was_held
        else _("The moderation has removed this post: %(reason)s", **values)
    )
