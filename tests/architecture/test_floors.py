"""Imports go down, and changes are committed at the edge alone."""

import ast

import pytest
from importlinter.cli import lint_imports

from forum.settings import ROOT
from tests.architecture.source import expect_none, functions, nodes, place, python_files

# The edges: who is called from outside, and so knows when a change is complete.
_EDGES = ("cli", "jobs", "mail", "realtime", "web", "extensions.py")


def test_every_import_contract_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="pyproject.toml", cache_dir=None) == 0


def test_nothing_is_imported_inside_a_function() -> None:
    expect_none(
        place(path, node)
        for path in python_files("forum")
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    )


def test_nothing_is_imported_for_the_type_checker_alone() -> None:
    expect_none(
        place(path, node)
        for path in python_files("forum")
        for node in nodes(path)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    )


def test_only_the_edges_commit() -> None:
    inside = [
        path
        for path in python_files("forum")
        if path.relative_to(ROOT / "forum").parts[0] not in _EDGES
    ]
    expect_none(
        place(path, node)
        for path in inside
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback"}
    )
