"""A file or function that has grown too long is a missing noun or verb."""

from forum.settings import ROOT
from tests.architecture.source import expect_none, functions, place, python_files

LINES_OF_A_FILE = 350
LINES_OF_A_FUNCTION = 40
LINES_OF_A_TEMPLATE = 150
POSITIONAL_PARAMETERS = 6


def test_no_file_is_too_long() -> None:
    expect_none(
        f"{place(path)}: {lines} lines"
        for path in python_files("forum", "tests", "tools", "migrations")
        if path.parent.name != "versions"
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LINES_OF_A_FILE
    )


def test_no_function_is_too_long() -> None:
    expect_none(
        f"{place(path, function)}: {function.name} has {lines} lines"
        for path in python_files("forum", "tests", "tools")
        for function in functions(path)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > LINES_OF_A_FUNCTION
    )


def test_no_function_takes_too_many_positional_parameters() -> None:
    expect_none(
        f"{place(path, function)}: {function.name} takes {count}"
        for path in python_files("forum", "tools")
        for function in functions(path)
        if (count := len(function.args.posonlyargs) + len(function.args.args))
        > POSITIONAL_PARAMETERS
    )


def test_no_template_is_too_long() -> None:
    expect_none(
        f"{place(path)}: {lines} lines"
        for path in sorted((ROOT / "templates").rglob("*"))
        if path.is_file()
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LINES_OF_A_TEMPLATE
    )
