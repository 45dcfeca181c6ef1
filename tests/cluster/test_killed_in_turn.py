"""Killed in turn under load: what was acknowledged is with everybody, once and in order."""

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

from tests.cluster.conftest import PEOPLE, Town
from tests.cluster.member import Member, alive

# One of 200 writes about every tenth of a second, and nobody faster than rooms allow.
_PAUSE = 16.0
_SECONDS_BETWEEN = 4.0
_SECONDS_DOWN = 1.5


def test_whatever_is_killed_what_was_acknowledged_is_with_everybody_once_and_in_order(
    town: Town,
) -> None:
    members = town.members(PEOPLE)
    asyncio.run(_write_through_the_faults(town, members))
    sent = {said: body for member in members for said, body in member.answered.items()}
    assert len(sent) == sum(len(member.answered) for member in members)
    first = members[0].log
    numbers = [number for number, _, _ in first]
    assert numbers == list(range(1, len(first) + 1)), "the room's numbers have a gap"
    counted = Counter(message for _, kind, message in first if kind == "sent")
    assert [said for said in sent if counted[said] != 1] == []
    assert max(counted.values()) == 1
    for member in members[1:]:
        assert member.log == first
    for said, body in sent.items():
        assert body in members[0].bodies[said]
    assert min(member.connections for member in members) >= 2, "the sockets were never cut"
    assert len(sent) > PEOPLE


async def _write_through_the_faults(town: Town, members: Sequence[Member]) -> None:
    is_over = asyncio.Event()
    async with alive(members):
        async with asyncio.timeout(120), asyncio.TaskGroup() as writers:
            for member in members:
                writers.create_task(_write(member, is_over))
            for fault in _faults(town):
                await asyncio.sleep(_SECONDS_BETWEEN)
                await fault()
            await asyncio.sleep(_SECONDS_BETWEEN)
            # Whoever has no answer yet goes on asking for it.
            is_over.set()
        # By themselves: nobody loads a page again.
        last = await _last_number(members[0])
        await members[0].until(lambda: all(member.last >= last for member in members), 120)


def _faults(town: Town) -> list[Callable[[], Awaitable[None]]]:
    here, postgresql = town.installation, town.postgresql

    async def kill_pages() -> None:
        here.kill_worker("web")

    async def kill_one() -> None:
        here.kill_worker("sockets@1")

    async def kill_other() -> None:
        here.kill_worker("sockets@2")

    async def kill_redis() -> None:
        here.kill("redis")
        await asyncio.sleep(_SECONDS_DOWN)
        here.start_redis()

    async def kill_postgresql() -> None:
        postgresql.kill()
        await asyncio.sleep(_SECONDS_DOWN)
        await asyncio.to_thread(postgresql.start)

    return [kill_pages, kill_one, kill_redis, kill_other, kill_postgresql]


async def _write(member: Member, is_over: asyncio.Event) -> None:
    pause = random.random() * _PAUSE  # noqa: S311 - not all at once
    for number in itertools.count():
        try:
            await asyncio.wait_for(is_over.wait(), pause)
        except TimeoutError:
            await member.write(f"Nachricht {number} von {member.address}")
        else:
            return
        pause = _PAUSE


async def _last_number(member: Member) -> int:
    await member.catch_up()
    return member.last
