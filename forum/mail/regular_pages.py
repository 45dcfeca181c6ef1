"""Putting a regular letter together from what is the same for many readers, made once.

    frame      everything around the parts; what is a reader's own is left open in it
    part       the name of a part and what follows its entries
    entry      one thing told

Each is rendered and gets its styles once for all that is said in it. A frame is made without
knowing its reader: what is left open is filled in last, so that no letter can show another's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from html import escape

from css_inline import CSSInliner
from flask import current_app

from forum.mail.context import settings
from forum.mail.letters import storable
from forum.mail.regular_view import EntryView, RegularView, SectionView

# What is left open in a frame.
_OPEN = (
    "subject", "day", "teaser", "name", "text", "hidden", "why",
    "web_url", "end_url", "settings_url",
)  # fmt: skip
# A sign that nobody types; and if somebody did: what is filled in is not looked through again.
_GAP = re.compile("\ue000([a-z_]+)\ue001")
_PARTS, _ENTRIES = "\ue000parts\ue001", "\ue000entries\ue001"


def text_of(view: RegularView) -> str:
    """Return the letter as plain text."""
    frame = _frame("body.txt", _shape(view), *_hub())
    parts = "".join(
        _part("part.txt", part.name, part.more, part.more_url).replace(
            _ENTRIES, "".join(f"\n{_entry_text(entry)}" for entry in part.entries)
        )
        for part in view.sections
    )
    values = {name: storable(getattr(view, name)) for name in _OPEN}
    return _filled(frame, {**values, "parts": parts}).strip() + "\n"


def page_of(view: RegularView) -> str:
    """Return the letter as HTML with its styles where they apply; those for the dark stay apart."""
    frame = _frame("body.html", _shape(view), *_hub())
    parts = "".join(
        _part("part.html", part.name, part.more, part.more_url).replace(
            _ENTRIES, "\n".join(_entry_page(entry) for entry in part.entries)
        )
        for part in view.sections
    )
    values = {name: _as_html(getattr(view, name)) for name in _OPEN}
    return _filled(frame, {**values, "parts": parts})


def _hub() -> tuple[str, str]:
    return settings().hub_name, settings().public_url


def _shape(view: RegularView) -> RegularView:
    """Return the letter with gaps for what is its reader's own; what is empty stays empty."""
    gaps = {name: f"\ue000{name}\ue001" for name in _OPEN if getattr(view, name)}
    return replace(view, sections=(), **gaps)  # type: ignore[arg-type]


def _filled(frame: Sequence[str], values: Mapping[str, str]) -> str:
    return "".join(values[one] if at % 2 else one for at, one in enumerate(frame))


def _as_html(value: str) -> str:
    return escape(storable(value)).replace("\xa0", "&nbsp;")


@lru_cache(maxsize=128)
def _frame(template: str, shape: RegularView, hub_name: str, public_url: str) -> Sequence[str]:
    """Return what stands between the gaps, and the names of the gaps, in turn."""
    frame = storable(
        _render(template, letter=shape, parts=_PARTS, hub_name=hub_name, public_url=public_url)
    )
    return _GAP.split(_inliner().inline(frame) if template.endswith(".html") else frame)


@lru_cache(maxsize=1024)
def _part(template: str, name: str, more: str, more_url: str) -> str:
    part = SectionView(name=name, entries=(), more=more, more_url=more_url)
    made = storable(_render(template, part=part, entries=_ENTRIES))
    return _inlined(made) if template.endswith(".html") else made


@lru_cache(maxsize=4096)
def _entry_page(entry: EntryView) -> str:
    return _inlined(storable(_render("entry.html", entry=entry)))


@lru_cache(maxsize=4096)
def _entry_text(entry: EntryView) -> str:
    return storable(_render("entry.txt", entry=entry))


def _render(template: str, **values: object) -> str:
    return current_app.jinja_env.get_template(f"mail/regular/{template}").render(values)


def _inlined(fragment: str) -> str:
    styles = re.sub(r"</?style>", "", _render("style.html"))
    return CSSInliner().inline_fragment(fragment, styles)


@lru_cache(maxsize=1)
def _inliner() -> CSSInliner:
    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
