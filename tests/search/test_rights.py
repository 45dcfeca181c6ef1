"""Only what the searcher may read: every kind of reader, every audience, every fate of a post."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, OrganisationKind, Role
from forum.channels.models import Audience, Channel, Membership, MembershipRole
from forum.kernel import clock
from forum.search.actions import index_people, index_posts, index_thread
from forum.search.answers import suggest
from forum.search.models import SearchDocument
from forum.threads import actions
from forum.threads.models import Post, ThreadKind
from forum.threads.policy import can_read_thread
from tests.factories.accounts import make_actor, make_organisation
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import make_reply, make_thread, opening_post
from tests.search.library import ask, enrol, titles, write

READERS = ("guest", "member", "peer", "authority", "invited", "admin")


def reader(session: Session, kind: str, channel: Channel) -> Actor | None:
    if kind == "guest":
        return None
    if kind == "admin":
        return make_actor(session, "Ria Leitung", role=Role.ADMIN)
    kinds = {"peer": OrganisationKind.BEARER, "authority": OrganisationKind.AUTHORITY}
    organisation = make_organisation(session, kinds[kind]) if kind in kinds else None
    person = make_actor(session, "Lea Leserin", organisation=organisation)
    if kind == "invited":
        make_membership(session, channel, person)
    return person


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("kind", READERS)
def test_search_and_suggestions_agree_with_the_policy(
    session: Session, kind: str, audience: Audience
) -> None:
    author = make_actor(session, "Ada Autorin", role=Role.ADMIN)
    enrol(session, author)
    channel = make_channel(session, audience=audience)
    thread = write(session, channel, author, "Der Blumenkohl blüht.", "Gemüsebeet")
    thread.kind = ThreadKind.QUESTION
    session.flush()
    person = reader(session, kind, channel)
    membership = (
        None
        if person is None
        else session.scalar(
            sa.select(Membership).where(
                Membership.actor_id == person.id, Membership.channel_id == channel.id
            )
        )
    )
    may_read = bool(can_read_thread(person, thread, membership))
    expected = ["Gemüsebeet"] if may_read else []
    words_and_filters = (
        "blumenkohl",
        "gemüsebeet",
        "-nichts nach:2020",
        "ungelöst",
        "von:ada kohl",
    )
    for words in words_and_filters:
        assert titles(ask(session, person, words)) == expected, words
    suggested = suggest(session, person, "gemü")
    assert [one.title for one in suggested.threads] == expected


def test_a_hidden_channel_cannot_be_told_from_one_that_does_not_exist(session: Session) -> None:
    member = make_actor(session)
    make_channel(session, "Klausur", audience=Audience.INVITED, slug="klausur")
    hidden, missing = ask(session, member, "in:klausur"), ask(session, member, "in:niemals")
    assert hidden.hints == missing.hints
    assert hidden.posts == missing.posts == []


def test_what_left_the_channel_before_the_index_knows_is_not_shown(session: Session) -> None:
    author = make_actor(session)
    channel = make_channel(session, audience=Audience.PUBLIC)
    removed = write(session, channel, author, "Hier steht Zebrastreifen.", "Weg")
    held = write(session, channel, author, "Hier steht Zebrastreifen.", "Gehalten")
    lost = write(session, channel, author, "Hier steht Zebrastreifen.", "Ohne Beitrag")
    moved = write(session, channel, author, "Hier steht Zebrastreifen.", "Verschoben")
    removed.removed_at = clock.now()
    held.visible_at = None
    opening_post(session, lost).removed_at = clock.now()
    moved.channel_id = make_channel(session, audience=Audience.MEMBERS).id
    session.commit()
    assert titles(ask(session, None, "zebra")) == []
    assert suggest(session, None, "verschoben").threads == []


def test_not_even_their_authors_find_held_and_removed_posts(session: Session) -> None:
    moderator = make_actor(session)
    channel = make_channel(session, audience=Audience.PUBLIC)
    make_membership(session, channel, moderator, MembershipRole.MODERATOR)
    thread = write(session, channel, moderator, "Hier steht Zebrastreifen.")
    opening_post(session, thread).visible_at = None
    session.commit()
    assert titles(ask(session, moderator, "zebra")) == []


def test_a_removed_post_leaves_the_index_and_comes_back(session: Session) -> None:
    author = make_actor(session)
    channel = make_channel(session, audience=Audience.PUBLIC)
    thread = make_thread(session, channel, author)
    post = make_reply(session, thread, author, "Hier steht Zebrastreifen.")
    index_thread(session, thread.id)
    for change, expected in ((actions.remove, 0), (actions.restore, 1)):
        change(session, author, post)
        session.commit()
        index_posts(session, [post.id])
        assert len(ask(session, None, "zebra").posts) == expected
        assert documents_of(session, post) == expected


def documents_of(session: Session, post: Post) -> int:
    statement = sa.select(sa.func.count()).where(SearchDocument.post_id == post.id)
    return session.scalar(statement) or 0


def test_guests_find_no_people_and_members_none_that_have_left(session: Session) -> None:
    gone, here = make_actor(session, "Zoe Gegangen"), make_actor(session, "Zoe Geblieben")
    enrol(session, gone, here)
    gone.closed_at = clock.now()
    session.commit()
    assert [one.name for one in ask(session, here, "zoe").people] == ["Zoe Geblieben"]
    assert ask(session, None, "zoe").people == []
    assert suggest(session, None, "zoe").people == []
    assert index_people(session, [gone.id, here.id]) == 1
