"""Many are told at once with one frame: whoever reads slowly stops nobody, and misses nothing."""

import json
import re
import socket as network
from collections.abc import Iterator

from forum.extensions import unit_of_work
from tests.factories.accounts import make_actor
from tests.factories.messaging import make_message
from tests.realtime.conftest import Served
from tests.realtime.test_rooms import channel_room, numbers

# More than the buffers of a connection hold, also where they grow.
_MESSAGES, _WORDS = 400, "Zum Stadtteilfest. " * 1200


def _open_raw(served: Served, cookie: str) -> network.socket:
    """Connect as a browser that can unpack, and take little at once."""
    line = network.socket()
    line.setsockopt(network.SOL_SOCKET, network.SO_RCVBUF, 4096)
    line.settimeout(30)
    line.connect(("127.0.0.1", served.port))
    line.sendall(
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{served.port}\r\nOrigin: http://127.0.0.1:{served.port}\r\n"
        f"Cookie: session={cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    return line


def _say(line: network.socket, words: str) -> None:
    line.sendall(bytes((0x81, 0x80 | len(words))) + b"\0\0\0\0" + words.encode())


def _frames(line: network.socket, held: bytearray) -> Iterator[str]:
    """Yield the texts as they come, each in one frame that is neither masked nor packed."""
    while True:
        while len(held) >= 10:
            assert held[0] == 0x81, held[:20]
            length, start = held[1], 2
            if length >= 126:
                start = 4 if length == 126 else 10
                length = int.from_bytes(held[2:start], "big")
            if len(held) < start + length:
                break
            yield held[start : start + length].decode()
            del held[: start + length]
        held += line.recv(65536)


def test_who_does_not_read_stops_nobody_and_gets_all_in_order_later(served: Served) -> None:
    session = served.session
    room, ada = channel_room(served), make_actor(session, "Ada")
    line, held = _open_raw(served, served.cookie_of(make_actor(session, "Langsam"))), bytearray()
    with line:
        while b"\r\n\r\n" not in held:
            held += line.recv(1024)
        head, _, rest = bytes(held).partition(b"\r\n\r\n")
        assert b"Extensions" not in head  # nothing is packed, for each reader anew
        slow = _frames(line, bytearray(rest))
        _say(line, "40")
        assert next(one for one in slow if one.startswith("40"))
        _say(line, f'420["enter",{{"room":"{room.public_id}"}}]')
        assert '"ok":true' in next(one for one in slow if one.startswith("430"))

        quick = served.connect(ada)
        assert quick.enter(room.public_id)
        with unit_of_work() as unit:
            for _ in range(_MESSAGES):
                make_message(unit, room, ada).html = _WORDS
        assert quick.hears("happened", 60, last=_MESSAGES)
        assert numbers(quick) == list(range(1, _MESSAGES + 1))

        seen: list[int] = []
        while len(seen) < _MESSAGES:
            found = re.fullmatch(r'42\["happened",(.*)\]', next(slow))
            if found:
                seen += [event["sequence"] for event in json.loads(found[1])["events"]]
        assert seen == list(range(1, _MESSAGES + 1))
