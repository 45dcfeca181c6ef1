"""The rows of this room; one noun a file, one import path for all."""

from forum.digests.models.edition import Edition, EditionEntry, EditionRole, Occasion
from forum.digests.models.issue import TOLD, Issue, IssueItem, IssueState, Section
from forum.digests.models.newsletter import Newsletter, NewsletterState
from forum.digests.models.order import Length, LetterKind, Order, OrderConsent, OrderedChannel

__all__ = [
    "TOLD",
    "Edition",
    "EditionEntry",
    "EditionRole",
    "Issue",
    "IssueItem",
    "IssueState",
    "Length",
    "LetterKind",
    "Newsletter",
    "NewsletterState",
    "Occasion",
    "Order",
    "OrderConsent",
    "OrderedChannel",
    "Section",
]
