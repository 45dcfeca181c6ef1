"""From the bytes of an archived letter to what can be kept of it."""

import hashlib

from forum.attachments.models import Attachment
from forum.imports.conversations import Links, hashed, named_by
from forum.imports.files import FileStore
from forum.imports.footers import without_footer
from forum.imports.headers import (
    OLDEST,
    likely_moment,
    list_addresses,
    other_senders,
    wishes_no_archive,
)
from forum.imports.letters import Letter
from forum.imports.mbox import RawLetter
from forum.imports.senders import Sender, revealed, sender_of
from forum.imports.source import Wording, source_of, without_addresses
from forum.imports.subjects import Subject, subject_of
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.markup import clean_line
from forum.kernel.markup.excerpt import excerpt
from forum.kernel.mime.own_words import own_words
from forum.kernel.mime.reading import ReadFile, ReadLetter, read_letter
from forum.threads.text import TITLE_LIMIT, Text, compose

_TITLE_FROM_TEXT = 60
_NO_TITLE = "…"
_ORNAMENT = 10_000


class Reader:
    """Reads the letters of one archive, in their order."""

    def __init__(self, tag: str, words: Wording, files: FileStore | None) -> None:
        """Keep what is known of the list; without `files` no file is kept, or looked at."""
        self._tag = tag
        self._words = words
        self._files = files
        self._at = OLDEST

    def read(self, raw: RawLetter) -> Letter:
        """Return the letter; whatever is broken in it, it is one."""
        content = revealed(raw.content)
        told = read_letter(content)
        self._at = likely_moment(told.at, raw.envelope_at, self._at, clock.now())
        subject = subject_of(told.subject, tag=self._tag)
        links = self._links(told, subject)
        sender = _sender(told)
        if wishes_no_archive(told.headers):
            return Letter(links, sender, "", None, reason="no_archive")
        text, attachments = self._text(told)
        if text is None:
            return Letter(links, sender, "", None, reason="empty")
        return Letter(links, sender, _title(subject.title, text), text, attachments)

    def _links(self, told: ReadLetter, subject: Subject) -> Links:
        key = hashed(told.message_id) or _key_of(told)
        named = named_by(told.references)
        return Links(
            key=key,
            named=tuple(one for one in named if one != key),
            root=hashed(told.references[0]) if told.references else "",
            subject=subject.key,
            is_answer=subject.is_answer,
            at=self._at,
        )

    def _text(self, told: ReadLetter) -> tuple[Text | None, tuple[Attachment, ...]]:
        """Return the text with its files, which lie in the store by then; no text: say nothing."""
        text = without_footer(told.text)
        parted = own_words(text, author=told.sender_name)
        # Who only passes something on has no words of their own: it stands open then.
        own, quoted = (parted.text, parted.quoted) if parted.text else (without_addresses(text), "")
        attachments, refused = self._files_of(told)
        source = source_of(own, quoted, attachments, refused, self._words)
        try:
            return compose(source), attachments
        except Invalid:
            return None, ()

    def _files_of(self, told: ReadLetter) -> tuple[tuple[Attachment, ...], list[str]]:
        """Put the files down that may be kept; return them, and the names of the others."""
        kept: list[Attachment] = []
        refused: list[str] = []
        for file in told.files:
            if _is_ornament(file):
                continue
            try:
                if self._files is None:
                    refused.append(file.name)
                else:
                    kept.append(self._files.kept(file.content, file.name))
            except Invalid:
                refused.append(file.name)
        return tuple(kept), refused


def _is_ornament(file: ReadFile) -> bool:
    """Tell whether a file is a logo in a signature, as far as its size tells."""
    is_picture = file.media_type.startswith("image/")
    return file.is_inline and is_picture and len(file.content) < _ORNAMENT


def _sender(told: ReadLetter) -> Sender:
    others, lists = other_senders(told.headers), list_addresses(told.headers)
    return sender_of(told.sender, told.sender_name, others=others, lists=lists)


def _title(title: str, text: Text) -> str:
    """Return a title; a letter without a subject is called by its first words."""
    words = title or excerpt(text.html, length=_TITLE_FROM_TEXT)
    try:
        return clean_line(words[:TITLE_LIMIT], limit=TITLE_LIMIT, field="title")
    except Invalid:
        return _NO_TITLE


def _key_of(told: ReadLetter) -> str:
    """Return what a letter without a Message-ID is known by: what it says."""
    said = "\0".join((told.sender, str(told.at), told.subject, told.text))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()
