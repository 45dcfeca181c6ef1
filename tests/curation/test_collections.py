"""Collections: what is in them, in which order, and for whom."""

import pytest
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Audience, Channel, ChannelKind, Membership, MembershipRole
from forum.curation import actions
from forum.curation.models import Collection, CollectionEntry
from forum.curation.queries import collections_shown, entries_of, thing_at
from forum.curation.subscribers import keep_collections_together
from forum.curation.text import rendered
from forum.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from forum.threads.events import ThreadMerged
from forum.threads.models import MergedThread, Thread
from tests.factories.accounts import make_actor
from tests.factories.attachments import make_attachment
from tests.factories.channels import make_channel, make_membership
from tests.factories.curation import make_collection
from tests.factories.threads import make_reply, make_thread


@pytest.fixture
def mo(session: Session) -> Actor:
    return make_actor(session, "Mo")


@pytest.fixture
def channel(session: Session, mo: Actor) -> Channel:
    channel = make_channel(session)
    make_membership(session, channel, mo, MembershipRole.MODERATOR)
    return channel


@pytest.fixture
def collection(session: Session, channel: Channel, mo: Actor) -> Collection:
    return make_collection(session, channel, mo)


def titles(session: Session, actor: Actor | None, collection: Collection) -> list[str | None]:
    """Return what the actor finds there; ``None`` for what is not open to them."""
    return [
        row.thread.title if row.thread else row.attachment.name if row.attachment else None
        for row in entries_of(session, actor, collection)
    ]


def test_each_reader_finds_what_they_may_open_anyway(
    session: Session, channel: Channel, mo: Actor, collection: Collection
) -> None:
    group = make_channel(session, "AG", kind=ChannelKind.GROUP, audience=Audience.INVITED)
    make_membership(session, group, mo)
    reader, guest = make_actor(session, "Leserin"), None
    inside = make_thread(session, group, mo, "Vertraulich")
    open_one = make_thread(session, channel, mo, "Offen")
    for thread in (inside, open_one):
        actions.add_thread(session, mo, collection, thread)
    session.commit()
    assert titles(session, mo, collection) == ["Vertraulich", "Offen"]
    assert titles(session, reader, collection) == [None, "Offen"]
    assert titles(session, guest, collection) == [None, None]
    assert collections_shown(session, mo).items[0].entries == 2
    assert collections_shown(session, reader).items[0].entries == 1
    assert collections_shown(session, guest).items == []
    open_one.removed_at = open_one.last_post_at
    session.commit()
    assert titles(session, reader, collection) == [None, None]


def test_nobody_adds_what_they_may_not_read_and_no_file_that_no_post_shows(
    session: Session, mo: Actor, collection: Collection
) -> None:
    group = make_channel(session, "AG", kind=ChannelKind.GROUP, audience=Audience.INVITED)
    inside = make_thread(session, group, make_actor(session, "Innen", role=Role.ADMIN))
    file = make_attachment(session, mo)
    with pytest.raises(NotFound):
        actions.add_thread(session, mo, collection, inside)
    with pytest.raises(Invalid, match="file_not_shown"):
        actions.add_file(session, mo, collection, file)
    with pytest.raises(NotAllowed):
        actions.add_file(session, make_actor(session, "Fremd"), collection, file)
    assert session.query(CollectionEntry).count() == 0


def test_entries_change_places_are_described_and_taken_out(
    session: Session, channel: Channel, mo: Actor, collection: Collection
) -> None:
    first, second, third = (
        actions.add_thread(session, mo, collection, make_thread(session, channel, mo, title))
        for title in "ABC"
    )
    again = session.get_one(Thread, first.thread_id)
    assert actions.add_thread(session, mo, collection, again).id == first.id
    actions.move_entry(session, mo, collection, third.id, direction="up")
    actions.move_entry(session, mo, collection, first.id, direction="up")
    assert titles(session, mo, collection) == ["A", "C", "B"]
    actions.move_entry(session, mo, collection, first.id, direction="down")
    actions.take_out(session, mo, collection, second.id)
    actions.describe_entries(session, mo, collection, notes={third.id: " Weil  es passt. ", 0: ""})
    assert titles(session, mo, collection) == ["C", "A"]
    assert [row.note for row in entries_of(session, mo, collection)] == ["Weil es passt.", ""]
    with pytest.raises(NotFound):
        actions.take_out(session, mo, collection, second.id)


