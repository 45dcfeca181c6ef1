"""YAML text to a tree of nodes, with nothing interpreted.

YAML guesses types (`no` is false, `014` is twelve), copies by reference and can build objects. An
operator's file needs none of it: every value stays text, and aliases, anchors and tags are refused.
The tree is built from parser events in a loop and not with `yaml.compose`, which recurses, and
which stops at the first alias instead of letting all faults be found.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import yaml
from yaml.error import MarkedYAMLError
from yaml.reader import ReaderError

from forum.channels.programme.faults import Fault, FaultyProgramme, Place

LARGEST_FILE = 1_000_000
DEEPEST = 8
MOST_VALUES = 20_000
START = Place(1, 1)
REFUSED = "are not used in programme files; please leave it out."


@dataclass(slots=True)
class TextNode:
    """A single value, as written. `refused` means that it has been reported already."""

    place: Place
    value: str
    refused: bool = False


@dataclass(slots=True)
class ListNode:
    """A list of nodes."""

    place: Place
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class MapNode:
    """Names and values in turn; duplicates are kept, so that they can be reported."""

    place: Place
    items: list["Node"] = field(default_factory=list)

    @property
    def pairs(self) -> Iterator[tuple["Node", "Node"]]:
        """Each name with its value."""
        return zip(self.items[::2], self.items[1::2], strict=True)


Node = TextNode | ListNode | MapNode


def read_nodes(data: bytes) -> tuple[Node, list[Fault]]:
    """Return the tree of a file and the faults that do not prevent reading on.

    Raise `FaultyProgramme` where there is no tree: too large, not UTF-8, not YAML, too deep, empty.
    """
    text = _decoded(data)
    tree = _Tree()
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            tree.take(event)
    except _NoTreeError as error:
        raise FaultyProgramme([*tree.faults, Fault(tree.reached, "", str(error))]) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise FaultyProgramme([*tree.faults, _unreadable(text, error, tree.reached)]) from None
    if tree.root is None:
        raise FaultyProgramme([*tree.faults, Fault(START, "", "The file is empty.")])
    return tree.root, tree.faults


class _Tree:
    """What has been read so far: the tree, its open ends, the faults and the place reached."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.faults: list[Fault] = []
        self.reached = START
        self._open: list[ListNode | MapNode] = []
        self._values = 0

    def take(self, event: yaml.Event) -> None:
        self.reached = _place(event.start_mark)
        if isinstance(event, yaml.NodeEvent):
            self._hang_in(_node(event, self.reached, self.faults))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()

    def _hang_in(self, node: Node) -> None:
        if self._open:
            self._open[-1].items.append(node)
        elif self.root is None:
            self.root = node
        else:
            raise _NoTreeError("A second document begins here; a file holds one.")
        if not isinstance(node, TextNode):
            self._open.append(node)
        if len(self._open) > DEEPEST:
            raise _NoTreeError(f"Lists and fields are nested more than {DEEPEST} levels deep.")
        self._values += 1
        if self._values > MOST_VALUES:
            raise _NoTreeError(f"The file has more than {MOST_VALUES:,} values.")


class _NoTreeError(Exception):
    pass


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST_FILE:
        sentence = f"The file is larger than {LARGEST_FILE:,} bytes; a programme file is not."
        raise FaultyProgramme([Fault(START, "", sentence)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_after(data[: error.start].decode("utf-8", "replace"))
        sentence = "The file is no UTF-8 text. Save it with the encoding UTF-8."
        raise FaultyProgramme([Fault(place, "", sentence)]) from None


class _Mark(Protocol):
    """A place as PyYAML counts it, from 0; its Python and C parsers have a class each."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


def _place(mark: _Mark | None) -> Place:
    return START if mark is None else Place(mark.line + 1, mark.column + 1)


def _place_after(text: str) -> Place:
    return Place(text.count("\n") + 1, len(text) - text.rfind("\n"))


def _unreadable(text: str, error: Exception, reached: Place) -> Fault:
    if isinstance(error, ReaderError):
        sign = ord(text[error.position])
        sentence = f"The character U+{sign:04X} cannot stand in a programme file."
        return Fault(_place_after(text[: error.position]), "", sentence)
    if not isinstance(error, MarkedYAMLError):
        # PyYAML converts escapes and version numbers unguarded: "\\UFFFFFFFF" ends in chr().
        sentence = "Here or a little further on, an escaped character or a number is impossible."
        return Fault(reached, "", sentence)
    mark = error.problem_mark or error.context_mark
    reason = ", ".join(part for part in (error.context, error.problem) if part)
    hint = "Look at the indentation, at tabs, and whether a text with a colon or # is in quotes."
    sentence = f"This cannot be read as YAML ({reason}). {hint}"
    return Fault(_place(mark), "", sentence)


def _node(event: yaml.NodeEvent, place: Place, faults: list[Fault]) -> Node:
    if isinstance(event, yaml.AliasEvent):
        faults.append(Fault(place, "", f"References such as *{event.anchor} {REFUSED}"))
        return TextNode(place, "", refused=True)
    if event.anchor is not None:
        faults.append(Fault(place, "", f"Anchors such as &{event.anchor} {REFUSED}"))
    if getattr(event, "tag", None) is not None:
        faults.append(Fault(place, "", f"Type tags such as ! {REFUSED}"))
    if isinstance(event, yaml.ScalarEvent):
        return TextNode(place, event.value)
    return ListNode(place) if isinstance(event, yaml.SequenceStartEvent) else MapNode(place)
