"""Which files a post shows: those its text names and its author may use, as long as it does."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.attachments.actions import show_attachments
from forum.attachments.models import Attachment, AttachmentUse
from forum.attachments.references import ids_in, markdown_of
from forum.channels.models import Audience
from forum.kernel.errors import Invalid
from forum.threads.actions import edit
from forum.threads.models import Post, Thread
from forum.threads.text import compose
from tests.attachments.files import picture
from tests.factories.accounts import make_actor
from tests.factories.attachments import make_attachment, naming
from tests.factories.channels import make_channel
from tests.factories.threads import make_reply, make_thread


@pytest.fixture
def ada(session: Session) -> Actor:
    return make_actor(session, "Ada")


@pytest.fixture
def thread(session: Session, ada: Actor) -> Thread:
    return make_thread(session, make_channel(session), ada)


def published(session: Session, thread: Thread, author: Actor, text: str) -> Post:
    """Return a post that shows what it may."""
    post = make_reply(session, thread, author, text)
    show_attachments(session, author, post)
    session.commit()
    return post


def changed(session: Session, actor: Actor, post: Post, text: str, *, grace: int = 0) -> None:
    """Edit the post as the page does."""
    edited = edit(
        session,
        actor,
        post,
        text=compose(text),
        version=post.version,
        grace=dt.timedelta(seconds=grace),
    )
    show_attachments(session, actor, edited)
    session.commit()


def uses(session: Session) -> dict[int, bool]:
    """Return by attachment whether its use is a current one."""
    return {use.attachment_id: use.is_current for use in session.scalars(sa.select(AttachmentUse))}


def test_an_author_shows_own_files_and_what_is_readable_already(
    session: Session, ada: Actor, thread: Thread
) -> None:
    berta = make_actor(session, "Berta")
    own, readable, hidden = (make_attachment(session, one) for one in (berta, ada, ada))
    published(session, thread, ada, naming(readable))
    post = published(session, thread, berta, naming(own, readable, hidden))
    shown = session.scalars(
        sa.select(AttachmentUse.attachment_id).where(AttachmentUse.post_id == post.id)
    )
    assert set(shown) == {own.id, readable.id}
    assert hidden.unused_at is not None


def test_naming_a_file_of_a_closed_channel_opens_it_for_nobody(
    session: Session, ada: Actor
) -> None:
    closed = make_channel(session, audience=Audience.INVITED)
    file = make_attachment(session, ada)
    ada.role = Role.ADMIN  # who reads everywhere
    session.commit()
    published(session, make_thread(session, closed, ada), ada, naming(file))
    berta = make_actor(session, "Berta")
    open_thread = make_thread(session, make_channel(session, audience=Audience.PUBLIC), berta)
    published(session, open_thread, berta, naming(file))
    assert len(session.scalars(sa.select(AttachmentUse)).all()) == 1


def test_what_an_edit_takes_out_stays_as_long_as_a_version_shows_it(
    session: Session, ada: Actor, thread: Thread
) -> None:
    file, other = make_attachment(session, ada), make_attachment(session, ada)
    post = published(session, thread, ada, naming(file))
    changed(session, ada, post, naming(other))
    assert uses(session) == {file.id: False, other.id: True}
    assert (file.unused_at, other.unused_at) == (None, None)
    changed(session, ada, post, naming(file, other))
    assert uses(session) == {file.id: True, other.id: True}


def test_what_is_taken_out_without_a_trace_is_let_go(
    session: Session, ada: Actor, thread: Thread
) -> None:
    file = make_attachment(session, ada)
    post = published(session, thread, ada, naming(file))
    assert file.unused_at is None
    changed(session, ada, post, "Doch ohne.", grace=300)
    assert uses(session) == {}
    assert file.unused_at is not None


def test_a_moderator_who_edits_does_not_take_files_away(
    session: Session, ada: Actor, thread: Thread
) -> None:
    file = make_attachment(session, ada)
    post = published(session, thread, ada, naming(file))
    admin = make_actor(session, role=Role.ADMIN)
    changed(session, admin, post, f"Gekürzt. {naming(file)}")
    assert uses(session) == {file.id: True}


def test_a_post_shows_no_more_files_than_a_page_can_bear(
    session: Session, ada: Actor, thread: Thread
) -> None:
    text = " ".join(f"/attachments/{number:016}" for number in range(51))
    with pytest.raises(Invalid, match="too_many_attachments"):
        published(session, thread, ada, text)


def test_what_is_written_for_a_file_names_it_again(session: Session, ada: Actor) -> None:
    for upload, name, words in (
        (picture(), "IMG_1 [2].png", "![IMG_1 (2)]"),
        (b"Text", "Plan *neu* (1).txt", r"[Plan -neu- \(1\).txt]"),
    ):
        file = make_attachment(session, ada, upload, name)
        written = markdown_of(file)
        assert written == f"{words}(/attachments/{file.public_id})"
        assert ids_in(f"Siehe {written}, {written}.") == [file.public_id]
        assert f"/attachments/{file.public_id}" in compose(written).html
    assert ids_in("/attachments/short /attachments/0123456789ABCDEF /attachments/settings") == []


def test_a_file_of_a_deleted_post_is_noted_as_unused(
    session: Session, ada: Actor, thread: Thread
) -> None:
    file = make_attachment(session, ada)
    post = published(session, thread, ada, naming(file))
    session.execute(sa.delete(Post).where(Post.id == post.id))
    session.commit()
    assert uses(session) == {}
    assert session.get_one(Attachment, file.id).unused_at is None
