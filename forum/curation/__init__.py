"""Keeping what is known in order: living summaries, collections, suggested edits."""
