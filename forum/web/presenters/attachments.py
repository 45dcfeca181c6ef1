"""Files as pages show them: under posts, in the writing form, in their owner's list."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from flask import g, request, url_for
from flask_babel import format_decimal
from markupsafe import Markup
from sqlalchemy.orm import Session

from forum.attachments.models import Attachment, AttachmentKind, Licence
from forum.attachments.pictures import PREVIEW_HEIGHT, PREVIEW_WIDTH
from forum.attachments.queries import OwnAttachment, shown_in_posts
from forum.attachments.references import PATH, ids_in
from forum.threads.queries import PostRow
from forum.web.context import settings
from forum.web.presenters.parts import FileCard
from forum.web.texts.attachments import (
    LICENCE_ADDRESSES,
    LICENCES,
    SHORT_LICENCES,
    TYPES,
)

ACCEPTED = (
    ".jpg,.jpeg,.png,.webp,.gif,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,.csv,.md,"
    "image/jpeg,image/png,image/webp,image/gif,application/pdf,text/plain,text/csv"
)
_ICONS = {
    AttachmentKind.PICTURE: "image",
    AttachmentKind.PDF: "file-text",
    AttachmentKind.OFFICE: "file-spreadsheet",
    AttachmentKind.TEXT: "file-text",
}
_LINKS_AND_PICTURES = re.compile(
    rf'<a\b[^>]*>|</a>|<img\b[^>]*\bsrc="{PATH}(?P<picture>[0-9a-z]+)(?:/preview)?"[^>]*>'
)
_SOURCE = re.compile(rf'src="{PATH}[^"]*"')


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A post that shows a file."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file in its owner's list."""

    public_id: str
    card: FileCard
    preview_url: str | None
    at: datetime
    alt: str
    licence: str
    """The value of the present choice."""
    places: tuple[PlaceLink, ...]
    is_elsewhere: bool
    """A post shows it that the owner cannot read any more."""
    in_message: bool
    """A message in chat shows it."""
    is_kept: bool
    """Only former versions of posts show it."""
    can_remove: bool


@dataclass(frozen=True, slots=True)
class UploadFields:
    """What stands in the writing form for a file, as it was just sent."""

    accepted: str
    largest: int
    """MB"""
    is_open: bool
    alt: str
    licence: str
    licences: tuple[tuple[str, str], ...]


def upload_fields() -> UploadFields:
    """Return the fields with which a file is attached; also what a template asks for by itself."""
    # What was sent and refused comes back as it was; what is attached makes room for the next.
    sent = {} if g.get("file_attached") else request.form
    return UploadFields(
        accepted=ACCEPTED,
        largest=settings().attachment_megabytes,
        is_open=request.form.get("intent") == "attach" and bool(sent),
        alt=sent.get("attachment_alt", ""),
        licence=sent.get("attachment_licence", Licence.INTERNAL.value),
        licences=licence_choices(),
    )


def licence_choices() -> tuple[tuple[str, str], ...]:
    """Return value and words of each licence."""
    return tuple((licence.value, str(words)) for licence, words in LICENCES.items())


def file_card(attachment: Attachment) -> FileCard:
    """Return a file as a link with its facts."""
    kind = TYPES.get(attachment.media_type.split(";")[0], attachment.media_type)
    return FileCard(
        name=attachment.name,
        url=url_for("attachments.show", public_id=attachment.public_id),
        icon=_ICONS[attachment.kind],
        what=f"{kind}, {size_words(attachment.size)}",
        licence=str(SHORT_LICENCES[attachment.licence]),
        licence_url=LICENCE_ADDRESSES.get(attachment.licence),
    )


def size_words(size: int) -> str:
    """Return a number of bytes as people say it."""
    if size < 1024**2:
        return f"{format_decimal(max(size // 1024, 1))} KB"
    return f"{format_decimal(round(size / 1024**2, 1))} MB"


@dataclass(frozen=True, slots=True)
class Hangings:
    """The files of a page of posts."""

    by_post: dict[int, list[Attachment]] = field(default_factory=dict)

    def cards(self, post_id: int) -> tuple[FileCard, ...]:
        """Return the files under a post."""
        return tuple(file_card(one) for one in self.by_post.get(post_id, ()))

    def sized(self, post_id: int, html: Markup) -> Markup:
        """Show the pictures of a post small, with their size, so that nothing moves while they
        load, and as a link to the whole picture.
        """
        pictures = {one.public_id: one for one in self.by_post.get(post_id, ()) if one.is_picture}
        if not pictures:
            return html
        in_link = False

        def shown(tag: re.Match[str]) -> str:
            nonlocal in_link
            if tag["picture"] is None:
                in_link = not tag[0].startswith("</")
                return tag[0]
            picture = pictures.get(tag["picture"])
            return tag[0] if picture is None else _shown(picture, tag[0], in_link=in_link)

        return Markup(_LINKS_AND_PICTURES.sub(shown, html))  # noqa: S704 - cleaned; numbers added


def _shown(picture: Attachment, tag: str, *, in_link: bool) -> str:
    address = f"{PATH}{picture.public_id}"
    width, height = _shown_size(picture)
    sized = f'src="{address}/preview" width="{width}" height="{height}"'
    tag = _SOURCE.sub(sized, tag, count=1)
    return tag if in_link else f'<a class="picture" href="{address}">{tag}</a>'


def hangings_of(session: Session, posts: Iterable[PostRow]) -> Hangings:
    """Load what the posts of a page show, in one statement; in none where they show nothing."""
    showing = [post.id for post in posts if PATH in post.html and ids_in(post.html)]
    return Hangings(shown_in_posts(session, showing) if showing else {})


def _shown_size(attachment: Attachment) -> tuple[int, int]:
    width, height = attachment.width or 1, attachment.height or 1
    if not attachment.has_preview:
        return width, height
    shrink = min(PREVIEW_WIDTH / width, PREVIEW_HEIGHT / height)
    return max(round(width * shrink), 1), max(round(height * shrink), 1)


def own_file(own: OwnAttachment) -> OwnFile:
    """Return a row of the owner's list."""
    one = own.attachment
    address = url_for("attachments.preview", public_id=one.public_id)
    return OwnFile(
        public_id=one.public_id,
        card=file_card(one),
        preview_url=address if one.is_picture else None,
        at=one.created_at,
        alt=one.alt,
        licence=one.licence.value,
        places=tuple(
            PlaceLink(post.thread.title, url_for("posts.show", public_id=post.public_id))
            for post in own.posts
        ),
        is_elsewhere=own.is_shown and not own.posts and not own.in_message,
        in_message=own.in_message,
        is_kept=own.is_kept and not own.is_shown,
        can_remove=not own.is_shown,
    )
