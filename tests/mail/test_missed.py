"""Letters about what was missed in chat: after a quarter of an hour, once, and at no quiet hour."""

import datetime as dt
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.actions.watch import mute
from forum.channels.models import Audience
from forum.kernel import clock
from forum.mail import missed
from forum.mail.missed import write_missed
from forum.mail.missed_letter import letter_of_missed
from forum.mail.models import OutgoingMail
from forum.messaging.actions import (
    choose_level,
    end_chat_mail,
    leave,
    mark_read,
    remove,
    start_direct,
)
from forum.messaging.models import ChatWishes, Room, RoomLevel
from forum.messaging.queries import reader_of
from forum.messaging.queries.missed import LONGEST_BURST, OLDEST, WAITED
from forum.notifications.ending import PURPOSE, Ending
from tests.factories.accounts import account_of, make_actor, make_organisation
from tests.factories.channels import make_channel
from tests.factories.messaging import make_conversation, make_message, make_room


class Clock:
    """The hub's clock, which stands still until it is moved."""

    def __init__(self) -> None:
        self.at = dt.datetime(2026, 11, 23, 13, 30, tzinfo=dt.UTC)

    def move(self, by: dt.timedelta) -> None:
        self.at += by


@dataclass
class Scene:
    """Ada and Ben talk to each other; Ben is away."""

    app: Flask
    session: Session
    time: Clock
    ada: Actor
    ben: Actor
    room: Room

    def says(self, source: str = "Guten Tag", room: Room | None = None) -> int:
        """Let Ada say something, and return its number."""
        message = make_message(self.session, room or self.room, self.ada, source)
        self.session.commit()
        return message.sequence

    def letters(self, *, after: dt.timedelta = WAITED) -> list[OutgoingMail]:
        """Let some time pass, and return what was written until then."""
        self.session.commit()
        self.time.move(after)
        with self.app.app_context():
            write_missed()
        self.session.commit()
        return self.session.query(OutgoingMail).order_by(OutgoingMail.id).all()

    def wish(self, **wishes: int | bool) -> ChatWishes:
        """Let Ben wish something of chat."""
        row = ChatWishes(account_id=account_of(self.session, self.ben).id, **wishes)
        self.session.add(row)
        return row


