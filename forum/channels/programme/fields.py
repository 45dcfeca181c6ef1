"""Read fields of a node tree as checked values, and collect every fault on the way.

A read that fails reports once and returns a stand-in, so that the reader can go on to the next
field; whoever reads must look at `faults` before using anything.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from forum.channels.programme.faults import Fault, Place
from forum.channels.programme.nodes import ListNode, MapNode, Node, TextNode

Choice = TypeVar("Choice", bound=StrEnum)

LONGEST_SLUG = 80
LONGEST_LINE = 200
LONGEST_TEXT = 2_000
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,10})?")
# Controls and surrogates cannot be shown or stored; format characters hold the direction overrides
# that make a text read differently from what it says.
UNSEEN = {"Cc", "Cs", "Cf"}


class Fields:
    """The fields of one mapping. Reading a name makes it known; `finish` reports the others."""

    def __init__(self, node: Node, path: str, faults: list[Fault]) -> None:
        """Take the mapping apart and report what is wrong with its field names."""
        self.path = path
        self.place = node.place
        self.faults = faults
        self._nodes: dict[str, Node] = {}
        self._places: dict[str, Place] = {}
        self._known: set[str] = set()
        # What is no mapping is reported as that; the fields it lacks are not worth further lines.
        self._silent = not isinstance(node, MapNode)
        if isinstance(node, MapNode):
            for name, value in node.pairs:
                self._take(name, value)
        elif not (isinstance(node, TextNode) and node.refused):
            self._report(node.place, path, "Here fields with values are expected, as in “name: …”.")

    def _take(self, name: Node, value: Node) -> None:
        if not isinstance(name, TextNode):
            self._report(name.place, self.path, "The name of a field must be a single word.")
        elif name.refused:
            return
        elif name.value in self._nodes:
            sentence = f"This field stands in line {self._places[name.value].line} already."
            self._report(name.place, self.at(name.value), sentence)
        else:
            self._nodes[name.value] = value
            self._places[name.value] = name.place

    def _report(self, place: Place, field: str, sentence: str) -> None:
        self.faults.append(Fault(place, field, sentence))

    def at(self, name: str) -> str:
        """Return the path of a field; a name that nobody would write is cut and made visible."""
        shown = (
            name if name.isprintable() and len(name) <= LONGEST_SLUG else ascii(name[:LONGEST_SLUG])
        )
        return f"{self.path}.{shown}" if self.path else shown

    def place_of(self, name: str) -> Place:
        """Return where the value of a field stands, or the start of the mapping."""
        node = self._nodes.get(name)
        return node.place if node is not None else self.place

    def report(self, name: str, sentence: str) -> None:
        """Report a fault in a field that has been read."""
        self._report(self.place_of(name), self.at(name), sentence)

    def finish(self) -> None:
        """Report every field that nobody asked for."""
        for name, place in self._places.items():
            if name in self._known:
                continue
            near = difflib.get_close_matches(
                name[:LONGEST_SLUG], self._known - self._nodes.keys(), n=1
            )
            hint = (
                f"Did you mean “{near[0]}”?"
                if near
                else f"Known: {', '.join(sorted(self._known))}."
            )
            self._report(place, self.at(name), f"There is no such field here. {hint}")

    def _node(self, name: str, *, required: bool) -> Node | None:
        self._known.add(name)
        node = self._nodes.get(name)
        blank = isinstance(node, TextNode) and not node.refused and not node.value.strip()
        if node is not None and not blank:
            return node
        if required and not self._silent:
            missing = "This field must not be empty." if blank else "This field is missing."
            self.report(name, missing)
        return None

    def text(self, name: str, *, required: bool = True, longest: int = LONGEST_LINE) -> str:
        """Return a text in Unicode form NFC, with white space and line ends folded to blanks."""
        node = self._node(name, required=required)
        if node is None:
            return ""
        if not isinstance(node, TextNode):
            self.report(name, "Here a single text is expected, not a list or fields.")
            return ""
        value = " ".join(unicodedata.normalize("NFC", node.value).split())
        unseen = next((sign for sign in value if unicodedata.category(sign) in UNSEEN), None)
        if unseen is not None:
            sentence = f"Please remove the invisible character U+{ord(unseen):04X} from this text."
            self.report(name, sentence)
            return ""
        if len(value) > longest:
            self.report(name, f"The text has {len(value)} characters; it may have {longest}.")
            return ""
        return value

    def slug(self, name: str, *, longest: int = LONGEST_SLUG) -> str:
        """Return a slug: it stands in addresses, and is never guessed from a name."""
        value = self.text(name, longest=longest)
        if value and SLUG.fullmatch(value) is None:
            self.report(name, f"“{value}” is no slug; write a-z, 0-9 and single hyphens only.")
            return ""
        return value

    def digits(self, name: str, length: int, *, required: bool = True) -> str:
        """Return exactly `length` digits, leading zeros kept."""
        value = self.text(name, required=required)
        if value and re.fullmatch(rf"[0-9]{{{length}}}", value) is None:
            self.report(name, f"Here {length} digits are expected, not “{value}”.")
            return ""
        return value

    def choice(self, name: str, kind: type[Choice], default: Choice | None = None) -> Choice | None:
        """Return one of a fixed set of words, or `None` after reporting."""
        if default is None:
            self._node(name, required=True)
        return self.optional_choice(name, kind) or default

    def optional_choice(self, name: str, kind: type[Choice]) -> Choice | None:
        """Return one of a fixed set of words, or `None` where there is none."""
        value = self.text(name, required=False)
        words = [member.value for member in kind]
        if value and value not in words:
            self.report(name, f"“{value}” is not possible here; write one of: {', '.join(words)}.")
        return kind(value) if value in words else None

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return true or false; other spellings are refused, as readers of YAML differ on them."""
        value = self.text(name, required=False)
        if value not in {"", "true", "false"}:
            self.report(name, f"Write true or false here, not “{value}”.")
        return default if value == "" else value == "true"

    def degrees(self, name: str, low: float, high: float) -> float:
        """Return degrees between two bounds, written with a point."""
        value = self.text(name)
        if not value:
            return low
        if DEGREES.fullmatch(value) is None:
            self.report(name, f"Here degrees are expected, such as 51.0965, not “{value}”.")
            return low
        number = float(value)
        if not low <= number <= high:
            sentence = f"{value} is outside of {low} to {high}. Are latitude and longitude swapped?"
            self.report(name, sentence)
            return low
        return number

    def url(self, name: str, *, required: bool = True, longest: int = LONGEST_LINE) -> str:
        """Return an absolute https or http address."""
        value = self.text(name, required=required, longest=longest)
        if value and not _is_address(value):
            self.report(name, f"“{value}” is no full address such as https://www.example.org/.")
        return value

    def texts(self, name: str, *, longest: int = LONGEST_LINE) -> tuple[str, ...]:
        """Return the texts of a list that may be missing; each is checked as `text` does."""
        node = self._node(name, required=False)
        if node is None:
            return ()
        if not isinstance(node, ListNode):
            self.report(name, "Here a list is expected; each of its entries begins with a hyphen.")
            return ()
        lines: list[Node] = []
        for number, item in enumerate(node.items, start=1):
            lines += [TextNode(item.place, str(number)), item]
        items = Fields(MapNode(node.place, lines), self.at(name), self.faults)
        numbers = range(1, len(node.items) + 1)
        return tuple(items.text(str(number), longest=longest) for number in numbers)

    def child(self, name: str) -> "Fields":
        """Return the mapping in a required field."""
        node = self._node(name, required=True)
        if node is None:
            node = TextNode(self.place_of(name), "", refused=True)
        return Fields(node, self.at(name), self.faults)

    def entries(self, name: str, *, required: bool = True) -> Iterator["Fields"]:
        """Yield each mapping of a list; the path counts from 1, as a reader does."""
        node = self._node(name, required=required)
        if node is None or (isinstance(node, TextNode) and node.refused):
            return
        if not isinstance(node, ListNode):
            self.report(name, "Here a list is expected; each of its entries begins with a hyphen.")
            return
        if required and not node.items:
            self.report(name, "This list must not be empty.")
        for number, item in enumerate(node.items, start=1):
            yield Fields(item, f"{self.at(name)}[{number}]", self.faults)


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in value
