"""Threads over HTTP: reading, starting, answering, and what a page costs."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, OrganisationKind
from forum.channels.models import Audience, Channel, ChannelKind, MembershipRole
from forum.kernel import clock
from forum.threads import actions
from forum.threads.models import Post, ReadMark, Thread
from tests.factories.accounts import make_actor, make_city, make_organisation, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import add_replies, make_reply, make_thread
from tests.web.forms import Form, form_with, forms_of, press, send, submit


@pytest.fixture
def actor(client: FlaskClient, session: Session) -> Actor:
    """Return who is signed in."""
    actor = make_actor(session, "Kim Tester", locale="en")
    sign_in(client, session, actor)
    return actor


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


def own_form(client: FlaskClient, address: str) -> Form:
    """Return the form that sends to the page it stands on."""
    return next(form for form in forms_of(client.get(address)) if not form.action)


def mark_of(session: Session, actor: Actor, thread: Thread) -> int | None:
    mark = session.get(ReadMark, (actor.id, thread.id), populate_existing=True)
    return None if mark is None else mark.number


def test_a_member_starts_a_thread_and_lands_on_it(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    city = make_channel(session, "Löbau", kind=ChannelKind.CITY)
    address = f"/channels/{channel.slug}/threads/new"
    assert "All members of this forum read along here" in client.get(address).text
    values: dict[str, object] = {
        "title": "Wer gießt im August?",
        "body": "Wir suchen **Ideen**.",
        "places": [city.slug],
    }
    response = submit(client, address, values, follow_redirects=True)
    thread = session.query(Thread).one()
    assert (thread.author_id, response.request.path) == (actor.id, f"/threads/{thread.public_id}")
    assert "<strong>Ideen</strong>" in response.text
    for place in (channel, city):
        assert client.get(f"/channels/{place.slug}").text.count("Wer gießt im August?") == 1
    assert client.get("/threads/unanswered").text.count("Wer gießt im August?") == 1


def test_a_reply_is_published_at_the_end_of_the_thread(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, make_actor(session, "Alex Beispiel"))
    address = f"/threads/{thread.public_id}"
    response = submit(client, address, {"body": "Bei uns der Träger."}, follow_redirects=True)
    assert response.request.path == address
    assert "Bei uns der Träger." in response.text
    assert session.query(Post).filter_by(number=2).one().author_id == actor.id


@pytest.mark.usefixtures("actor")
@pytest.mark.parametrize(
    ("title", "body", "says"),
    [
        (" \u202e\u200b ", "Mein langer Text", "Please write something here first."),
        ("Titel", "\x07 \u2066 ", "Please write something here first."),
        ("Titel " * 60, "Mein langer Text", "at most 200 characters"),
        ("Titel", "ä" * 50_001, "at most 50000 characters"),
        ("Titel", "x" * 5_000_000, "at most 50000 characters"),
    ],
    ids=["invisible title", "invisible text", "long title", "long text", "5 MB"],
)
def test_what_is_refused_comes_back_as_it_was_typed(
    client: FlaskClient, session: Session, channel: Channel, title: str, body: str, says: str
) -> None:
    address = f"/channels/{channel.slug}/threads/new"
    response = submit(client, address, {"title": title, "body": body})
    assert response.status_code == 422
    assert says in response.text
    form = form_with(response, "body")
    assert form.values["body"] == [body]
    assert form.values["title"][0].split() == title.split()
    assert session.query(Thread).count() == 0


@pytest.mark.usefixtures("actor")
def test_control_characters_and_direction_overrides_are_left_out(
    client: FlaskClient, session: Session, channel: Channel
) -> None:
    submit(
        client,
        f"/channels/{channel.slug}/threads/new",
        {"title": "Geld\u202egnp.exe\x00", "body": "A\u202eB\x07C\u2066D"},
    )
    thread = session.query(Thread).one()
    assert thread.title == "Geldgnp.exe"
    assert session.query(Post).one().source == "ABCD"


@pytest.mark.usefixtures("actor")
def test_a_form_sent_twice_makes_one_thread(
    client: FlaskClient, session: Session, channel: Channel
) -> None:
    address = f"/channels/{channel.slug}/threads/new"
    form = form_with(client.get(address), "body")
    values: dict[str, object] = {"title": "Titel", "body": "Text"}
    first, second = (send(client, form, address, values) for _ in range(2))
    assert first.location == second.location
    assert session.query(Thread).count() == 1
    changed = send(client, form, address, {"title": "Titel", "body": "Anderer Text"})
    assert changed.status_code == 409
    again = form_with(changed, "body")
    assert again.values["body"] == ["Anderer Text"]
    assert send(client, again, address, {}).status_code == 303
    assert session.query(Thread).count() == 2


@pytest.mark.usefixtures("actor")
def test_without_scripts_the_preview_button_shows_the_text_above_the_form(
    client: FlaskClient, session: Session, channel: Channel
) -> None:
    response = submit(
        client,
        f"/channels/{channel.slug}/threads/new",
        {"title": "Titel", "body": "Ein *schöner* Text", "intent": "preview"},
    )
    assert response.status_code == 200
    assert "<em>schöner</em>" in response.text
    assert form_with(response, "body").values["body"] == ["Ein *schöner* Text"]
    assert session.query(Thread).count() == 0


@pytest.mark.usefixtures("actor")
def test_a_closed_thread_says_so_instead_of_offering_a_form(
    client: FlaskClient, session: Session, channel: Channel
) -> None:
    thread = make_thread(session, channel, make_actor(session))
    form = form_with(client.get(f"/threads/{thread.public_id}"), "body")
    thread.locked_at = clock.now()
    session.commit()
    page = client.get(f"/threads/{thread.public_id}")
    assert "This thread is closed." in page.text
    assert "<textarea" not in page.text
    # It was closed while somebody wrote: the words come back.
    late = send(client, form, "", {"body": "Zu spät, aber lang"})
    assert late.status_code == 403
    assert "This thread is closed." in late.text
    assert form_with(late, "body").values["body"] == ["Zu spät, aber lang"]


def test_pages_of_a_thread_hold_twenty_posts_and_stay_where_they_are(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, actor)
    add_replies(session, thread, actor, 44)
    address = f"/threads/{thread.public_id}"
    first = client.get(address)
    assert first.text.count("<article") == 20
    assert f"{address}?after=20" in first.text
    assert "Write a reply" in first.text
    last = client.get(f"{address}?after=40")
    assert last.text.count("<article") == 5
    assert "Beitrag 45" in last.text
    assert "<textarea" in last.text
    for odd in ("?after=47", "?after=-3", "?after=x", "?after=99999999999999999999"):
        assert client.get(address + odd).status_code == 200
    assert "Beitrag 45" in client.get(f"{address}?after=999999").text


def test_reading_moves_the_mark_forward_and_only_forward(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, make_actor(session))
    add_replies(session, thread, actor, 44)
    address = f"/threads/{thread.public_id}"
    client.get(address, headers={"Sec-Purpose": "prefetch"})
    client.head(address)
    assert mark_of(session, actor, thread) is None
    client.get(address)
    assert mark_of(session, actor, thread) == 20
    client.get(f"{address}?after=40")
    client.get(address)
    assert mark_of(session, actor, thread) == 45


def test_a_returning_reader_is_led_to_what_is_new(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    author = make_actor(session)
    thread = make_thread(session, channel, author)
    add_replies(session, thread, author, 21)
    address = f"/threads/{thread.public_id}"
    client.get(f"{address}?after=20")
    session.query(ReadMark).update({"updated_at": thread.created_at.replace(year=2020)})
    session.commit()
    new = make_reply(session, thread, author, "Etwas Neues")
    row = client.get(f"/channels/{channel.slug}")
    assert f"{address}?after=20#new" in row.text
    page = client.get(f"{address}?after=20")
    assert "New since your last visit" in page.text
    divider, post = page.text.index('id="new"'), page.text.index(f'id="post-{new.public_id}"')
    assert page.text.index("Beitrag 22") < divider < post
    # The line stays where it is while the visit lasts.
    assert "New since your last visit" in client.get(f"{address}?after=20").text
    assert "Continue reading at post 23" in client.get(address).text


def test_a_first_visit_has_no_line_above_what_is_new(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, make_actor(session))
    add_replies(session, thread, actor, 30)
    for page in ("", "?after=20", ""):
        response = client.get(f"/threads/{thread.public_id}{page}")
        assert "New since your last visit" not in response.text


def test_marking_as_unread_leaves_the_thread_and_makes_it_new_again(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, make_actor(session))
    post = make_reply(session, thread, make_actor(session))
    page = client.get(f"/threads/{thread.public_id}")
    response = press(client, page, f"/posts/{post.public_id}/unread", follow_redirects=True)
    assert response.request.path == f"/channels/{channel.slug}"
    assert mark_of(session, actor, thread) == 1
    assert "1 new" in response.text


def test_pages_that_cannot_be_read_say_why(
    client: FlaskClient, session: Session, channel: Channel
) -> None:
    bearer = make_organisation(session, OrganisationKind.BEARER)
    author = make_actor(session, "Autorin", organisation=bearer)
    peers = make_channel(session, "Geschützt", audience=Audience.PEERS)
    group = make_channel(session, "AG Geheim", kind=ChannelKind.GROUP, audience=Audience.INVITED)
    make_membership(session, group, author)
    removed = actions.remove_thread(session, author, make_thread(session, channel, author))
    closed = make_thread(session, peers, author, "Nur unter uns")
    hidden = make_thread(session, group, author, "Verborgenes")
    session.commit()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    guest = client.get(f"/threads/{closed.public_id}")
    assert (guest.status_code, "Please sign in first." in guest.text) == (403, True)
    authority = make_organisation(session, OrganisationKind.AUTHORITY)
    sign_in(client, session, make_actor(session, organisation=authority, locale="en"))
    for thread, status, says in (
        (removed, 404, "This thread has been removed."),
        (closed, 403, "Cities, project bearers, and the service centre talk among themselves"),
        (hidden, 404, "There is no thread at this address, or it is not open to you."),
    ):
        for address in (f"/threads/{thread.public_id}", f"/threads/{thread.public_id}/reply"):
            page = client.get(address)
            assert (page.status_code, says in page.text) == (status, True), address
            assert thread.title not in page.text
    assert client.get("/threads/nothing").status_code == 404


def test_the_author_sees_a_removed_thread_and_brings_it_back(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, actor, "Voreilig")
    address = f"/threads/{thread.public_id}"
    assert (
        send(client, own_form(client, f"{address}/remove"), f"{address}/remove", {}).status_code
        == 303
    )
    assert "Voreilig" not in client.get(f"/channels/{channel.slug}").text
    page = client.get(address)
    assert "Its author has removed it." in page.text
    back = press(client, page, f"{address}/restore", follow_redirects=True)
    assert "The thread is back." in back.text
    assert "Voreilig" in client.get(f"/channels/{channel.slug}").text


def test_the_author_chooses_where_a_thread_is_shown(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    cities = [make_channel(session, f"Stadt {n}", kind=ChannelKind.CITY) for n in range(2)]
    thread = make_thread(session, channel, actor, "Gemeinsam", places=[cities[0]])
    address = f"/threads/{thread.public_id}/channels"
    form = form_with(client.get(address), "places")
    assert form.values["places"] == [cities[0].slug]
    send(client, form, address, {"places": [cities[1].slug]})
    assert "Gemeinsam" not in client.get(f"/channels/{cities[0].slug}").text
    assert "Gemeinsam" in client.get(f"/channels/{cities[1].slug}").text


def test_names_stand_with_organisation_city_and_role(
    client: FlaskClient, session: Session, channel: Channel
) -> None:
    name = "Sächsisches Staatsministerium für Infrastruktur und Landesentwicklung"
    author = make_actor(
        session,
        "Robin <b>Muster</b>",
        organisation=make_organisation(session, name=name),
        city=make_city(session, "Weißwasser/O.L."),
    )
    make_membership(session, channel, author, MembershipRole.MODERATOR)
    thread = make_thread(session, channel, author)
    sign_in(client, session, author)
    page = client.get(f"/threads/{thread.public_id}").text
    assert name in page
    assert "Weißwasser/O.L." in page
    assert "Moderation" in page
    assert "Robin &lt;b&gt;Muster" in page


def test_a_guest_sees_who_wrote_and_neither_profile_nor_picture(
    client: FlaskClient, session: Session
) -> None:
    channel = make_channel(session, audience=Audience.PUBLIC)
    writer = make_actor(session, "Ida Offen")
    writer.picture_at = clock.now()
    thread = make_thread(session, channel, writer)
    for address in (f"/threads/{thread.public_id}", f"/channels/{channel.slug}", "/"):
        page = client.get(address).text
        assert "Ida Offen" in page, address
        assert f"/people/{writer.handle}" not in page, address
    sign_in(client, session, make_actor(session))
    assert f"/people/{writer.handle}/picture" in client.get(f"/threads/{thread.public_id}").text
