"""The source, as the architecture tests read it."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from forum.settings import ROOT


def tracked_files() -> list[Path]:
    """Return every file that is, or is about to be, in the repository."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = [ROOT / name for name in listing.split("\0") if name]
    return [path for path in paths if path.is_file()]


def python_files(*folders: str) -> list[Path]:
    """Return the Python files below folders of the repository."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def place(path: Path, node: ast.AST | None = None) -> str:
    """Name a place in the source the way an editor understands it."""
    line = f":{node.lineno}" if node is not None and hasattr(node, "lineno") else ""
    return f"{path.relative_to(ROOT)}{line}"


def nodes(path: Path) -> Iterator[ast.AST]:
    """Walk the syntax tree of a file."""
    return ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path)))


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> list[Function]:
    """Return the functions and methods of a file."""
    return [node for node in nodes(path) if isinstance(node, Function)]


def expect_none(faults: Iterable[str]) -> None:
    """Fail with the whole list; pytest itself would show only the first of them."""
    found = list(faults)
    assert not found, "\n" + "\n".join(found)
