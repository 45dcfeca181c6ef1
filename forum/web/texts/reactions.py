"""The words of reactions, and why one is refused."""

from flask_babel import lazy_gettext as _l

from forum.threads.models import ReactionKind

SENTENCES: dict[str, object] = {
    "own_post": _l("This is your own post. Others say what they think of it."),
    "no_reaction": _l("This is nothing that can be said about a post."),
}

KINDS = {
    ReactionKind.THANKS: _l("Thanks"),
    ReactionKind.HELPFUL: _l("Helpful"),
    ReactionKind.AGREE: _l("I agree"),
}
ICONS = {
    ReactionKind.THANKS: "heart",
    ReactionKind.HELPFUL: "lightbulb",
    ReactionKind.AGREE: "thumbs-up",
}
