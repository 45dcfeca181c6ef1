"""One word, one meaning: the glossary's words, and none that mean nothing or two things."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from forum.settings import ROOT
from tests.architecture.source import Function, expect_none, nodes, place, python_files

# The glossary says account, actor, channel, thread, post; a drawer for left-overs has no name.
_WORDS = {
    "user", "users", "category", "categories", "topic", "topics", "comment", "comments",
    "manager", "managers", "helper", "helpers", "util", "utils", "service", "services",
}  # fmt: skip
_FIRST_WORDS = {"handle", "process", "do"}
# What a library asks for is marked with @override, where the library has types.
_EXCEPTIONS = {
    "handle_from",  # a handle is what an actor is called by: a noun here
    "handleMatch",  # markdown
    "handle_DATA",  # aiosmtpd
    "handle_RCPT",  # aiosmtpd
    "handle_exception",  # aiosmtpd
}


def words_of(name: str) -> list[str]:
    """Split a name in snake case or camel case into its words."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]


def names_in(path: Path) -> Iterator[tuple[str, ast.AST | None]]:
    """Yield the names that a file defines, its own first."""
    yield path.stem, None
    for node in nodes(path):
        if isinstance(node, Function):
            if not any("override" in ast.unparse(one) for one in node.decorator_list):
                yield node.name, node
            arguments = node.args
            for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
                yield argument.arg, argument
        elif isinstance(node, ast.ClassDef):
            yield node.name, node


def test_no_name_uses_a_word_outside_the_glossary() -> None:
    expect_none(
        f"{place(path, node)}: {name}"
        for path in python_files("forum", "tools")
        for name, node in names_in(path)
        if name not in _EXCEPTIONS
        and (words := words_of(name))
        and (_WORDS.intersection(words) or (len(words) > 1 and words[0] in _FIRST_WORDS))
    )


def test_no_template_or_style_is_named_by_a_word_outside_the_glossary() -> None:
    expect_none(
        place(path)
        for folder in ("templates", "static/src")
        for path in sorted((ROOT / folder).rglob("*"))
        if _WORDS.intersection(words_of(path.stem))
    )
