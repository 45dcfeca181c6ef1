"""Who may do what in moderation; one import path for all rules."""

from forum.moderation.policy.cases import (
    can_decide,
    can_keep_canned_texts,
    can_moderate_anything,
    can_take,
    decidable_cases,
    holder_of,
)

__all__ = [
    "can_decide",
    "can_keep_canned_texts",
    "can_moderate_anything",
    "can_take",
    "decidable_cases",
    "holder_of",
]
