"""Letters about what was told: gathered for two minutes, looked at again, written once."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.models import AccountState, Actor
from forum.channels.actions.watch import mute
from forum.channels.models import Audience, Channel, ChannelKind, Membership
from forum.kernel import clock
from forum.kernel.signing import Signer
from forum.mail import notices
from forum.mail.letters import queue_letter
from forum.mail.models import OutgoingMail
from forum.mail.notices import write_notices
from forum.mail.sender import send_due
from forum.mail.told import letter_about
from forum.notifications.actions import choose_channel_way, choose_ways, mark_all_read
from forum.notifications.actions.settle_mail import MAX_ATTEMPTS
from forum.notifications.actions.tell import MAIL_DELAY
from forum.notifications.ending import PURPOSE, Ending
from forum.notifications.kinds import Kind, Way
from forum.notifications.models import Notification
from forum.settings import Settings
from forum.threads import actions
from forum.threads.models import Post, Thread
from tests.factories.accounts import account_of, make_actor, make_city, make_organisation
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import make_reply, make_thread
from tests.mail.post_office import PostOffice, open_post_office
from tests.notifications.board import Board


class Clock:
    """The hub's clock, which stands still until it is moved."""

    def __init__(self) -> None:
        self.at = dt.datetime(2026, 11, 23, 13, 30, tzinfo=dt.UTC)

    def move(self, by: dt.timedelta) -> None:
        self.at += by


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock; every room asks the same function."""
    stopped = Clock()
    monkeypatch.setattr(clock, "now", lambda: stopped.at)
    return stopped


@pytest.fixture
def office(app: Flask, settings: Settings) -> Iterator[PostOffice]:
    with open_post_office() as office:
        app.extensions["settings"] = settings.model_copy(
            update={
                "smtp_host": "127.0.0.1",
                "smtp_port": office.port,
                "smtp_security": "none",
                "mail_from": "Forum <forum@example.org>",
                "public_url": "https://forum.example.org",
            }
        )
        yield office
        app.extensions["settings"] = settings


@dataclass
class Scene:
    """Ada has begun a thread, and Ben has answered."""

    app: Flask
    session: Session
    board: Board
    time: Clock
    channel: Channel
    ada: Actor
    ben: Actor
    thread: Thread

    def letters(self) -> list[OutgoingMail]:
        """Let two minutes pass, and return what was written."""
        self.board.run()
        self.time.move(MAIL_DELAY)
        with self.app.app_context():
            write_notices()
        self.session.commit()
        return self.session.query(OutgoingMail).order_by(OutgoingMail.id).all()


@pytest.fixture
def scene(app: Flask, session: Session, time: Clock) -> Scene:
    group = make_channel(session, "AG", kind=ChannelKind.GROUP, audience=Audience.INVITED)
    ada = make_actor(session, "Ada A", locale="de")
    organisation = make_organisation(session, name="Stadt Löbau")
    city = make_city(session, "Löbau")
    ben = make_actor(session, "Ben B", organisation=organisation, city=city)
    for one in (ada, ben):
        make_membership(session, group, one)
    thread = make_thread(session, group, ada, "Wer zahlt?")
    make_reply(session, thread, ben, "Wir zahlen.")
    return Scene(app, session, Board(app, session), time, group, ada, ben, thread)


def test_what_gathers_in_two_minutes_goes_in_one_letter(scene: Scene) -> None:
    scene.board.run()
    scene.time.move(MAIL_DELAY - dt.timedelta(seconds=1))
    with scene.app.app_context():
        assert write_notices() == 0, "not yet"
    make_reply(scene.session, scene.thread, scene.ben, "Und die Stadt?")
    [letter] = scene.letters()
    assert letter.subject == "2 neue Antworten in „Wer zahlt?“"
    assert "Wir zahlen." in letter.text
    assert "Und die Stadt?" in letter.text
    assert scene.letters() == [letter], "what is settled is not written again"


def read(scene: Scene) -> None:
    newest = scene.session.query(Notification).one().public_id
    mark_all_read(scene.session, account_of(scene.session, scene.ada), newest=newest)


def read_without_the_page_knowing(scene: Scene) -> None:
    actions.mark_read(scene.session, scene.ada, scene.thread, number=2)


def removed(scene: Scene) -> None:
    post_id = scene.session.query(Notification).one().post_id
    actions.remove(scene.session, scene.ben, scene.session.get_one(Post, post_id))


def thread_removed(scene: Scene) -> None:
    scene.thread.removed_at = scene.time.at


def put_out(scene: Scene) -> None:
    scene.session.query(Membership).filter_by(actor_id=scene.ada.id).delete()


def thread_muted(scene: Scene) -> None:
    actions.mute_thread(scene.session, scene.ada, scene.thread)


def channel_muted(scene: Scene) -> None:
    mute(scene.session, scene.ada, scene.channel)


def kind_chosen_otherwise(scene: Scene) -> None:
    account = account_of(scene.session, scene.ada)
    choose_ways(scene.session, account, {Kind.OWN_THREAD: Way.PAGE})


def channel_chosen_otherwise(scene: Scene) -> None:
    account = account_of(scene.session, scene.ada)
    choose_channel_way(scene.session, account, scene.channel.id, Way.DIGEST)


def closed(scene: Scene) -> None:
    account_of(scene.session, scene.ada).state = AccountState.CLOSED
    scene.ada.closed_at = scene.time.at


@pytest.mark.parametrize(
    "happens",
    [
        read,
        read_without_the_page_knowing,
        removed,
        thread_removed,
        put_out,
        thread_muted,
        channel_muted,
        kind_chosen_otherwise,
        channel_chosen_otherwise,
        closed,
    ],
)
def test_no_letter_is_written_when_nothing_is_left_of_it(
    scene: Scene, happens: Callable[[Scene], None]
) -> None:
    scene.board.run()
    scene.time.move(dt.timedelta(seconds=30))
    happens(scene)
    scene.session.commit()
    assert scene.letters() == []
    due = scene.session.query(Notification).filter(Notification.mail_due_at.is_not(None))
    assert due.all() == []


def test_a_letter_arrives_with_what_mail_programs_sort_and_end_it_by(
    scene: Scene, office: PostOffice
) -> None:
    scene.letters()
    assert send_due() == 1
    [letter] = office.letters
    host = "forum.example.org"
    assert letter["Subject"] == "Neue Antwort in „Wer zahlt?“"
    assert (
        letter["In-Reply-To"] == letter["References"] == f"<thread-{scene.thread.public_id}@{host}>"
    )
    assert letter["Message-ID"] != letter["References"]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Id"] == f"<{scene.channel.slug}.{host}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter["List-Unsubscribe"]
    assert address.startswith(f"<https://{host}/unsubscribe/")
    assert "=?" not in dict(letter.raw_items())["List-Unsubscribe"], "no program could follow that"
    token = address.strip("<>").rsplit("/", 1)[-1]
    signer: Signer = scene.app.extensions["signer"]
    ending = Ending.read(signer.read(PURPOSE, token))
    account = account_of(scene.session, scene.ada)
    assert ending == Ending(account.id, kinds=(Kind.OWN_THREAD,))
    text = letter.get_body(("plain",))
    assert text is not None
    words = text.get_content()
    assert "Ben B (Stadt Löbau, Löbau)" in words
    assert "23.11.2026, 14:30 Uhr" in words, "the reader's own time"
    assert f"https://{host}/posts/" in words
    assert f"https://{host}/settings/notifications" in words


def test_a_letter_about_several_threads_belongs_to_none(scene: Scene, office: PostOffice) -> None:
    other = make_thread(scene.session, make_channel(scene.session), scene.ada, "Anderes")
    make_reply(scene.session, other, scene.ben)
    [letter] = scene.letters()
    assert letter.subject == "2 Benachrichtigungen, darunter „Wer zahlt?“"
    assert letter.headers is not None
    assert "References" not in letter.headers
    assert letter.headers["List-Id"] == "<notifications.forum.example.org>"


def test_one_letter_that_cannot_be_made_holds_up_no_other_and_is_given_up_in_the_end(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_actor(scene.session, "Cem C")
    thread = make_thread(scene.session, make_channel(scene.session), other, "Geht gut")
    make_reply(scene.session, thread, scene.ben)
    ada = account_of(scene.session, scene.ada).id

    def break_for_ada(account: object, items: object) -> object:
        if getattr(account, "id", None) == ada:
            raise ZeroDivisionError
        return letter_about(account, items)  # type: ignore[arg-type]

    monkeypatch.setattr(notices, "letter_about", break_for_ada)
    assert [letter.recipient for letter in scene.letters()] == [f"{other.handle}@example.org"]
    [told] = scene.session.query(Notification).filter_by(account_id=ada)
    scene.session.refresh(told)
    assert (told.mail_attempts, told.mailed_at) == (1, None)
    for _ in range(MAX_ATTEMPTS):
        scene.time.move(dt.timedelta(hours=4))
        scene.letters()
    scene.session.refresh(told)
    assert (told.mail_due_at, told.mail_attempts) == (None, MAX_ATTEMPTS)


def test_a_worker_that_is_killed_in_between_costs_a_delay_and_no_double_letter(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:

    def write_and_die(*args: object, **kwargs: object) -> object:
        queue_letter(*args, **kwargs)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(notices, "queue_letter", write_and_die)
    with pytest.raises(KeyboardInterrupt):
        scene.letters()
    monkeypatch.setattr(notices, "queue_letter", queue_letter)
    assert scene.session.query(OutgoingMail).count() == 0
    assert len(scene.letters()) == 1
    assert len(scene.letters()) == 1
