"""The page of notifications, how one is told, and following, over HTTP."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Audience, ChannelKind, Membership, Tag
from forum.kernel.signing import Signer
from forum.notifications.ending import PURPOSE, Ending
from forum.notifications.kinds import Kind, Way
from forum.notifications.models import Notification
from forum.notifications.queries import wishes_of
from forum.threads import actions
from forum.threads.models import TagSubscription, Thread, ThreadLevel, ThreadSubscription
from forum.web.context import signer
from tests.factories.accounts import account_of, make_actor, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.factories.notifications import make_notification
from tests.factories.threads import add_replies, make_reply, make_thread, opening_post
from tests.queries import QueryCounter
from tests.web.forms import form_with, forms_of, press, send, submit
from tests.web.mailbox import Mailbox


@pytest.fixture
def reader(client: FlaskClient, session: Session) -> Actor:
    """Return who is signed in."""
    actor = make_actor(session, "Kim Leser", locale="en")
    sign_in(client, session, actor)
    return actor


@pytest.fixture
def thread(session: Session, reader: Actor) -> Thread:
    """Return a thread of the reader's, with two answers that were told."""
    thread = make_thread(session, make_channel(session), reader, "Wer zahlt?")
    for name in ("Ada Eins", "Ben Zwei"):
        post = make_reply(session, thread, make_actor(session, name))
        make_notification(session, reader, post, Kind.OWN_THREAD)
    return thread


def sentences(page: str) -> list[str]:
    """Return what the rows of the page say."""
    return [
        re.sub(r"<[^>]+>", "", row).split("Unread:")[-1].strip()
        for row in re.findall(r'class="told__sentence">(.*?)</h', page, re.DOTALL)
    ]


def count(client: FlaskClient) -> int:
    number: int = client.get("/notifications/count").json["unread"]  # type: ignore[index]
    return number


def test_what_belongs_together_is_one_line_that_leads_to_the_first_of_it(
    client: FlaskClient, thread: Thread, session: Session
) -> None:
    page = client.get("/notifications").text
    assert sentences(page) == ["2 replies to your thread “Wer zahlt?”"]
    assert "Ben Zwei and Ada Eins" in page
    first = session.query(Notification).order_by(Notification.id).first()
    assert first is not None
    assert f"/threads/{thread.public_id}#post-" in page
    assert "Today" in page
    assert count(client) == 1


def test_reading_the_thread_reads_what_was_told_of_it(
    client: FlaskClient, session: Session, thread: Thread, reader: Actor
) -> None:
    other = make_thread(session, make_channel(session), make_actor(session))
    make_notification(session, reader, opening_post(session, other), Kind.MENTION)
    assert count(client) == 2
    client.get(f"/threads/{thread.public_id}", headers={"Sec-Purpose": "prefetch"})
    assert count(client) == 2
    page = client.get(f"/threads/{thread.public_id}").text
    assert re.search(r"data-notification-count[^>]*>1<", page), "the page itself knows already"
    assert count(client) == 1
    late = make_notification(session, reader, opening_post(session, thread), Kind.REACTION)
    client.get(f"/threads/{thread.public_id}")
    assert session.get_one(Notification, late.id, populate_existing=True).read_at is not None


