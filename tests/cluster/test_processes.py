"""Several processes are one hub: what one takes, the others tell."""

import asyncio

from tests.cluster.conftest import PEOPLE, Town
from tests.cluster.member import alive


def test_what_one_process_takes_the_readers_of_all_hear(town: Town) -> None:
    async def talk() -> None:
        async with alive(town.members(8)) as members:
            await members[0].write("Guten Morgen zusammen")
            [said] = members[0].answered
            for member in members:
                await member.until_told(said)
            # nginx has led them to both processes; a courtesy goes from one to the other.
            members[0].type()
            await members[-1].until(lambda: all(member.typing for member in members[1:]))

    asyncio.run(talk())


def test_a_process_full_of_sockets_stops_when_it_is_told_to(town: Town) -> None:
    async def leave() -> int:
        async with alive(town.members(PEOPLE)) as members:
            status = await asyncio.to_thread(town.installation.stop, "sockets@2", 20)
            try:
                # nginx leads all to the one that is left.
                for member in members:
                    await member.until(member.is_in.is_set)
                await members[0].write("Noch da")
                [said] = members[0].answered
                for member in members:
                    await member.until_told(said)
            finally:
                town.installation.start_unit("sockets@2")
        return status

    assert asyncio.run(leave()) == 0
