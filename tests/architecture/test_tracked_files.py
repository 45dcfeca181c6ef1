"""What must never get into the repository."""

import re

from forum.settings import ROOT
from tests.architecture.source import expect_none, place, tracked_files

_LARGEST = 1024 * 1024
# Joined here, so that this file does not find itself.
_REGISTRIES = re.compile(
    "|".join(
        re.escape(".".join(parts))
        for parts in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("registry", "npmjs"),
            ("registry", "yarnpkg"),
            ("deb", "debian", "org"),
            ("archive", "ubuntu"),
        )
    )
)
_HOME = re.compile(r"(?<![\w.-])/(?:home|root|work|Users)/\w")
_SECRET = re.compile(
    "-----BEGIN [A-Z ]*PRIVATE" + " KEY-----"
    r"|(?i:secret|password|token|api_?key)\w*['\"]?\s*[:=]\s*['\"][A-Za-z0-9+/_=-]{24,}['\"]"
)
_LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt", "package-lock.json")


def texts() -> list[tuple[str, str]]:
    """Return place and text of each file that is text."""
    found = []
    for path in tracked_files():
        try:
            found.append((place(path), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def found(pattern: re.Pattern[str]) -> list[str]:
    """Return every place where a pattern stands."""
    return [
        f"{file}: {match.group(0)}" for file, text in texts() for match in pattern.finditer(text)
    ]


def test_no_file_names_a_package_registry() -> None:
    expect_none(found(_REGISTRIES))


def test_no_file_holds_a_path_of_somebodys_machine() -> None:
    expect_none(found(_HOME))


def test_no_file_holds_a_secret() -> None:
    expect_none(found(_SECRET))


def test_no_lock_says_where_packages_come_from() -> None:
    for lock in _LOCKS:
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert '"resolved"' not in text
        assert "--index-url" not in text
        assert not lock.endswith(".txt") or "://" not in text


def test_every_pin_of_a_lock_has_a_hash() -> None:
    for lock in _LOCKS[:3]:
        blocks = re.split(r"^(?=\S)", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert [block for block in blocks if block and "--hash=sha256:" not in block] == []


def test_no_file_is_large() -> None:
    assert [place(path) for path in tracked_files() if path.stat().st_size > _LARGEST] == []


def test_every_exception_from_a_rule_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    exceptions = re.findall(r'^ +"[A-Z]+\d*",.*$', text, flags=re.MULTILINE)
    assert len(exceptions) > 20
    assert [line for line in exceptions if "#" not in line] == []