def test_a_page_reads_only_what_was_told_of_its_posts(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    author = make_actor(session)
    thread = make_thread(session, make_channel(session), author)
    add_replies(session, thread, author, 30)
    last = make_reply(session, thread, author)
    make_notification(session, reader, last)
    client.get(f"/threads/{thread.public_id}")
    assert count(client) == 1
    client.get(f"/threads/{thread.public_id}?after=20")
    assert count(client) == 0


def test_one_and_all_are_marked_as_read_but_nothing_that_came_meanwhile(
    client: FlaskClient, session: Session, thread: Thread, reader: Actor
) -> None:
    other = make_thread(session, make_channel(session), make_actor(session), "Anderes")
    told = make_notification(session, reader, opening_post(session, other), Kind.MENTION)
    page = client.get("/notifications")
    newest = form_with(page, "newest")
    answer = press(client, page, f"/{told.public_id}/read", follow_redirects=True)
    assert count(client) == 1
    assert answer.status_code == 200
    third = make_thread(session, make_channel(session), make_actor(session), "Drittes")
    make_notification(session, reader, opening_post(session, third), Kind.MENTION)
    answer = send(client, newest, "/notifications", {}, follow_redirects=True)
    assert "All notifications are marked as read." in answer.text
    assert count(client) == 1
    assert sentences(client.get("/notifications?show=unread").text) == [
        "Ada Beispiel has mentioned you in “Drittes”"
    ]


def test_a_notification_is_nobody_else_s_business(
    client: FlaskClient, session: Session, thread: Thread
) -> None:
    other = make_actor(session)
    told = make_notification(session, other, opening_post(session, thread))
    token = form_with(client.get("/notifications"), "csrf_token").values["csrf_token"][0]
    answer = client.post(f"/notifications/{told.public_id}/read", data={"csrf_token": token})
    assert answer.status_code == 404
    assert session.get_one(Notification, told.id, populate_existing=True).read_at is None
    signed_out = client.application.test_client()
    assert signed_out.get("/notifications").status_code == 302
    assert signed_out.get("/notifications/count").json == {"unread": 0}


def test_who_lost_the_right_sees_neither_line_nor_number(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    group = make_channel(session, "AG", kind=ChannelKind.GROUP, audience=Audience.INVITED)
    author = make_actor(session)
    for one in (author, reader):
        make_membership(session, group, one)
    post = opening_post(session, make_thread(session, group, author, "Vertraulich"))
    make_notification(session, reader, post, Kind.MENTION)
    assert count(client) == 1
    assert "Vertraulich" in client.get("/notifications").text
    session.query(Membership).filter_by(actor_id=reader.id).delete()
    session.commit()
    assert count(client) == 0
    assert "Vertraulich" not in client.get("/notifications").text


def test_the_list_is_narrowed_and_goes_on_by_key(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    author, channel = make_actor(session), make_channel(session)
    threads = [make_thread(session, channel, author, f"Faden {number:02}") for number in range(25)]
    for thread in threads:
        make_notification(session, reader, opening_post(session, thread), Kind.NEW_THREAD)
    make_notification(session, reader, opening_post(session, threads[0]), Kind.MENTION)
    first = client.get("/notifications").text
    assert len(sentences(first)) == 20
    later = re.findall(r'href="(/notifications\?after=[^"]+)"', first)[0]
    second = client.get(later).text
    assert sentences(second)[0].endswith("“Faden 05”")
    assert len(sentences(second)) == 6
    assert not set(sentences(first)) & set(sentences(second))
    back = re.findall(r'href="(/notifications\?before=[^"]+)"', second)[0]
    assert sentences(client.get(back).text) == sentences(first)
    assert len(sentences(client.get("/notifications?show=mentions").text)) == 1
    assert "There is nothing of this kind." in client.get("/notifications?show=others").text


@pytest.mark.parametrize("path", ["/notifications", "/notifications/part", "/following"])
def test_a_longer_list_costs_no_more_statements(
    client: FlaskClient,
    session: Session,
    reader: Actor,
    count_queries: QueryCounter,
    path: str,
) -> None:
    channel, author = make_channel(session), make_actor(session)
    costs = []
    for several in (1, 6):
        for _ in range(several):
            thread = make_thread(session, channel, author)
            actions.follow(session, reader, thread)
            make_notification(session, reader, make_reply(session, thread, author))
        with count_queries() as queries:
            assert client.get(path).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_thread_is_followed_and_muted_from_its_head(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    thread = make_thread(session, make_channel(session), make_actor(session), "Über Höfe")
    address = f"/threads/{thread.public_id}"
    for level, words in (
        ("watching", "You follow this thread now."),
        ("muted", "This thread is muted for you."),
        ("neither", "You do not follow this thread."),
    ):
        form = form_with(client.get(address), "level")
        answer = send(client, form, address, {"level": level}, follow_redirects=True)
        assert words in answer.text
        row = session.query(ThreadSubscription).filter_by(actor_id=reader.id).one()
        session.refresh(row)
        assert row.level is ThreadLevel(level)
        listed = client.get("/following").text
        assert ("Über Höfe" in listed) is (level == "watching")


def test_who_writes_follows_unless_the_settings_say_otherwise(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    author = make_actor(session)
    first, second = (make_thread(session, make_channel(session), author) for _ in range(2))
    submit(client, f"/threads/{first.public_id}/reply", {"body": "Ja."})
    assert 'aria-current="true"' in client.get(f"/threads/{first.public_id}").text
    form = form_with(client.get("/settings/notifications"), "follows_written")
    send(client, form, "/settings/notifications", {"follows_written": None})
    submit(client, f"/threads/{second.public_id}/reply", {"body": "Ja."})
    followed = session.query(ThreadSubscription).filter_by(actor_id=reader.id)
    assert [row.thread_id for row in followed] == [first.id]


def test_a_muted_thread_counts_nowhere_as_new(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    thread = make_thread(session, make_channel(session), make_actor(session))
    assert "with something new" in client.get("/").text
    actions.mute_thread(session, reader, thread)
    session.commit()
    assert "with something new" not in client.get("/").text


def test_a_tag_is_watched_from_its_page(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    session.add(Tag(slug="foerderung", name="Förderung"))
    session.commit()
    for watched in (1, 0):
        answer = press(
            client, client.get("/tags/foerderung"), "/subscription", follow_redirects=True
        )
        assert answer.status_code == 200
        assert session.query(TagSubscription).count() == watched
        assert ("/tags/foerderung" in client.get("/following").text) is bool(watched)


def test_ways_are_kept_where_they_differ_and_shown_as_they_hold(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    answer = submit(client, "/settings/notifications", {"mention": "none"}, follow_redirects=True)
    assert "Saved." in answer.text
    assert form_with(answer, "mention").values["mention"] == ["none"]
    wishes = wishes_of(session, account_of(session, reader))
    assert dict(wishes.kinds) == {Kind.MENTION: Way.NONE}
    refused = submit(client, "/settings/notifications", {"reaction": "mail"})
    assert refused.status_code == 422


def test_a_channel_has_a_way_of_its_own_until_it_is_taken_back(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    channel = make_channel(session, "Wohnen")
    values: dict[str, object] = {"way": "none", "channel": channel.slug}
    form = [
        one
        for one in forms_of(client.get("/settings/notifications"))
        if "way" in one.values or one.action.endswith("/channels")
    ][-1]
    answer = send(client, form, "/settings/notifications", values, follow_redirects=True)
    assert "Saved for “Wohnen”." in answer.text
    account = account_of(session, reader)
    assert dict(wishes_of(session, account).channels) == {channel.id: Way.NONE}
    press(client, answer, "/settings/notifications/channels")
    assert dict(wishes_of(session, account).channels) == {}


def ending(account_id: int, **values: object) -> str:
    """Return the path of a link that ends letters."""
    sign: Signer = signer()
    return f"/unsubscribe/{sign.sign(PURPOSE, Ending(account_id, **values).text())}"  # type: ignore[arg-type]


def test_a_letter_s_link_asks_first_and_a_mail_program_needs_no_token_of_ours(
    client: FlaskClient, session: Session
) -> None:
    member = make_actor(session, locale="en")
    account = account_of(session, member)
    path = ending(account.id, kinds=(Kind.MENTION,))
    page = client.get(path)
    assert page.status_code == 200
    assert wishes_of(session, account).way(Kind.MENTION) is Way.MAIL, "looking ends nothing"
    for _ in range(2):
        answer = client.post(path, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    session.commit()
    wishes = wishes_of(session, account)
    assert wishes.way(Kind.MENTION) is Way.PAGE
    assert wishes.way(Kind.REPLY) is Way.MAIL, "nothing else is ended"
    # The last sign alone would not do: some of its bits count for nothing.
    assert client.post(path[:-5] + "AAAAA").status_code == 404


def test_a_letter_s_link_mutes_a_thread_and_tells_nothing_of_one_that_is_closed_to_them(
    client: FlaskClient, session: Session
) -> None:
    member, author = make_actor(session), make_actor(session)
    group = make_channel(session, "AG", kind=ChannelKind.GROUP, audience=Audience.INVITED)
    make_membership(session, group, author)
    secret = make_thread(session, group, author, "Vertraulich")
    thread = make_thread(session, make_channel(session), author, "Offenes")
    account = account_of(session, member)
    assert "Vertraulich" not in client.post(ending(account.id, thread_id=secret.id)).text
    assert "Offenes" in client.post(ending(account.id, thread_id=thread.id)).text
    muted = session.query(ThreadSubscription).filter_by(actor_id=member.id).one()
    assert (muted.thread_id, muted.level) == (thread.id, ThreadLevel.MUTED)


def test_the_hub_tells_by_itself_what_happened(
    client: FlaskClient, session: Session, thread: Thread, mailbox: Mailbox
) -> None:
    session.query(Notification).delete()
    session.commit()
    mailbox.letters()
    page = client.get("/notifications").text
    assert sentences(page) == ["2 replies to your thread “Wer zahlt?”"]
