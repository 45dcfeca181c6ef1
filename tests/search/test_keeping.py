"""The index follows what happens, repeats do no harm, and a rebuild finds what is missing."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.events import ProfileChanged
from forum.channels.models import Audience
from forum.channels.programme.events import ProgrammeLoaded
from forum.cli.search import rebuild
from forum.jobs.relay import relay
from forum.kernel.event_log import record
from forum.search.actions import index_posts
from forum.search.catching_up import forget_unused_words, index_missing
from forum.search.engines.compounds import compounds
from forum.search.models import SearchDocument
from forum.threads import actions
from forum.threads.text import compose
from forum.wiring import SUBSCRIBERS
from tests.factories.accounts import make_actor, make_city
from tests.factories.channels import make_channel
from tests.factories.threads import make_reply, make_tag, make_thread, opening_post
from tests.search.library import ask, titles, write


def found(session: Session, text: str) -> int:
    relay(SUBSCRIBERS)
    return len(ask(session, None, text).posts)


def test_the_index_follows_a_thread_through_its_life(session: Session) -> None:
    author = make_actor(session)
    thread = make_thread(
        session, make_channel(session, audience=Audience.PUBLIC), author, "Mangold", "Spinat"
    )
    make_reply(session, thread, author, "Rucola")
    assert [found(session, word) for word in ("mangold", "spinat", "rucola")] == [1, 1, 1]
    post = opening_post(session, thread)
    actions.edit(
        session, author, post, text=compose("Kohlrabi"), title="Wirsing", version=post.version
    )
    session.commit()
    assert [found(session, word) for word in ("mangold", "spinat")] == [0, 0]
    assert [found(session, word) for word in ("wirsing", "kohlrabi", "rucola")] == [1, 1, 1]
    session.execute(sa.delete(SearchDocument))
    session.commit()
    assert found(session, "rucola") == 0


def test_the_index_follows_a_person(session: Session) -> None:
    person = make_actor(session, "Ada Beispiel")
    person.function = "Imkerin"
    person.city = make_city(session, "Görlitz")
    record(session, ProfileChanged(actor_id=person.id))
    session.commit()
    for text in ("ada", "imker", "goerlitz", "stadt:görlitz ada"):
        relay(SUBSCRIBERS)
        assert [one.name for one in ask(session, person, text).people] == ["Ada Beispiel"], text


def test_threads_are_found_by_their_tags_and_the_synonyms_of_these(session: Session) -> None:
    author = make_actor(session)
    channel = make_channel(session, audience=Audience.PUBLIC)
    tag = make_tag(session, "Stadtteiltreff", "offener Treff")
    thread = make_thread(session, channel, author, "Mangold", "Spinat")
    make_reply(session, thread, author, "Rucola")
    assert found(session, "stadtteiltreff") == 0
    actions.tag(session, author, thread, words=["Offener Treff"])
    session.commit()
    # Only with the beginning of the thread: its replies may speak of something else.
    assert [found(session, word) for word in ("stadtteiltreff", '"offener treff"')] == [1, 1]
    assert titles(ask(session, None, "stadtteiltreff")) == ["Mangold"]
    tag.synonyms = "Begegnungsort"
    record(session, ProgrammeLoaded(slug="probe", added=0, changed=1, restored=0, archived=0))
    session.commit()
    assert [found(session, word) for word in ('"offener treff"', "begegnungsorte")] == [0, 1]
    actions.tag(session, author, thread, words=[])
    session.commit()
    assert found(session, "begegnungsort") == 0


def test_indexing_twice_is_indexing_once(session: Session) -> None:
    author = make_actor(session)
    thread = write(session, make_channel(session, audience=Audience.PUBLIC), author, "Mangold")
    post = opening_post(session, thread)
    for _ in range(3):
        index_posts(session, [post.id])
    session.commit()
    assert len(ask(session, None, "mangold").posts) == 1


def test_what_is_gone_from_the_database_is_gone_from_the_index(session: Session) -> None:
    author = make_actor(session)
    channel = make_channel(session, audience=Audience.PUBLIC)
    write(session, channel, author, "Mangold")
    session.execute(sa.delete(SearchDocument))
    session.commit()
    assert ask(session, None, "mangold").posts == []
    # Another document may get the same key: it must not be found by the words of the first.
    write(session, channel, author, "Rucola", "Anderes")
    assert ask(session, None, "mangold").posts == []
    assert titles(ask(session, None, "rucola")) == ["Anderes"]


def test_a_hub_without_an_index_fills_it_by_itself(session: Session) -> None:
    author = make_actor(session)
    make_thread(
        session, make_channel(session, audience=Audience.PUBLIC), author, "Mangold", "Spinat"
    )
    assert ask(session, None, "mangold").posts == []
    index_missing(session)
    assert len(ask(session, None, "mangold").posts) == 1
    assert index_missing(session) == 0


def test_the_rebuild_shows_what_it_did(app: Flask, session: Session) -> None:
    author = make_actor(session)
    make_thread(
        session, make_channel(session, audience=Audience.PUBLIC), author, "Mangold", "Spinat"
    )
    answer = app.test_cli_runner().invoke(rebuild)
    assert answer.exit_code == 0, answer.output
    assert "documents can be found" in answer.output
    assert len(ask(session, None, "mangold").posts) == 1


def test_words_of_removed_posts_are_forgotten(session: Session) -> None:
    author = make_actor(session)
    channel = make_channel(session, audience=Audience.PUBLIC)
    thread = write(session, channel, author, "Lieblingsmangold und Blattgemüse")
    write(session, channel, author, "Blattgemüse")
    actions.remove(session, author, opening_post(session, thread))
    index_posts(session, [opening_post(session, thread).id])
    assert compounds(session, "mangold") == ("lieblingsmangold",)
    forget_unused_words(session)
    assert compounds(session, "mangold") == ()
    assert compounds(session, "gemuse") == ("blattgemuse",)


@pytest.mark.parametrize("text", ["a " * 30_000, "x" * 50_000, "wort" + "wort" * 12_000])
def test_very_long_texts_are_indexed(session: Session, text: str) -> None:
    author = make_actor(session)
    channel = make_channel(session, audience=Audience.PUBLIC)
    write(session, channel, author, text[:40_000] + " Mangold", "Lang")
    assert titles(ask(session, None, "mangold")) == ["Lang"]
