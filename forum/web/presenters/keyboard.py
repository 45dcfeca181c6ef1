"""Every shortcut there is. What scripts do with them: static/src/js/shortcuts.js and editor/."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What to press, and what happens."""

    presses: tuple[tuple[str, ...], ...]
    """Presses one after the other, each of keys pressed together."""
    words: str


@dataclass(frozen=True, slots=True)
class ShortcutGroup:
    """Shortcuts that are used together."""

    heading: str
    can_be_off: bool
    """Of a single key: these are what the switch is for."""
    shortcuts: tuple[Shortcut, ...]


_CONTROL = _l("Ctrl")
_SHIFT = _l("Shift")
_GO = (
    ("h", _l("To the start page")),
    ("u", _l("To the unanswered questions")),
    ("b", _l("To the bookmarks")),
    ("n", _l("To the notifications")),
)
_PAGE = (
    ("j", _l("Next post, next entry of a list")),
    ("k", _l("Previous post, previous entry of a list")),
    ("n", _l("Begin a thread in this channel")),
    ("r", _l("Write a reply")),
    ("q", _l("Quote this post, or the text that is selected")),
    ("e", _l("Edit this post")),
    ("u", _l("Back to the channel")),
    ("/", _l("Search")),
    ("?", _l("Show these shortcuts")),
)
_WRITING = (
    ("B", False, _l("Bold")),
    ("I", False, _l("Italic")),
    ("K", False, _l("Link")),
    ("7", True, _l("Numbered list")),
    ("8", True, _l("List")),
    ("9", True, _l("Quotation")),
    ("Enter", False, _l("Publish")),
)


def shortcut_groups() -> tuple[ShortcutGroup, ...]:
    """Return them in the reader's language."""
    page = tuple(Shortcut(((key,),), str(words)) for key, words in _PAGE)
    go = tuple(Shortcut((("g",), (key,)), str(words)) for key, words in _GO)
    return (
        ShortcutGroup(_("On every page"), can_be_off=True, shortcuts=(*page, *go)),
        ShortcutGroup(_("While writing"), can_be_off=False, shortcuts=_while_writing()),
    )


def _while_writing() -> tuple[Shortcut, ...]:
    pressed_with = {True: (str(_CONTROL), str(_SHIFT)), False: (str(_CONTROL),)}
    formats = tuple(
        Shortcut(((*pressed_with[shifted], key),), str(words)) for key, shifted, words in _WRITING
    )
    others = (
        Shortcut((("@",),), _("Mention somebody: choose from the names with the arrow keys")),
        Shortcut((("#",),), _("Link a channel in the same way")),
        Shortcut(((_("Esc"),),), _("Close what is open; leave the text field")),
    )
    return (*formats, *others)
