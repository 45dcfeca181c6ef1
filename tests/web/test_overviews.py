"""Lists across all channels: what they hold, their addresses, and what they cost."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Audience, Channel, ChannelKind
from forum.kernel import clock
from forum.threads import actions
from forum.threads.models import ReadMark, Thread, ThreadKind
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel
from tests.factories.threads import make_reply, make_thread
from tests.queries import QueryCounter

TITLES = ("Alt", "Mitte", "Neu", "Offen", "Gruppe")


@pytest.fixture
def actor(client: FlaskClient, session: Session) -> Actor:
    actor = make_actor(session, "Kim Tester", locale="en")
    sign_in(client, session, actor)
    return actor


@pytest.fixture
def theme(session: Session) -> Channel:
    return make_channel(session, "Beteiligung", audience=Audience.PUBLIC, slug="beteiligung")


@pytest.fixture
def city(session: Session) -> Channel:
    return make_channel(session, "Löbau", kind=ChannelKind.CITY, slug="stadt-loebau")


@pytest.fixture
def threads(session: Session, theme: Channel, city: Channel) -> dict[str, Thread]:
    """Return threads by title, begun in this order; the oldest was answered last."""
    olga = make_actor(session, "Olga")
    group = make_channel(session, "Geheim", audience=Audience.INVITED)
    olga.role = olga.role.ADMIN
    made = {
        "Alt": make_thread(session, theme, olga, "Alt"),
        "Mitte": make_thread(session, theme, olga, "Mitte", places=[city]),
        "Neu": make_thread(session, city, olga, "Neu"),
        "Offen": make_thread(session, city, olga, "Offen"),
        "Gruppe": make_thread(session, group, olga, "Gruppe"),
    }
    made["Offen"].kind = ThreadKind.QUESTION
    for number, thread in enumerate(made.values()):
        thread.visible_at = clock.now() - dt.timedelta(hours=10 - number)
        thread.last_post_at = thread.visible_at
    session.commit()
    make_reply(session, made["Alt"], olga)
    return made


def shown(page: str) -> list[str]:
    """Return the titles of a list, in its order."""
    found = [part.partition("<")[0].strip() for part in page.split('">')]
    return [title for title in found if title in TITLES]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Alt", "Offen", "Neu", "Mitte"]),
        ("?sort=newest", ["Offen", "Neu", "Mitte", "Alt"]),
        ("?sort=oldest", ["Alt", "Mitte", "Neu", "Offen"]),
        ("?theme=beteiligung", ["Alt", "Mitte"]),
        ("?city=stadt-loebau&sort=newest", ["Offen", "Neu", "Mitte"]),
        ("?theme=beteiligung&city=stadt-loebau", ["Mitte"]),
        ("?kind=question", ["Offen"]),
        ("?unanswered=1&sort=oldest", ["Mitte", "Neu", "Offen"]),
        ("?theme=beteiligung&unanswered=1", ["Mitte"]),
    ],
)
def test_a_list_holds_what_its_address_asks_for(
    client: FlaskClient,
    actor: Actor,
    threads: dict[str, Thread],
    query: str,
    titles: list[str],
) -> None:
    answer = client.get(f"/threads{query}")
    assert answer.status_code == 200
    assert shown(answer.text) == titles


def test_guests_find_what_is_public_and_nothing_is_new_to_them(
    client: FlaskClient, threads: dict[str, Thread]
) -> None:
    assert shown(client.get("/threads").text) == ["Alt", "Mitte"]
    assert client.get("/threads?unread=1").location == "/threads"
    assert client.get("/threads/mine").location.startswith("/sign-in")


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("?theme=&city=&kind=&sort=latest", ""),
        ("?sort=newest&city=stadt-loebau&theme=", "?city=stadt-loebau&sort=newest"),
        ("?unanswered=1&unread=1&utm=x", "?unread=1&unanswered=1"),
        ("?after=nonsense&unread=yes", ""),
    ],
)
def test_each_list_has_one_address(
    client: FlaskClient, actor: Actor, city: Channel, asked: str, canonical: str
) -> None:
    answer = client.get(f"/threads{asked}")
    assert (answer.status_code, answer.location) == (302, f"/threads{canonical}")
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize("query", ["?theme=weg", "?city=geheim", "?kind=rant", "?sort=karma"])
def test_what_is_not_known_is_left_out_with_a_sentence(
    client: FlaskClient, actor: Actor, threads: dict[str, Thread], query: str
) -> None:
    page = client.get(f"/threads{query}").text
    assert "It was left out." in page
    assert len(shown(page)) == 4


def test_what_is_unread_is_counted_to_the_post(
    client: FlaskClient, session: Session, actor: Actor, theme: Channel
) -> None:
    olga = make_actor(session, "Olga")
    thread = make_thread(session, theme, olga, "Alt")
    posts = [make_reply(session, thread, olga) for _ in range(5)]
    address = f"/threads/{thread.public_id}"
    client.get(address)
    assert shown(client.get("/threads?unread=1").text) == []
    posts += [make_reply(session, thread, olga) for _ in range(4)]
    assert "4 new" in client.get("/threads?unread=1").text
    for post in (posts[6], posts[8]):
        actions.remove(session, olga, post)
    session.commit()
    # Tombstones are nothing new, neither in the middle nor at the end.
    assert "2 new" in client.get("/threads?unread=1").text
    actions.mark_unread(session, actor, thread, number=4)
    session.commit()
    assert "5 new" in client.get("/threads").text
    page = client.get(f"{address}?after=0").text
    divider = page.index("divider--new")
    assert page.index(f"post-{posts[1].public_id}") < divider
    assert divider < page.index(f"post-{posts[2].public_id}")


def test_what_was_marked_as_unread_counts_however_old_it_is(
    client: FlaskClient, session: Session, actor: Actor, theme: Channel
) -> None:
    thread = make_thread(session, theme, make_actor(session, "Olga"), "Alt")
    actor.created_at = thread.last_post_at = clock.now() - dt.timedelta(days=90)
    session.commit()
    assert "(1)" not in client.get("/channels").text.partition("</title>")[0]
    actions.mark_unread(session, actor, thread, number=1)
    session.commit()
    assert "(1)" in client.get("/channels").text.partition("</title>")[0]
    assert session.query(ReadMark).one().number == 0


def test_ones_own_threads_are_those_begun_and_those_answered(
    client: FlaskClient, session: Session, actor: Actor, threads: dict[str, Thread]
) -> None:
    make_thread(session, threads["Neu"].channel, actor, "Mitte")
    make_reply(session, threads["Neu"], actor)
    gone = make_reply(session, threads["Offen"], actor)
    actions.remove(session, actor, gone)
    session.commit()
    assert shown(client.get("/threads/mine").text) == ["Mitte"]
    assert shown(client.get("/threads/mine?show=answered").text) == ["Neu"]


@pytest.mark.parametrize("sort", ["latest", "newest", "oldest"])
def test_each_order_is_read_on_and_back_without_gaps(
    client: FlaskClient, session: Session, actor: Actor, theme: Channel, sort: str
) -> None:
    moment = clock.now()
    for number in range(45):
        thread = make_thread(session, theme, actor, f"Nummer {number:02}")
        thread.visible_at = thread.last_post_at = moment - dt.timedelta(minutes=number // 9)
    session.commit()

    def walk(address: str, direction: str) -> list[str]:
        seen: list[str] = []
        while address:
            page = client.get(address, follow_redirects=True).text
            seen += [part[:2] for part in page.split('">Nummer ')[1:]]
            link = page.partition(f'rel="{direction}"')[0].rpartition('href="')[2]
            more = f'rel="{direction}"' in page
            address = link.partition('"')[0].replace("&amp;", "&") if more else ""
            last.append(address)
        return seen

    last: list[str] = []
    forward = walk(f"/threads?sort={sort}", "next")
    assert (len(forward), len(set(forward))) == (45, 45)
    backward = walk(last[-2], "prev")
    assert set(backward) == set(forward)
    assert urlsplit(last[-2]).path == "/threads"


def test_a_narrowed_list_costs_the_same_however_long(
    client: FlaskClient,
    session: Session,
    actor: Actor,
    theme: Channel,
    city: Channel,
    count_queries: QueryCounter,
) -> None:
    costs = []
    for count in (2, 25):
        for number in range(count):
            thread = make_thread(session, theme, actor, f"Nummer {number}", places=[city])
            actions.remove(session, actor, make_reply(session, thread, actor))
        session.commit()
        for address in ("/threads?theme=beteiligung&city=stadt-loebau", "/threads/mine"):
            client.get(address)
            with count_queries() as queries:
                assert client.get(address).status_code == 200
            costs.append(len(queries))
    assert costs[:2] == costs[2:]
