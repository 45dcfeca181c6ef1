"""From the letter that tells of a post to the answer below it, over real SMTP and LMTP."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from forum.extensions import db, unit_of_work
from forum.jobs.relay import relay
from forum.kernel import clock
from forum.mail.models import IncomingMail
from forum.mail.notices import write_notices
from forum.mail.sender import send_due
from forum.notifications.models import Notification
from forum.threads.models import Post, Thread
from forum.wiring import SUBSCRIBERS
from tests.factories.accounts import account_of, make_actor
from tests.factories.channels import make_channel
from tests.factories.threads import make_reply, make_thread
from tests.hubs import OpenHub, at_once
from tests.mail.door import Postman, open_door
from tests.mail.post_office import PostOffice, open_post_office


@dataclass
class House:
    """A hub whose mail goes out and comes in, with Ada, who is told of Ben's reply."""

    hub: Flask
    office: PostOffice
    door: int
    ada: str
    ben: str
    """Their addresses."""
    thread_id: int

    def sends(self) -> list[EmailMessage]:
        """Let everything happen that is due; return the letters that went out because of it."""
        before = len(self.office.letters)
        with self.hub.app_context():
            relay(SUBSCRIBERS)
            with unit_of_work() as session:
                due = Notification.mail_due_at
                session.execute(
                    sa.update(Notification).where(due.is_not(None)).values({due: clock.now()})
                )
            write_notices()
            send_due()
        return self.office.letters[before:]

    def answer(self, told: EmailMessage, text: str) -> EmailMessage:
        """Return what Outlook makes of an answer."""
        letter = EmailMessage()
        letter["From"] = f"Ada A <{self.ada}>"
        letter["To"] = told["Reply-To"]
        letter["Subject"] = f"AW: {told['Subject']}"
        letter["Message-ID"] = make_msgid(domain="mail.example")
        letter["In-Reply-To"] = told["Message-ID"]
        head = f"Von: {told['From']}\nGesendet: Montag, 23. November 2026 10:12\nAn: Ada A"
        past = f"{head}\nBetreff: {told['Subject']}\n\n{words_of(told)}"
        letter.set_content(f"{text}\n\n{past}")
        return letter

    def delivers(self, letter: EmailMessage) -> list[int]:
        with Postman(self.door) as postman:
            recipient = str(letter["To"])
            return postman.deliver(bytes(letter), recipient, sender=self.ada)

    def answers(self) -> list[str]:
        with self.hub.app_context():
            numbered = sa.select(Post.source).where(Post.number > 2).order_by(Post.number)
            return list(db.session.scalars(numbered))


def words_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.fixture
def house(open_hub: OpenHub, tmp_path: Path) -> Iterator[House]:
    with open_post_office() as office:
        chosen = {
            "smtp_host": "127.0.0.1",
            "smtp_port": office.port,
            "smtp_security": "none",
            "mail_from": "Forum <forum@mail.forum.example>",
            "mail_domain": "mail.forum.example",
        }
        with open_hub(tmp_path, **chosen) as hub, open_door(hub) as door:
            with hub.app_context():
                session = db.session()
                ada, ben = make_actor(session, "Ada A", locale="de"), make_actor(session, "Ben B")
                thread = make_thread(session, make_channel(session), ada, "Wer zahlt?")
                make_reply(session, thread, ben, "Wir zahlen.")
                ada_email, ben_email = (
                    account_of(session, ada).email,
                    account_of(session, ben).email,
                )
                thread_id = thread.id
                db.session.remove()
            yield House(hub, office, door, ada_email, ben_email, thread_id)


def test_a_letter_is_answered_and_its_answer_stands_in_the_thread(house: House) -> None:
    [told] = house.sends()
    assert "Antworten Sie einfach auf diese Nachricht" in words_of(told)
    letter = house.answer(told, "Danke, Ben!\n\nFreundliche Grüße\nAda A\nTel. 03591 123456")
    assert house.delivers(letter) == [250]
    assert house.delivers(letter) == [250], "the mail server did not hear the first answer"
    assert house.answers() == ["Danke, Ben!\n\nFreundliche Grüße\nAda A"]
    assert [letter["To"] for letter in house.sends()] == [house.ben]


def test_an_answer_that_is_refused_comes_back_once(house: House) -> None:
    [told] = house.sends()
    with house.hub.app_context(), unit_of_work() as session:
        session.get_one(Thread, house.thread_id).locked_at = clock.now()
    letter = house.answer(told, "Zu spät?")
    assert house.delivers(letter) == [250], "a refusal by the server would go to whoever it names"
    assert house.delivers(letter) == [250]
    assert house.answers() == []
    [back] = house.sends()
    assert back["To"] == house.ada
    assert back["In-Reply-To"] == letter["Message-ID"]
    assert back.get_all("Auto-Submitted") == ["auto-replied"]
    assert "Zu spät?" in words_of(back)


def test_a_letter_handed_in_by_several_servers_at_once_is_one_answer(house: House) -> None:
    [told] = house.sends()
    letter = house.answer(told, "Einmal.")
    codes: list[int] = []
    assert not at_once(house.hub, 6, lambda _number: codes.extend(house.delivers(letter)))
    assert codes == [250] * 6
    assert house.answers() == ["Einmal."]
    with house.hub.app_context():
        assert db.session.scalar(sa.select(sa.func.count(IncomingMail.id))) == 1


def test_nobody_answers_in_the_name_of_somebody_else(house: House) -> None:
    [told] = house.sends()
    letter = house.answer(told, "Ich bin es nicht.")
    letter.replace_header("From", "Fremd <fremd@elsewhere.example>")
    assert house.delivers(letter) == [250]
    assert house.answers() == []
    assert [back["To"] for back in house.sends()] == [house.ada]
    letter.replace_header("To", str(told["Reply-To"]).replace("reply+1", "reply+2", 1))
    assert house.delivers(letter) == [550], "no such address: the proof in it is another account's"
