"""The same without a WebSocket: plain requests, as a browser behind a strict proxy makes them."""

import http.client
import json
import threading
import time
from typing import Any

from forum.accounts.actions import end_other_sign_ins
from forum.extensions import unit_of_work
from tests.factories.accounts import account_of, make_actor
from tests.factories.channels import make_channel
from tests.factories.messaging import make_message, make_room
from tests.realtime.conftest import Served
from tests.realtime.sockets import Socket

_SEPARATOR = "\x1e"


class Polling:
    """A connection that asks and asks again."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port = port
        self.origin = f"http://127.0.0.1:{port}"
        self.cookie = cookie
        self.sid = ""
        status, said = self.ask()
        assert status == 200, said
        self.sid = json.loads(said[1:])["sid"]

    def greet(self) -> "Polling":
        assert self.say("40") == 200
        assert self.ask()[1].startswith("40")
        return self

    def enter(self, room: str) -> Any:  # noqa: ANN401 - JSON
        assert self.say(f'420["enter",{json.dumps({"room": room})}]') == 200
        return json.loads(self.ask()[1].removeprefix("430"))[0]

    def hear(self) -> list[Any]:
        return [json.loads(one[2:]) for one in self.ask()[1].split(_SEPARATOR) if one[:2] == "42"]

    def ask(self, **headers: str) -> tuple[int, str]:
        return self.request("GET", None, headers)

    def say(self, words: str | bytes, **headers: str) -> int:
        origin = {"Origin": self.origin}
        return self.request("POST", words, {**origin, **headers})[0]

    def request(
        self, method: str, body: str | bytes | None, headers: dict[str, str]
    ) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        sid = f"&sid={self.sid}" if self.sid else ""
        named = {"Cookie": f"session={self.cookie}"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(
                method, f"/socket.io/?EIO=4&transport=polling{sid}", body=body, headers=named
            )
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


def test_without_a_web_socket_a_room_is_heard_all_the_same(served: Served) -> None:
    session = served.session
    room, ada = make_room(session, make_channel(session)), make_actor(session, "Ada")
    session.commit()
    polling = Polling(served.port, served.cookie_of(ada)).greet()
    assert polling.enter(room.public_id) == {"ok": True, "last": 0, "people": [], "again": 1.0}
    with unit_of_work() as unit:
        make_message(unit, room, ada, "Ohne Steckdose.")
    [[name, words]] = polling.hear()
    assert name == "happened"
    assert [one["html"] for one in words["messages"]] == ["<p>Ohne Steckdose.</p>"]
    assert polling.say("1") == 200


def test_every_request_is_looked_at_and_belongs_to_one_browser(served: Served) -> None:
    session = served.session
    ada, bo = make_actor(session, "Ada"), make_actor(session, "Bo")
    cookie = served.cookie_of(ada)
    polling = Polling(served.port, cookie).greet()
    for origin in ("https://evil.example", "null"):
        assert polling.say("3", Origin=origin) == 403
        assert polling.ask(Origin=origin)[0] == 403
    assert polling.ask(Sec_Fetch_Site="cross-site")[0] == 403
    for other in (served.cookie_of(bo), served.cookie_of(ada)):
        polling.cookie = other
        assert polling.say("3") == 400
        assert polling.ask()[0] == 400
    for none in ("", "forged.cookie"):
        polling.cookie = none
        assert polling.ask()[0] == 401
    polling.cookie, own = cookie, polling.sid
    # Neither a script, nor a way around what a WebSocket is asked, nor a connection never begun.
    for more in ("&j=0", "x", "&EIO=3&transport=websocket"):
        polling.sid = own + more
        assert polling.ask()[0] == 400, more
    polling.sid = own
    assert polling.ask(Upgrade="websocket", Connection="Upgrade")[0] == 400
    with unit_of_work() as unit:
        end_other_sign_ins(unit, account_of(unit, ada), keep=None)
    assert polling.say("3") == 401


def test_a_poll_that_waits_ends_when_the_browser_is_signed_out(served: Served) -> None:
    ada = make_actor(served.session, "Ada")
    polling = Polling(served.port, served.cookie_of(ada)).greet()
    answers: list[tuple[int, str]] = []
    waiting = threading.Thread(target=lambda: answers.append(polling.ask()))
    waiting.start()
    time.sleep(0.3)
    assert polling.ask()[0] == 429, "one request waits, never two"
    with unit_of_work() as unit:
        end_other_sign_ins(unit, account_of(unit, ada), keep=None)
    waiting.join(10)
    assert not waiting.is_alive()
    assert answers[0][1].startswith(("41", "1"))


def test_too_much_and_broken_words_are_refused_and_nothing_else_suffers(served: Served) -> None:
    ada = make_actor(served.session, "Ada")
    polling = Polling(served.port, served.cookie_of(ada)).greet()
    assert polling.say("4" + "x" * 1_000_000) == 413
    for words in (b"4\xff\xfe", "", "x", "2probe", "5", "4\x1e" * 20, b"b4AAAA"):
        assert polling.say(words) == 400, words
    # Ten in each request: however slow the machine is, faster than one may talk.
    noise = "\x1e".join(['42["noise"]'] * 10)
    assert 429 in [polling.say(noise) for _ in range(12)]
    other = Polling(served.port, served.cookie_of(make_actor(served.session, "Bo")))
    assert other.say("40") == 200


def test_polling_takes_places_like_a_socket_and_gives_them_back(served: Served) -> None:
    ada = make_actor(served.session, "Ada")
    cookie = served.cookie_of(ada)
    served.sockets += [Socket.open(served.port, cookie) for _ in range(6)]
    polls = [Polling(served.port, cookie) for _ in range(6)]
    assert served.knock(cookie) == 429
    assert served.knock(cookie, transport="polling", origin=None) == 429
    assert polls.pop().say("1") == 200
    assert served.knock(cookie, transport="polling", origin=None) == 200
