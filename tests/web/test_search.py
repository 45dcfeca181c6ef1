"""Search over HTTP: results, filters, paging, suggestions, and nothing that breaks it."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from forum.channels.models import Audience, ChannelKind
from forum.jobs.relay import relay
from forum.search.actions import index_thread
from forum.threads import actions
from forum.wiring import SUBSCRIBERS
from tests.factories.accounts import make_actor, make_city, make_organisation, sign_in
from tests.factories.channels import make_channel
from tests.factories.messaging import make_conversation, make_message, make_room
from tests.factories.threads import make_question, make_reply, make_tag, make_thread
from tests.queries import QueryCounter
from tests.search.library import enrol, write


def test_what_was_just_written_is_found_with_place_author_date_and_sentence(
    session: Session, client: FlaskClient
) -> None:
    city = make_city(session, "Görlitz")
    author = make_actor(
        session, "Mia Muster", organisation=make_organisation(session, name="Verein X"), city=city
    )
    channel = make_channel(session, "Begegnung", audience=Audience.PUBLIC)
    thread = make_thread(session, channel, author, "Grüne Höfe", "Erster Satz. Wir pflanzen Bäume!")
    relay(SUBSCRIBERS)
    page = client.get("/search", query_string={"q": "baum"}).text
    assert "Grüne Höfe" in page
    assert "Wir pflanzen <mark>Bäume</mark>!" in page
    assert "Erster Satz" not in page
    for shown in ("Begegnung", "Mia Muster", "Verein X", "Görlitz", "<time"):
        assert shown in page
    make_reply(session, thread, author, "Noch mehr Blumenkübel.")
    relay(SUBSCRIBERS)
    assert "<mark>Blumenkübel</mark>" in client.get("/search?q=blumenkuebel").text


def test_html_in_texts_titles_and_queries_stays_text(session: Session, client: FlaskClient) -> None:
    author = make_actor(session)
    channel = make_channel(session, audience=Audience.PUBLIC)
    evil = "<img src=x onerror=alert(1)> gefunden <script>"
    write(session, channel, author, evil, "<b>Titel</b> gefunden")
    page = client.get("/search", query_string={"q": 'gefunden "><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
    page = client.get("/search?q=gefunden").text
    assert "<img src=x" not in page
    assert "&lt;b&gt;Titel&lt;/b&gt; <mark>gefunden</mark>" in page


def test_every_filter_narrows_and_can_be_taken_away(session: Session, client: FlaskClient) -> None:
    ada, bea = make_actor(session, "Ada Eins"), make_actor(session, "Bea Zwei")
    enrol(session, ada, bea)
    theme = make_channel(session, "Grüne Räume", audience=Audience.PUBLIC)
    city = make_city(session, "Löbau")
    town = make_channel(
        session, "Löbau", kind=ChannelKind.CITY, audience=Audience.PUBLIC, city_id=city.id
    )
    write(session, theme, ada, "Kresse", "Von Ada")
    answered = write(session, town, bea, "Kresse", "Von Bea")
    make_reply(session, answered, ada, "Danke")
    for narrowed, expected in {
        "von:ada": "Ada",
        "from:@bea": "Bea",
        'von:"Ada Eins"': "Ada",
        'in:"grüne räume"': "Ada",
        "in:Löbau": "Bea",
        "stadt:loebau": "Bea",
        "city:Löb": "Bea",
        "thema:raume": "Ada",
        "unbeantwortet": "Ada",
        "unanswered": "Ada",
    }.items():
        page = client.get("/search", query_string={"q": f"kresse {narrowed}"}).text
        found = {name for name in ("Ada", "Bea") if f">Von {name}<" in page}
        assert found == {expected}, narrowed
        assert 'class="filters__link"' in page
        assert 'href="/search?q=kresse"' in page
    for dated, count in {
        "nach:2020 vor:2100": 2,
        "before:01.01.2020": 0,
        "after:2099": 0,
        "von:niemand": 0,
        "in:nirgends": 0,
        "von:ada in:Löbau": 0,
    }.items():
        page = client.get("/search", query_string={"q": f"kresse {dated}"}).text
        assert page.count('<h3 class="thread-row__title">') == count, dated


def test_questions_and_tags_narrow_a_search(session: Session, client: FlaskClient) -> None:
    author = make_actor(session)
    channel = make_channel(session, audience=Audience.PUBLIC)
    make_tag(session, "Stadtteiltreff", "offener Treff")
    make_tag(session, "Altes", archived=True)
    plan: dict[str, object] = {"tags": ["Stadtteiltreff"]}
    threads = {
        "open": make_question(session, channel, author, **plan),
        "solved": make_question(session, channel, author),
        "talk": make_thread(session, channel, author),
    }
    for name, thread in threads.items():
        thread.title = f"Kresse {name}"
        answer = make_reply(session, thread, author)
        if name == "solved":
            actions.accept_answer(session, author, answer)
        session.commit()
        index_thread(session, thread.id)
    session.commit()
    for narrowed, expected in {
        "ungelöst": {"open"},
        "ist:ungelöst": {"open"},
        "gelöst": {"solved"},
        "is:solved": {"solved"},
        "unbeantwortet": set(),
        "schlagwort:stadtteiltreff": {"open"},
        'tag:"Offener Treff"': {"open"},
        "tag:stadtteil": {"open"},
        "tag:altes": set(),
        "tag:nirgends": set(),
    }.items():
        page = client.get("/search", query_string={"q": f"kresse {narrowed}"}).text
        found = {name for name in threads if f"</mark> {name}<" in page}
        assert found == expected, narrowed
        is_unknown = "Dieses Schlagwort gibt es nicht." in page
        assert is_unknown is (narrowed == "tag:nirgends"), narrowed


def test_people_come_first_where_they_were_named(session: Session, client: FlaskClient) -> None:
    reader = make_actor(session, "Ria Leserin")
    named = make_actor(session, "Klara Linde")
    named.offers = "Ich helfe bei Anträgen."
    session.commit()
    enrol(session, reader, named)
    channel = make_channel(session, audience=Audience.MEMBERS)
    write(session, channel, reader, "Die Linde und die Anträge.", "Bäume")
    sign_in(client, session, reader)
    by_name = client.get("/search?q=linde").text
    assert by_name.index("people-found") < by_name.index("posts-found")
    by_offer = client.get("/search?q=antrag").text
    assert by_offer.index("posts-found") < by_offer.index("people-found")
    assert "posts-found" not in client.get("/search?q=linde&kind=people").text
    assert "people-found" not in client.get("/search?q=linde&kind=posts").text


def test_pages_follow_each_other_without_gap_or_repetition(
    session: Session, client: FlaskClient, count_queries: QueryCounter
) -> None:
    author = make_actor(session)
    channel = make_channel(session, audience=Audience.PUBLIC)
    for number in range(25):
        write(session, channel, author, "Rhabarber", f"Beet {number:02}")
    seen = []
    for page, order in ((1, "newest"), (2, "newest")):
        text = client.get(f"/search?q=rhabarber&order={order}&page={page}").text
        seen += [f"Beet {n:02}" for n in range(24, -1, -1) if f"Beet {n:02}" in text]
    assert seen == [f"Beet {number:02}" for number in range(24, -1, -1)]
    with count_queries() as few:
        client.get("/search?q=rhabarber&page=2")
    with count_queries() as many:
        client.get("/search?q=rhabarber")
    assert len(few) == len(many)
    for wrong in ("0", "-1", "99999999999999999999", "x"):
        assert client.get(f"/search?q=rhabarber&page={wrong}").status_code == 200


def test_a_title_says_more_than_a_text(session: Session, client: FlaskClient) -> None:
    author = make_actor(session)
    channel = make_channel(session, audience=Audience.PUBLIC)
    write(session, channel, author, "Es geht um vieles hier.", "Spielplatz am Markt")
    write(session, channel, author, "Es geht um den Spielplatz hier.", "Sonstiges")
    page = client.get("/search?q=spielplatz").text
    assert page.index("am Markt") < page.index("Sonstiges")


def test_the_empty_page_and_an_empty_result_say_what_to_do(client: FlaskClient) -> None:
    assert "von:Name" in client.get("/search").text
    nothing = client.get("/search?q=xylophonquark").text
    assert "nichts gefunden" in nothing
    assert "von:Name" in nothing


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ('"runder tisch', "Anführungszeichen"),
        ("von: tisch", "Doppelpunkt"),
        ("vor:gestern tisch", "Datum"),
        ("tisch " * 100, "sehr lang"),
        (" ".join("abcdefghijklmnopq"), "zwölf"),
    ],
)
def test_what_could_not_be_read_is_looked_for_as_words_and_said(
    session: Session, client: FlaskClient, asked: str, hint: str
) -> None:
    write(
        session,
        make_channel(session, audience=Audience.PUBLIC),
        make_actor(session),
        "Gestern ein runder Tisch. " + " ".join("abcdefghijklmnopq"),
        "Titelzeile",
    )
    page = client.get("/search", query_string={"q": asked}).text
    assert hint in page
    assert "Titelzeile" in page


def test_suggestions_name_people_and_threads(session: Session, client: FlaskClient) -> None:
    reader = make_actor(session, "Spiros Leser")
    enrol(session, reader)
    write(session, make_channel(session, "Höfe"), reader, "Text", "Spielstraße <b>jetzt</b>")
    sign_in(client, session, reader)
    found = client.get("/search/suggestions?q=spi").json
    assert found is not None
    assert [(one["label"], one["kind"]) for one in found] == [
        ("Spiros Leser", "person"),
        ("Spielstraße <b>jetzt</b>", "thread"),
    ]
    assert client.get("/search/suggestions?q=").json == []


def test_messages_are_found_with_their_room_and_lead_to_their_place(
    session: Session, client: FlaskClient
) -> None:
    ada, ben = make_actor(session, "Ada Eins"), make_actor(session, "Ben Zwei")
    room = make_room(session, make_channel(session, "Höfe", slug="hoefe"))
    message = make_message(session, room, ada, "Die <b>Linde</b> blüht.")
    talk = make_conversation(session, ada, ben)
    make_message(session, talk, ben, "Unsere Linde auch.")
    session.commit()
    relay(SUBSCRIBERS)
    sign_in(client, session, ada)
    page = client.get("/search?q=linden").text
    assert "messages-found" in page
    place = f"/channels/hoefe/chat?message={message.public_id}#message-{message.public_id}"
    assert place in page
    assert client.get(place.partition("#")[0]).status_code == 200
    assert "<mark>Linde</mark>" in page
    assert "<b>" not in page.partition("messages-found")[2].partition("</section>")[0]
    assert f'href="/chat/{talk.public_id}">Ben Zwei</a>' in page
    assert "messages-found" not in client.get("/search?q=linde&kind=posts").text
    only = client.get("/search?q=linde&kind=messages").text
    assert "messages-found" in only
    assert 'aria-current="page">Nachrichten' in only
    sign_in(client, session, make_actor(session))
    assert "Unsere" not in client.get("/search?q=linde").text


def test_a_room_is_searched_by_its_readers_alone(
    session: Session, client: FlaskClient, count_queries: QueryCounter
) -> None:
    ada, ben = make_actor(session, "Ada Eins"), make_actor(session, "Ben Zwei")
    talk = make_conversation(session, ada, ben)
    for number in range(25):
        make_message(session, talk, ben, f"Rhabarber {number:02}")
    make_message(session, make_conversation(session, ada, ben), ben, "Rhabarber anderswo")
    session.commit()
    relay(SUBSCRIBERS)
    address = f"/chat/{talk.public_id}/search"
    assert client.get(address).status_code in {302, 303}
    sign_in(client, session, ada)
    assert f'action="{address}"' in client.get(f"/chat/{talk.public_id}").text
    first, second = (client.get(f"{address}?q=rhabarber&page={page}").text for page in (1, 2))
    seen = re.findall(r"</mark> (\d\d)<", first + second)
    assert seen == [f"{number:02}" for number in range(24, -1, -1)]
    assert "anderswo" not in first + second
    assert "nichts gefunden" in client.get(f"{address}?q=xylophonquark").text
    with count_queries() as few:
        client.get(f"{address}?q=rhabarber&page=2")
    with count_queries() as many:
        client.get(f"{address}?q=rhabarber")
    assert len(few) == len(many)
    for wrong in ("?page=-1&q=rhabarber", "?page=x", "?q=%22%27)(*&page=99999999999999999999"):
        assert client.get(address + wrong).status_code == 200
    sign_in(client, session, make_actor(session, "Dritte"))
    assert client.get(f"{address}?q=rhabarber").status_code == 404


PIECES = st.sampled_from(
    ["von:", "in:", "stadt:", "vor:", "nach:", '"', "-", "(", ")", "*", "^", "NEAR", "AND", "OR",
     "NOT", "NOT (", "{title}:", "'", "\\", ":*", "&", "|", "!", "<->", "=", "==", "%", "_", ";--",
     "\ud83d", "ungelöst", "Haus", "ä", "ß", "İ", "ﬁ", "𝔘", "क्षि", "٣", "²", "🙂", "\u202e",  # noqa: RUF001
     " ", "9999-99-99", "31.02.2026", "0000", "٠١/٢٠٢٦", "²²²²", ":innen"]  # noqa: RUF001
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(parts=st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=14), sign=st.booleans())
def test_nothing_that_can_be_typed_breaks_the_search(
    app: Flask, session: Session, client: FlaskClient, parts: list[str], *, sign: bool
) -> None:
    asked = "".join(parts).encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    asked = asked.replace("\0", "")  # refused by every page
    for path in ("/search", "/search/suggestions"):
        values = {"q": asked, "order": "newest" if sign else "relevance"}
        assert client.get(path, query_string=values).status_code == 200