@pytest.fixture
def scene(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> Scene:
    time = Clock()
    monkeypatch.setattr(clock, "now", lambda: time.at)
    organisation = make_organisation(session, name="Stadt Löbau")
    ada = make_actor(session, "Ada A", organisation=organisation)
    ben = make_actor(session, "Ben B", locale="de")
    room = start_direct(session, ada, ben)
    return Scene(app, session, time, ada, ben, room)


def test_a_message_that_waits_a_quarter_of_an_hour_is_told_once_without_its_words(
    scene: Scene,
) -> None:
    number = scene.says("Das Geheimnis")
    assert scene.letters(after=WAITED - dt.timedelta(seconds=1)) == []
    [letter] = scene.letters(after=dt.timedelta(seconds=1))
    assert letter.subject == "Ada A hat Ihnen geschrieben"
    assert letter.recipient == account_of(scene.session, scene.ben).email
    for text in (letter.text, letter.html):
        assert "Ada A (Stadt Löbau), 23.11.2026, 14:30 Uhr" in text
        assert f"/chat/{scene.room.public_id}" in text
        assert "Geheimnis" not in text
        assert "/settings/chat" in text
    assert scene.letters(after=dt.timedelta(hours=3)) == [letter]
    reader = reader_of(scene.session, scene.ben, scene.room)
    assert reader is not None
    assert (reader.read_up_to, reader.mailed_up_to) == (0, number)


def test_a_burst_is_one_letter_that_waits_for_its_end_though_not_for_ever(scene: Scene) -> None:
    scene.says()
    pause = dt.timedelta(minutes=10)
    for _ in range(3):
        assert scene.letters(after=pause) == []
        scene.says()
    [letter] = scene.letters()
    assert letter.subject == "Ada A hat Ihnen 4 Nachrichten geschrieben"
    began = scene.time.at
    while scene.time.at < began + LONGEST_BURST:
        scene.says()
        assert len(scene.letters(after=pause)) == 1 + (scene.time.at >= began + LONGEST_BURST)


def test_all_rooms_that_are_due_go_into_one_letter(scene: Scene) -> None:
    scene.says()
    room = make_room(scene.session, make_channel(scene.session, "Feste"))
    scene.says(f"@{scene.ben.handle} kommst du?", room)
    scene.says("Und alle anderen?", room)
    [letter] = scene.letters()
    assert letter.subject == "Neue Nachrichten für Sie in 2 Chats"
    assert "Ada A hat Sie im Chat „Feste“ erwähnt" in letter.text
    assert "kommst du?" in letter.text
    assert "alle anderen" not in letter.text


def test_of_a_chat_that_a_whole_channel_reads_the_letter_quotes_the_mention(scene: Scene) -> None:
    room = make_room(scene.session, make_channel(scene.session, "Feste"))
    scene.says(f"@{scene.ben.handle} kommst du?", room)
    [letter] = scene.letters()
    assert letter.subject == "Ada A hat Sie im Chat „Feste“ erwähnt"
    assert "kommst du?" in letter.text
    assert "Wortlaut" not in letter.text


def read(scene: Scene) -> None:
    mark_read(scene.session, scene.ben, scene.room, up_to=scene.room.last_sequence)


def removed(scene: Scene) -> None:
    remove(scene.session, scene.ada, make_message(scene.session, scene.room, scene.ada))
    read(scene)


def left(scene: Scene) -> None:
    leave(scene.session, scene.ben, scene.room)


def nothing(scene: Scene) -> None:
    choose_level(scene.session, scene.ben, scene.room, level=RoomLevel.NOTHING)


def mentions(scene: Scene) -> None:
    choose_level(scene.session, scene.ben, scene.room, level=RoomLevel.MENTIONS)


def ended(scene: Scene) -> None:
    end_chat_mail(scene.session, account_of(scene.session, scene.ben))


def suspended(scene: Scene) -> None:
    scene.ben.suspended_until = scene.time.at + dt.timedelta(days=9)


def banned(scene: Scene) -> None:
    scene.ben.banned_at = scene.time.at


@pytest.mark.parametrize("meanwhile", [read, left, nothing, mentions, ended, suspended, banned])
def test_no_letter_tells_of_what_was_read_or_is_not_wished_or_not_allowed(
    scene: Scene, meanwhile: object
) -> None:
    scene.says()
    assert callable(meanwhile)
    meanwhile(scene)
    assert scene.letters() == []
    assert scene.letters(after=LONGEST_BURST) == []


def test_what_was_removed_is_not_told(scene: Scene) -> None:
    remove(scene.session, scene.ada, make_message(scene.session, scene.room, scene.ada))
    assert scene.letters() == []


def test_rights_and_muting_of_a_channel_are_asked_again(scene: Scene) -> None:
    channels = [make_channel(scene.session, name) for name in ("offen", "stumm")]
    for channel in channels:
        room = make_room(scene.session, channel)
        scene.says(f"@{scene.ben.handle} kommst du?", room)
    channels[0].audience = Audience.INVITED
    mute(scene.session, scene.ben, channels[1])
    assert scene.letters() == []
    with scene.app.app_context():
        assert write_missed() == 0


def test_quiet_hours_put_a_letter_off_until_they_are_over(scene: Scene) -> None:
    # 14:30 in Berlin; quiet until 17:00.
    scene.wish(quiet_from=14 * 60, quiet_until=17 * 60)
    scene.says()
    assert scene.letters() == []
    assert scene.letters(after=dt.timedelta(hours=2, minutes=14)) == []
    assert len(scene.letters(after=dt.timedelta(minutes=1))) == 1


def test_what_is_read_in_quiet_hours_is_told_in_no_letter(scene: Scene) -> None:
    scene.wish(quiet_from=14 * 60, quiet_until=17 * 60)
    scene.says()
    assert scene.letters() == []
    read(scene)
    assert scene.letters(after=dt.timedelta(hours=3)) == []


def test_what_is_old_when_letters_go_again_is_no_news(scene: Scene) -> None:
    scene.says()
    assert scene.letters(after=OLDEST) == []


def test_a_letter_that_cannot_be_made_holds_up_no_other(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    eve = make_actor(scene.session, "Eve", locale="en")
    scene.says(room=make_conversation(scene.session, scene.ada, eve))
    scene.says()
    make = letter_of_missed
    unlucky = account_of(scene.session, scene.ben).id

    def fail_once(account: object, waiting: object) -> object:
        if account.id == unlucky:  # type: ignore[attr-defined]
            message = "no paper"
            raise RuntimeError(message)
        return make(account, waiting)  # type: ignore[arg-type]

    monkeypatch.setattr(missed, "letter_of_missed", fail_once)
    [letter] = scene.letters()
    assert letter.subject == "1 new message in the conversation “Ada A”"
    assert scene.letters(after=LONGEST_BURST) == [letter]


def test_the_letter_offers_to_end_letters_of_its_kind(scene: Scene, app: Flask) -> None:
    scene.says()
    [letter] = scene.letters()
    assert letter.headers is not None
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = letter.headers["List-Unsubscribe"].strip("<>").rsplit("/", 1)[1]
    client = app.test_client()
    assert "verpasste Nachrichten im Chat" in client.get(f"/unsubscribe/{token}").text
    answer = client.post(f"/unsubscribe/{token}", data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    scene.session.expire_all()
    kept = scene.session.get_one(ChatWishes, account_of(scene.session, scene.ben).id)
    assert not kept.by_mail


def test_an_ending_is_read_back_as_it_was_written() -> None:
    ending = Ending(7, chat=True)
    assert Ending.read(ending.text()) == ending
    assert PURPOSE
