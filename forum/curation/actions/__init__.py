"""Summing threads up, suggesting and deciding edits, keeping collections."""

from forum.curation.actions.arrange import (
    add_file,
    add_thread,
    describe_entries,
    move_entry,
    take_out,
)
from forum.curation.actions.collect import (
    begin_collection,
    edit_collection,
    remove_collection,
    restore_collection,
)
from forum.curation.actions.follow import follow_merged
from forum.curation.actions.render_again import render_curated_again
from forum.curation.actions.settle import accept_pieces, age_suggestions, refuse_pieces
from forum.curation.actions.suggest import suggest, withdraw_suggestion
from forum.curation.actions.summarise import remove_summary, write_summary
from forum.curation.actions.wordings import can_replace

__all__ = [
    "accept_pieces",
    "add_file",
    "add_thread",
    "age_suggestions",
    "begin_collection",
    "can_replace",
    "describe_entries",
    "edit_collection",
    "follow_merged",
    "move_entry",
    "refuse_pieces",
    "remove_collection",
    "remove_summary",
    "render_curated_again",
    "restore_collection",
    "suggest",
    "take_out",
    "withdraw_suggestion",
    "write_summary",
]
