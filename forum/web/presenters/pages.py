"""What the page templates show."""

import datetime as dt
from dataclasses import dataclass

from markupsafe import Markup

from forum.kernel.markup import render
from forum.pages.defaults import DefaultPage
from forum.pages.models import PageVersion


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
        html = Markup(render(supplied.source).html)  # noqa: S704 - rendered by kernel.markup
        return PageView(supplied.title, supplied.source, html, 0, None)
    html = Markup(row.html)  # noqa: S704 - rendered by kernel.markup
    return PageView(row.title, row.source, html, row.version, row.created_at)
