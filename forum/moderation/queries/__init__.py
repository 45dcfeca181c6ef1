"""Reading cases and what they are about; one import path."""

from forum.moderation.queries.facts import Facts, Standing, facts_of

__all__ = ["Facts", "Standing", "facts_of"]
