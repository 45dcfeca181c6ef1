"""What axe-core and a ruler find on a page."""

from functools import cache

from playwright.sync_api import Page

from forum.settings import ROOT

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What other colours alone can change.
COLOURS = ["color-contrast", "link-in-text-block"]
# Preloading would fetch and read all style sheets again, for the sake of rules about sound and
# about the screen's direction: the first has nothing to look at, the second is not among ours.
_RUN = """only => axe.run(document, {
    runOnly: only, resultTypes: ["violations"], elementRef: false, preload: false,
})"""


@cache
def _axe() -> str:
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def barriers_on(page: Page, only: list[str] = STANDARDS) -> list[str]:
    """Return what violates WCAG 2.2 AA or good practice, a line for each element.

    `only`: the standards, or the rules, that are looked at.
    """
    # Evaluated, not added as a script: the page's Content-Security-Policy allows no foreign script.
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_axe())
    found = page.evaluate(_RUN, only)
    return [
        f"{violation['id']}: {node['target'][-1]} – {_reason(node)}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def _reason(node: dict[str, str]) -> str:
    return " ".join(node.get("failureSummary", "").split())[:300]


_OVERHANG = """() => {
    const edge = document.documentElement.clientWidth;
    const isScrolled = element => {
        for (let box = element.parentElement; box; box = box.parentElement) {
            if (getComputedStyle(box).overflowX !== "visible") return true;
        }
        return false;
    };
    const name = element => element.tagName.toLowerCase() +
        [...element.classList].map(one => "." + one).join("") + " " + Math.round(
            element.getBoundingClientRect().right) + " > " + edge;
    if (document.documentElement.scrollWidth <= edge) return [];
    const wide = [...document.body.querySelectorAll("*")].filter(element =>
        element.getBoundingClientRect().right > edge + 1 && !isScrolled(element));
    return wide.length ? wide.map(name).slice(-4) : ["document " +
        document.documentElement.scrollWidth + " > " + edge];
}"""


def overhang_on(page: Page) -> list[str]:
    """Return what makes the page wider than the window; nothing, if it need not be scrolled."""
    found: list[str] = page.evaluate(_OVERHANG)
    return found


def shape_of(page: Page) -> dict[str, object]:
    """Return what every page must have: its language, its title, the number of its h1."""
    found: dict[str, object] = page.evaluate(
        """() => ({
            lang: document.documentElement.lang,
            title: document.title.split("·")[0].trim() !== "",
            headings: document.querySelectorAll("h1").length,
        })"""
    )
    return found
