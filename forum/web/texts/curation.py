"""Summaries, suggested edits and collections: why something is refused, and what things are."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from forum.curation.models import SuggestionState
from forum.web.texts.reports import FIELDS

SENTENCES: dict[str, object] = {
    "no_summary": _l("This thread has no summary."),
    "not_your_summary": _l(
        "The moderation writes the summary, and of a question who has asked it. "
        "You can suggest another wording."
    ),
    "summary_changed": _l("Somebody else has changed this text in the meantime."),
    "no_suggestion": _l("There is no suggestion at this address, or it is not open to you."),
    "not_your_suggestion": _l("Only who made this suggestion can take it back."),
    "nothing_to_suggest_about": _l("There is no text here that another wording could replace."),
    "nothing_suggested": _l("This is the text as it stands. Please change something first."),
    "too_many_suggestions": _l(
        "%(limit)s suggestions of yours wait to be decided here. Please wait for the answer."
    ),
    "suggestion_settled": _l("This suggestion has been decided already."),
    "no_piece": _l("This suggestion has no such piece."),
    "piece_decided": _l("Somebody else has decided this piece already."),
    "piece_stale": _l(
        "The text around this piece has changed, so that it fits nowhere any more. "
        "You can edit the text yourself, and leave the piece out."
    ),
    "no_collection": _l("There is no dossier at this address, or it is not open to you."),
    "collection_removed": _l("This dossier has been removed."),
    "collection_changed": _l("Somebody else has changed this dossier in the meantime."),
    "moderators_collect": _l("The moderation of a channel keeps its dossiers."),
    "no_entry": _l("This entry is not in the dossier any more."),
    "no_such_place": _l(
        "Please copy the address of a thread, a post, an experience report or a file of this forum."
    ),
    "file_not_shown": _l(
        "No post shows this file, so nobody else could open it. Please put it into a post first."
    ),
    "collection_full": _l("A dossier holds at most %(limit)s entries."),
}

SUGGESTION_STATES = {
    SuggestionState.OPEN: _l("Waits for a decision"),
    SuggestionState.SETTLED: _l("Decided"),
    SuggestionState.WITHDRAWN: _l("Taken back"),
    SuggestionState.STALE: _l("Overtaken: the text has changed too much"),
}


def place_name(field: str) -> str:
    """Return what a suggestion is about."""
    if not field:
        return str(gettext("Summary"))
    return str(FIELDS[field].label) if field in FIELDS else field
