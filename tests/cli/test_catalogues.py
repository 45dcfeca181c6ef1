"""The check that nothing is left untranslated, and the file that gettext reads."""

import gettext
from pathlib import Path

import pytest

from forum.cli.catalogues import Key, Text, compile_into, faults_of, languages, read, texts

HEADER = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
REPLY = 'msgid "Reply"\nmsgstr "Antworten"\n\n'
COUNT = (
    'msgid "%(num)s post"\nmsgid_plural "%(num)s posts"\n'
    'msgstr[0] "Ein Beitrag"\nmsgstr[1] "%(num)s Beiträge"\n\n'
)
USED: dict[Key, Text] = {
    (None, "Reply"): Text((None, "Reply"), None, "templates/post.html:3"),
    (None, "%(num)s post"): Text((None, "%(num)s post"), "%(num)s posts", "forum/web/x.py:9"),
}


@pytest.fixture
def german(tmp_path: Path) -> Path:
    folder = tmp_path / "de"
    folder.mkdir()
    (folder / "threads.po").write_text(HEADER + REPLY + COUNT, encoding="utf-8")
    return folder


def add(folder: Path, text: str, *, file: str = "common.po") -> None:
    path = folder / file
    before = path.read_text(encoding="utf-8") if path.exists() else HEADER
    path.write_text(before + text, encoding="utf-8")


def test_a_complete_language_has_no_faults(german: Path) -> None:
    assert faults_of(read(german), USED) == []


def test_a_text_without_translation_is_named_with_its_place(german: Path) -> None:
    used = USED | {(None, "Quote"): Text((None, "Quote"), None, "templates/post.html:4")}
    assert faults_of(read(german), used) == ["templates/post.html:4: no translation of “Quote”"]


def test_a_translation_that_nothing_uses_is_named(german: Path) -> None:
    add(german, 'msgid "Quote"\nmsgstr "Zitieren"\n\n')
    assert faults_of(read(german), USED) == ["common.po: “Quote” is used nowhere"]


def test_a_text_in_two_files_is_named(german: Path) -> None:
    add(german, REPLY)
    assert faults_of(read(german), USED) == ["threads.po: “Reply” stands in common.po too"]


def test_a_text_twice_in_one_file_is_named(german: Path) -> None:
    add(german, REPLY, file="threads.po")
    assert faults_of(read(german), USED) == ["threads.po: 1 text(s) stand in it twice"]


def test_an_obsolete_entry_is_named(german: Path) -> None:
    add(german, '#~ msgid "Old"\n#~ msgstr "Alt"\n')
    assert faults_of(read(german), USED) == ["common.po: obsolete: “Old”"]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('msgstr "Antworten"', 'msgstr ""', "has no translation"),
        ('msgid "Reply"', '#, fuzzy\nmsgid "Reply"', "is marked as fuzzy"),
        ("%(num)s Beiträge", "%(n)s Beiträge", "is translated with other placeholders"),
        ("Ein Beitrag", "%(x)s Beitrag", "is translated with other placeholders"),
        ('msgid_plural "%(num)s posts"', 'msgid_plural "%(num)s x"', "lacks the plural"),
    ],
)
def test_a_wrong_translation_is_named(german: Path, before: str, after: str, fault: str) -> None:
    path = german / "threads.po"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    assert any(fault in found for found in faults_of(read(german), USED))


def test_the_compiled_file_answers_with_singular_and_plural(german: Path) -> None:
    compile_into(german)
    found = gettext.translation("messages", german.parent, ["de"])
    assert found.gettext("Reply") == "Antworten"
    assert found.ngettext("%(num)s post", "%(num)s posts", 1) == "Ein Beitrag"
    assert found.ngettext("%(num)s post", "%(num)s posts", 3) == "%(num)s Beiträge"


def test_german_has_every_text_of_code_and_templates() -> None:
    used = texts()
    assert len(used) > 100
    assert [folder.name for folder in languages()] == ["de"]
    assert [fault for folder in languages() for fault in faults_of(read(folder), used)] == []
