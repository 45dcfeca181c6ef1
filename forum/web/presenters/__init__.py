"""From rows to what a template shows: frozen dataclasses, no queries."""