def test_a_thread_that_was_merged_is_found_where_it_went(
    session: Session, channel: Channel, mo: Actor, collection: Collection
) -> None:
    former, into = (make_thread(session, channel, mo, title) for title in ("Alt", "Neu"))
    actions.add_thread(session, mo, collection, former)
    session.add(MergedThread(thread_id=former.id, into_id=into.id))
    former.removed_at = former.last_post_at
    session.commit()
    assert titles(session, mo, collection) == ["Neu"]


@pytest.mark.parametrize("note", ["", "Hier steht, wie es ging."])
def test_entries_follow_a_merged_thread_and_one_thread_is_listed_once(
    session: Session, channel: Channel, mo: Actor, collection: Collection, note: str
) -> None:
    former, into = (make_thread(session, channel, mo, title) for title in ("Alt", "Neu"))
    other = make_collection(session, channel, mo, "Zweite")
    actions.add_thread(session, mo, other, former, note="Allein.")
    actions.add_thread(session, mo, collection, former, note="Von vorher.")
    actions.add_thread(session, mo, collection, into, note=note)
    session.commit()
    event = ThreadMerged(thread_id=former.id, into_id=into.id, number=2)
    for _ in range(2):
        keep_collections_together(session, event)
        session.commit()
        entries = {
            one.id: [(row.thread_id, row.note) for row in _rows_of(session, one)]
            for one in (collection, other)
        }
        assert entries == {
            collection.id: [(into.id, note or "Von vorher.")],
            other.id: [(into.id, "Allein.")],
        }


def _rows_of(session: Session, collection: Collection) -> list[CollectionEntry]:
    return session.query(CollectionEntry).filter_by(collection_id=collection.id).all()


def test_a_collection_is_changed_by_who_moderates_now_and_by_nobody_over_another(
    session: Session, mo: Actor, collection: Collection
) -> None:
    prose = rendered("Anders.")
    edited = actions.edit_collection(
        session, mo, collection, version=1, title="Neuer Titel", prose=prose
    )
    assert edited.version == 2
    with pytest.raises(Conflict):
        actions.edit_collection(session, mo, collection, version=1, title="X", prose=prose)
    actions.remove_collection(session, mo, collection)
    with pytest.raises(NotAllowed, match="collection_removed"):
        actions.edit_collection(session, mo, collection, version=2, title="X", prose=prose)
    actions.restore_collection(session, mo, collection)
    assert collection.removed_at is None
    session.query(Membership).filter_by(actor_id=mo.id).update({"role": MembershipRole.MEMBER})
    for verb in (actions.remove_collection, actions.restore_collection):
        with pytest.raises(NotAllowed):
            verb(session, mo, collection)


def test_an_address_leads_to_the_thread_or_the_file(
    session: Session, channel: Channel, mo: Actor
) -> None:
    thread = make_thread(session, channel, mo)
    post, file = make_reply(session, thread, mo), make_attachment(session, mo)
    hub = "https://forum.example"
    assert thing_at(session, f" {hub}/threads/{thread.public_id}?after=20#x ") == thread
    assert thing_at(session, f"/posts/{post.public_id}") == thread
    assert thing_at(session, f"{hub}/attachments/{file.public_id}/preview") == file
    for nothing in ("", "http://[", f"{hub}/threads/new", "/people/mo", "/threads/" + "0" * 16):
        assert thing_at(session, nothing) is None
