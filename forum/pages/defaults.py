"""The texts a new hub starts with, until the operator writes own ones."""

from dataclasses import dataclass
from pathlib import Path

from forum.pages.models import PageName

_FOLDER = Path(__file__).parent / "defaults"


@dataclass(frozen=True)
class DefaultPage:
    """A supplied text: its title and its Markdown."""

    title: str
    source: str


def default_page(name: PageName, locale: str) -> DefaultPage:
    """Return the supplied text in this language, or in German where there is none."""
    path = _FOLDER / f"{name.value}.{locale}.md"
    if not path.is_file():
        path = _FOLDER / f"{name.value}.de.md"
    heading, _, source = path.read_text(encoding="utf-8").partition("\n")
    return DefaultPage(heading.removeprefix("# ").strip(), source.strip())
