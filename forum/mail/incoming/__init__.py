"""Mail that comes in: what it is, and what becomes of it."""
