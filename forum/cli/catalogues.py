"""The translations: one .po file per noun and language, merged into one .mo file per language.

The texts in code and templates are English; a language is complete when it has every one of them,
once, with the same placeholders, and nothing else.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from forum.settings import ROOT

TRANSLATIONS = ROOT / "translations"
_SOURCES = ((ROOT / "forum", [("**.py", "python")]), (ROOT / "templates", [("**", "jinja2")]))
_KEYWORDS = DEFAULT_KEYWORDS | {
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")

Key = tuple[str | None, str]  # context and (first) text


@dataclass(frozen=True)
class Text:
    """A text as the code has it, with its plural if it has one."""

    key: Key
    plural: str | None
    place: str


@dataclass
class Language:
    """What the files of one language hold, and what is wrong with them as files."""

    name: str
    messages: dict[Key, tuple[str, Message]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, file: str, message: Message) -> None:
        """Take in a message, or note that it stands in two files."""
        key = key_of(message)
        if key in self.messages:
            first, _ = self.messages[key]
            self.faults.append(f"{file}: “{key[1]}” stands in {first} too")
        else:
            self.messages[key] = (file, message)


def key_of(message: Message) -> Key:
    """Return what a message is known by."""
    text = message.id if isinstance(message.id, str) else message.id[0]
    return (message.context, text)


def texts() -> dict[Key, Text]:
    """Collect every text that code and templates hand to gettext."""
    found: dict[Key, Text] = {}
    for folder, methods in _SOURCES:
        for name, line, ids, _, context in extract_from_dir(
            folder, method_map=methods, keywords=_KEYWORDS, options_map={"**": {"silent": "false"}}
        ):
            single, plural = (ids, None) if isinstance(ids, str) else (ids[0], ids[1])
            place = f"{folder.name}/{name}:{line}"
            text = Text((context, single), plural, place)
            if plural or text.key not in found:
                found[text.key] = text
    return found


def languages() -> list[Path]:
    """Return the folder of each language there are translations for."""
    return sorted({path.parent for path in TRANSLATIONS.glob("*/*.po")})


def read(folder: Path) -> Language:
    """Read all .po files of a language."""
    result = Language(folder.name)
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=folder.name, abort_invalid=True)
        messages = [message for message in catalog if message.id]
        written = len(re.findall(r'^msgid "', path.read_text(encoding="utf-8"), re.MULTILINE)) - 1
        if (twice := written - len(messages)) > 0:
            result.faults.append(f"{path.name}: {twice} text(s) stand in it twice")
        for message in messages:
            result.add(path.name, message)
        result.faults += [f"{path.name}: obsolete: “{key}”" for key in catalog.obsolete]
    return result


def compile_into(folder: Path) -> None:
    """Write LC_MESSAGES/messages.mo of a language; readers see the old file or the new one."""
    merged = Catalog(locale=folder.name, fuzzy=False)
    for _, message in read(folder).messages.values():
        merged[message.id] = message
    target = folder / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(exist_ok=True)
    draft = target.with_suffix(".new")
    with draft.open("wb") as file:
        write_mo(file, merged)
    draft.replace(target)


def compile_all() -> None:
    """Compile every language."""
    for folder in languages():
        compile_into(folder)


def faults_of(written: Language, used: Mapping[Key, Text]) -> list[str]:
    """Return a sentence for everything that is wrong with a language; none means complete."""
    missing = [
        f"{text.place}: no translation of “{key[1]}”"
        for key, text in used.items()
        if key not in written.messages
    ]
    left_over = [
        f"{file}: “{key[1]}” is used nowhere"
        for key, (file, _) in written.messages.items()
        if key not in used
    ]
    wrong = [
        f"{file}: “{key[1]}” {fault}"
        for key, (file, message) in written.messages.items()
        for fault in faults_in(message, used.get(key))
    ]
    return [*written.faults, *missing, *left_over, *wrong]


def faults_in(message: Message, text: Text | None) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    string = message.string or ""
    strings = [string] if isinstance(string, str) else list(string)
    if message.fuzzy:
        yield "is marked as fuzzy"
    if text is not None and text.plural not in {None, *ids[1:]}:
        yield f"lacks the plural “{text.plural}”"
    if not all(strings):
        yield "has no translation"
        return
    wanted = set().union(*map(placeholders, ids))
    # The singular may leave the number out: „Eine Antwort“.
    if placeholders(strings[-1]) != placeholders(ids[-1]) or not placeholders(strings[0]) <= wanted:
        yield "is translated with other placeholders"


def placeholders(text: str) -> set[str]:
    """Return the names that are filled in when a text is shown."""
    return {match.group(0) for match in _PLACEHOLDER.finditer(text.replace("%%", ""))}
