"""What the page templates show."""

import datetime as dt
import re
from dataclasses import dataclass

from markupsafe import Markup

from forum.kernel.markup import render
from forum.pages.defaults import DefaultPage
from forum.pages.models import PageVersion

# Posts begin at h3, below the titles of page and thread; a page has only its own title above.
_HEADING = re.compile(r"(?<=<h|/h)[3-6](?=>)")
_LEVELS = {"3": "2", "4": "2", "5": "3", "6": "4"}


@dataclass(frozen=True)
class PageView:
    """A page of the operator: the newest version, or the supplied text (``version`` 0)."""

    title: str
    source: str
    html: Markup
    version: int
    updated_at: dt.datetime | None

    @property
    def is_supplied(self) -> bool:
        """Whether nobody has written an own text yet."""
        return self.version == 0


def page_view(row: PageVersion | None, supplied: DefaultPage) -> PageView:
    """Return the stored version if there is one, else the supplied text."""
    if row is None:
        html = _as_page(render(supplied.source).html)
        return PageView(supplied.title, supplied.source, html, 0, None)
    return PageView(row.title, row.source, _as_page(row.html), row.version, row.created_at)


def _as_page(html: str) -> Markup:
    """Lift the headings of a rendered text to the level they have on a page."""
    lifted = _HEADING.sub(lambda level: _LEVELS[level.group()], html)
    return Markup(lifted)  # noqa: S704 - rendered and cleaned by kernel.markup
