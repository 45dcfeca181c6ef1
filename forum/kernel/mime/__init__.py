"""Letters as they come in: what is in them, and what of it is new."""
