"""Why something about threads is refused."""

SENTENCES: dict[str, object] = {}
