"""What the Content-Security-Policy forbids is not even written."""

import re

from forum.settings import ROOT
from tests.architecture.source import expect_none, place

_TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
_PAGES = [path for path in _TEMPLATES if "mail" not in path.relative_to(ROOT / "templates").parts]
_INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=[\"']|javascript:|<script(?![^>]*\ssrc=)(?![^>]*type=\"application/)",
    re.IGNORECASE,
)
_FOREIGN = re.compile(r"<(?:script|img|link|iframe|source)\b[^>]*(?:src|href)=\"(?:https?:)?//")


def test_no_page_holds_inline_style_or_script() -> None:
    expect_none(
        f"{place(path)}: {match.group(0).strip()}"
        for path in _PAGES
        for match in _INLINE.finditer(path.read_text(encoding="utf-8"))
    )


def test_no_page_loads_anything_from_elsewhere() -> None:
    expect_none(
        f"{place(path)}: {match.group(0)}"
        for path in _PAGES
        for match in _FOREIGN.finditer(path.read_text(encoding="utf-8"))
    )
