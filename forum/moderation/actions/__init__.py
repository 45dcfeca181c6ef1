"""What moderation does: one verb and its inverse a page, one import path."""

from forum.moderation.actions.canned_texts import drop_canned_text, save_canned_text
from forum.moderation.actions.claim import LEASE, claim, let_go, renew, take_over
from forum.moderation.actions.decide import Wording, decide
from forum.moderation.actions.note import note
from forum.moderation.actions.object_to import OBJECTION_LIMIT, object_to
from forum.moderation.actions.open_case import open_case, settle
from forum.moderation.actions.report_message import report_message
from forum.moderation.actions.state_reasons import state_reasons

__all__ = [
    "LEASE",
    "OBJECTION_LIMIT",
    "Wording",
    "claim",
    "decide",
    "drop_canned_text",
    "let_go",
    "note",
    "object_to",
    "open_case",
    "renew",
    "report_message",
    "save_canned_text",
    "settle",
    "state_reasons",
    "take_over",
]
