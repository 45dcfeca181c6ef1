"""Reading summaries, suggested edits and collections."""

from forum.curation.queries.addresses import thing_at
from forum.curation.queries.collections import (
    CollectionRow,
    EntryRow,
    collection_by_public_id,
    collections_shown,
    curated_by,
    entries_of,
)
from forum.curation.queries.suggestions import (
    suggestion_by_public_id,
    suggestions_about,
)
from forum.curation.queries.summaries import (
    SummaryRow,
    cited_posts,
    summary_of,
    summary_row,
    versions_of,
)

__all__ = [
    "CollectionRow",
    "EntryRow",
    "SummaryRow",
    "cited_posts",
    "collection_by_public_id",
    "collections_shown",
    "curated_by",
    "entries_of",
    "suggestion_by_public_id",
    "suggestions_about",
    "summary_of",
    "summary_row",
    "thing_at",
    "versions_of",
]
