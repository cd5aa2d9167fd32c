"""What open pages are told."""

import asyncio
from typing import Any

from containers.console.live import Pulse


def test_a_page_is_told_at_once_and_at_every_change_and_the_watch_ends_with_it(house: Any) -> None:
    looks = 0

    def look() -> dict[str, int]:
        nonlocal looks
        looks += 1
        return {"leads": house.parts.leads.count()}

    async def story() -> list[bytes]:
        pulse = Pulse(look, house.documents)
        heard: list[bytes] = []
        async for line in pulse.listen():
            if line.startswith(b"data:"):
                heard.append(line)
                if len(heard) == 2:
                    break
                await asyncio.to_thread(house.lead, "l1", email="a@x.example")
        await asyncio.sleep(0)
        return heard

    heard = asyncio.run(asyncio.wait_for(story(), 10))
    assert heard == [b'data: {"leads":0}\n\n', b'data: {"leads":1}\n\n']
    assert looks <= 3


def test_many_pages_share_one_look(house: Any) -> None:
    looks = 0

    def look() -> dict[str, int]:
        nonlocal looks
        looks += 1
        return {"n": 1}

    async def first(pulse: Pulse) -> bytes:
        async for line in pulse.listen():
            if line.startswith(b"data:"):
                return line
        return b""

    async def story() -> list[bytes]:
        pulse = Pulse(look, house.documents)
        return await asyncio.gather(*(first(pulse) for _ in range(20)))

    assert len(set(asyncio.run(story()))) == 1
    assert looks == 1


def test_closing_ends_every_stream(house: Any) -> None:
    async def story() -> int:
        pulse = Pulse(lambda: {"n": 1}, house.documents)
        lines = 0
        async for line in pulse.listen():
            lines += 1
            if line.startswith(b"data:"):
                pulse.close()
        return lines

    assert asyncio.run(asyncio.wait_for(story(), 5)) == 2
