"""Summing a thread up: versions, citations, what is new since."""

import pytest
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.curation import actions
from forum.curation.models import Collection, Summary, SummaryVersion
from forum.curation.queries import summary_row, versions_of
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.markup import RENDERER_VERSION
from forum.threads.models import Thread
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.curation import make_collection, make_summary
from tests.factories.threads import make_reply, make_thread


@pytest.fixture
def thread(session: Session) -> Thread:
    """Return a thread of an administrator's, who may sum it up."""
    author = make_actor(session, "Ada Admin", role=Role.ADMIN)
    return make_thread(session, make_channel(session), author)


def test_each_text_is_a_version_and_the_first_of_two_writers_wins(
    session: Session, thread: Thread
) -> None:
    ada = session.get_one(Actor, thread.author_id)
    make_summary(session, thread, ada, "Erstens.")

    def write(text: str) -> Summary:
        return actions.write_summary(session, ada, thread, source=text, version=1, up_to=1)

    summary = write("Zweitens.")
    assert (summary.version, summary.source) == (2, "Zweitens.")
    with pytest.raises(Conflict):
        write("Drittens.")
    with pytest.raises(Invalid):
        write(" \n")
    actions.remove_summary(session, ada, thread)
    assert session.get(Summary, thread.id) is None
    with pytest.raises(NotFound):
        actions.remove_summary(session, ada, thread)
    # Numbers go on, so that a link to a version never leads to another one.
    assert make_summary(session, thread, ada, "Viertens.").version == 3
    kept = [(one.version, one.source) for one in versions_of(session, thread)]
    assert kept == [(1, "Erstens."), (2, "Zweitens.")]


def test_numbers_become_links_to_posts_that_can_be_read_and_to_no_others(
    session: Session, thread: Thread
) -> None:
    ada = session.get_one(Actor, thread.author_id)
    second, third = (make_reply(session, thread, ada) for _ in range(2))
    third.visible_at = None
    session.commit()
    text = "Siehe #2, (#2) und #3, #77; nicht a#2, /#2 oder [#2](https://example.org)."
    html = make_summary(session, thread, ada, text).html
    assert html.count(f'href="/posts/{second.public_id}"') == 2
    assert html.count("/posts/") == 2
    assert "#3, #77" in html


def test_what_came_after_the_summary_is_new_until_somebody_says_that_it_still_holds(
    session: Session, thread: Thread
) -> None:
    ada = session.get_one(Actor, thread.author_id)
    make_summary(session, thread, ada, "Stand.")
    first = make_reply(session, thread, ada)
    make_reply(session, thread, ada).removed_at = first.created_at
    make_reply(session, thread, ada)
    session.commit()
    row = summary_row(session, thread)
    assert row is not None
    assert (row.new_posts, row.first_new) == (2, first.public_id)
    # Written while the last post was on its way: it is still new, nobody has taken it in.
    actions.write_summary(session, ada, thread, source="Stand.", version=1, up_to=3)
    row = summary_row(session, thread)
    assert row is not None
    assert (row.new_posts, row.version) == (1, 1)
    assert session.query(SummaryVersion).count() == 0


def test_texts_of_an_older_renderer_are_made_again(session: Session, thread: Thread) -> None:
    ada = session.get_one(Actor, thread.author_id)
    summary = make_summary(session, thread, ada, "Siehe #1.")
    collection = make_collection(session, thread.channel, ada)
    for model in (Summary, Collection):
        session.query(model).update({"renderer_version": 0, "html": "old"})
    session.commit()
    assert [actions.render_curated_again(session) for _ in range(2)] == [2, 0]
    assert "/posts/" in summary.html
    assert "<strong>hilft</strong>" in collection.html
    assert {summary.renderer_version, collection.renderer_version} == {RENDERER_VERSION}
