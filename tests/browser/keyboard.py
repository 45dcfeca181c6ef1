"""Somebody who uses the keyboard alone."""

from playwright.sync_api import Page, expect

_STEPS = 120

_FOCUS = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return { lost: true };
    const box = element.getBoundingClientRect();
    const hasOutline = one => {
        const style = getComputedStyle(one);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    };
    const around = [element, element.parentElement, element.parentElement.parentElement];
    const within = (least, value, most) => Math.min(Math.max(value, least), most);
    const top = within(0, box.top, innerHeight), bottom = within(0, box.bottom, innerHeight);
    const x = within(0, box.left + Math.min(box.width / 2, 40), innerWidth - 1);
    const seen = document.elementFromPoint(x, within(0, (top + bottom) / 2, innerHeight - 1));
    const words = (element.textContent || element.name || "").trim().slice(0, 40);
    return {
        lost: false,
        name: `${element.tagName.toLowerCase()}.${element.className} ${words}`,
        inside: box.width > 0 && bottom > top && box.right > 0 && box.left < innerWidth,
        marked: around.some(hasOutline),
        covered: !(seen && (element.contains(seen) || seen.contains(element))),
    };
}"""
_IS_THERE = """([selector, text]) => document.activeElement.matches(selector)
    && document.activeElement.textContent.includes(text)"""


class Keyboard:
    """Walks through a page by Tab, and insists on seeing where it is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Press these keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Write into what has the focus."""
        self.page.keyboard.type(text)

    def walk_to(self, selector: str, *, text: str = "") -> None:
        """Press Tab until the focus is on what the selector means, and see it at every step."""
        seen = []
        for _step in range(_STEPS):
            self.press("Tab")
            seen.append(self._look())
            if self.page.evaluate(_IS_THERE, [selector, text]):
                return
        raise AssertionError(
            f"Tab does not lead to {selector} {text!r}, but to:\n" + "\n".join(seen)
        )

    def _look(self) -> str:
        focus = self.page.evaluate(_FOCUS)
        if focus["lost"]:  # beyond the last element the browser's own parts have their turn
            return "the browser"
        assert focus["inside"], f"focus outside the window: {focus['name']}"
        assert focus["marked"], f"focus cannot be seen: {focus['name']}"
        assert not focus["covered"], f"focus is covered: {focus['name']}"
        return str(focus["name"])


def expect_focus_inside(page: Page, selector: str) -> None:
    """Insist that the focus is in this part of the page."""
    expect(page.locator(f"{selector}:focus, {selector} :focus").first).to_be_attached()
