"""What no page of ours sends: refused clearly by the whole installation, the rest unharmed."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

import pytest

from tests.cluster.conftest import Town
from tests.cluster.member import Answer, Member, Wire, alive

_AHEAD = "Fri, 01 Jan 2100 00:00:00 GMT"
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Date": _AHEAD}


async def _post(member: Member, fields: dict[str, str], **more: str) -> Answer:
    said = {"client_id": secrets.token_hex(16), "csrf_token": member.where.token, **fields}
    path = f"/chat/{more.get('room', member.where.room)}/messages"
    return await member.wire.ask("POST", path, urlencode(said).encode(), _FORM)


async def _a_megabyte(member: Member) -> Answer:
    return await _post(member, {"body": "x" * 1_000_000})


async def _no_text(member: Member) -> Answer:
    said = f"client_id={secrets.token_hex(16)}&csrf_token={member.where.token}&body=%ff%fe"
    return await member.wire.ask(
        "POST", f"/chat/{member.where.room}/messages", said.encode(), _FORM
    )


async def _raw_bytes(member: Member) -> Answer:
    said = f"client_id={secrets.token_hex(16)}&csrf_token={member.where.token}&body=".encode()
    return await member.wire.ask(
        "POST", f"/chat/{member.where.room}/messages", said + b"\xc3\x28", _FORM
    )


async def _somebody_elses_room(member: Member) -> Answer:
    return await _post(member, {"body": "Hallo"}, room="0000000000000000")


async def _a_strange_id(member: Member) -> Answer:
    return await _post(member, {"body": "Hallo", "client_id": "'; DROP TABLE message; --"})


async def _no_token(member: Member) -> Answer:
    return await _post(member, {"body": "Hallo", "csrf_token": ""})


async def _events_of_no_room(member: Member) -> Answer:
    return await member.wire.ask("GET", "/chat/0000000000000000/events?after=0")


async def _no_session(member: Member) -> Answer:
    wire = Wire(member.where, member.address, "")
    try:
        return await wire.ask("GET", "/socket.io/?EIO=4&transport=polling")
    finally:
        wire.close()


@pytest.mark.parametrize(
    ("attack", "status"),
    [
        (_a_megabyte, 422),
        (_no_text, 422),
        (_raw_bytes, 422),
        (_somebody_elses_room, 404),
        (_a_strange_id, 422),
        (_no_token, 400),
        (_events_of_no_room, 404),
        (_no_session, 401),
    ],
)
def test_what_no_page_of_ours_sends_is_refused_and_the_rest_unharmed(
    town: Town, attack: Callable[[Member], Awaitable[Answer]], status: int
) -> None:
    async def attacked() -> Answer:
        async with alive(town.members(3)) as (attacker, writer, reader):
            before = attacker.last
            answer = await attack(attacker)
            assert attacker.last == before
            await writer.write(f"Weiter nach {attack.__name__}")
            [said] = writer.answered
            await reader.until_told(said)
            await attacker.until_told(said)
        return answer

    answer = asyncio.run(attacked())
    assert answer.status == status, answer.body[:300]


def test_a_message_sent_twice_at_once_is_one_and_other_words_under_its_id_are_a_conflict(
    town: Town,
) -> None:
    async def twice() -> None:
        async with alive(town.members(2)) as (writer, reader):
            client_id = secrets.token_hex(16)
            first, second = await asyncio.gather(
                writer.send("Nur einmal", client_id),
                _post(writer, {"body": "Nur einmal", "client_id": client_id}),
            )
            assert {first.status, second.status} <= {200, 201}
            assert first.words["message"]["id"] == second.words["message"]["id"]
            other = await writer.send("Etwas anderes", client_id)
            assert other.status == 409
            await reader.until_told(first.words["message"]["id"])
            await reader.catch_up()
            told = [message for _, _, message in reader.log]
            assert told.count(first.words["message"]["id"]) == 1

    asyncio.run(twice())


def test_packets_out_of_order_and_clocks_that_are_off_change_nothing(town: Town) -> None:
    async def confuse() -> None:
        async with alive(town.members(2)) as (writer, reader):
            before = reader.last
            late = reader.hold_back()
            for number in range(before + 1, before + 4):
                said = {"body": f"Nachricht {number}", "created_at": "2100-01-01T00:00:00Z"}
                answer = await _post(writer, said)
                assert answer.status == 201
                assert not answer.words["message"]["at"].startswith("2100")
                # What comes while the hall rests is told together, and nothing is out of order.
                await reader.until_held_back(number)
            reader.held = None
            for stretch in reversed(late):
                reader.take(stretch)  # the last one comes first
            await reader.catch_up()
            numbers = [number for number, _, _ in reader.log if number > before]
            assert numbers == list(range(before + 1, before + 4))

    asyncio.run(confuse())
