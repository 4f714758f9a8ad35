"""Those who wait for a turn, and in which order they get it."""

from __future__ import annotations

import asyncio

from drama_compiler.make.line import Line


def order_of(urgencies: list[float], *, cancelled: int | None = None) -> list[int]:
    """In which order those who come while the one place is taken get their turn."""
    order: list[int] = []

    async def come(line: Line, index: int) -> None:
        async with line.turn(urgencies[index]):
            order.append(index)
            await asyncio.sleep(0)

    async def run() -> None:
        line = Line(1)
        async with line.turn(0.0):
            waiting = [asyncio.create_task(come(line, index)) for index in range(len(urgencies))]
            await asyncio.sleep(0)
            if cancelled is not None:
                waiting[cancelled].cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    asyncio.run(run())
    return order


def test_the_most_urgent_goes_first() -> None:
    assert order_of([1.0, 3.0, 2.0]) == [1, 2, 0]


def test_of_equally_urgent_ones_the_first_goes_first() -> None:
    assert order_of([1.0, 1.0, 1.0]) == [0, 1, 2]


def test_who_gives_up_loses_nobody_a_turn() -> None:
    assert order_of([1.0, 3.0, 2.0], cancelled=1) == [2, 0]


def test_who_gives_up_when_called_passes_the_turn_on() -> None:
    async def run() -> bool:
        line = Line(1)

        async def come() -> None:
            async with line.turn(0.0):
                await asyncio.sleep(60)

        async with line.turn(0.0):
            late = asyncio.create_task(come())
            await asyncio.sleep(0)
        # It was called just now and has not yet run.
        late.cancel()
        await asyncio.gather(late, return_exceptions=True)
        async with asyncio.timeout(5), line.turn(0.0):
            return True

    assert asyncio.run(run())


def test_as_many_go_at_once_as_there_are_places() -> None:
    async def run() -> int:
        line, inside, most = Line(3), 0, 0

        async def come() -> None:
            nonlocal inside, most
            async with line.turn(0.0):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0)
                inside -= 1

        await asyncio.gather(*(come() for _ in range(10)))
        return most

    assert asyncio.run(run()) == 3
