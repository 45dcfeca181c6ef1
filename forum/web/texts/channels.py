"""Why something about channels is refused."""

SENTENCES: dict[str, object] = {}
