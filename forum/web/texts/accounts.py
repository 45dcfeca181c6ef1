"""Why something about accounts is refused."""

SENTENCES: dict[str, object] = {}
