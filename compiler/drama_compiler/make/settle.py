"""A journal with calls that earlier builds left open comes in; each comes out at its end."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping

from drama_compiler.contract.service import Service
from drama_compiler.make.attempt import resume
from drama_compiler.make.bought import Bought, Result, count, told_of
from drama_compiler.make.desk import Closed, Desk, Held, Shop, selling
from drama_compiler.store.attempts import Attempt, AttemptState
from drama_compiler.store.media import check_writable


async def settle(services: Mapping[str, Service], shop: Shop) -> Bought:
    """Bring to an end what earlier builds left open, whatever the script is now.

    To be called before anything is planned: what comes of it belongs in the lock. What may have
    been paid is told again, until a person answers. Raises OSError as `buy`.
    """
    bought = Bought()
    for attempt in shop.journal.all(AttemptState.UNKNOWN):
        count(attempt, bought)
    states = (each for each in AttemptState if each.open)
    attempts = [each for each in shop.journal.all(*states) if shop.journal.take_over(each)]
    if not attempts:
        return bought
    check_writable(shop.media.folder)
    names = {each.call.backend for each in attempts}
    async with selling(names, services, shop) as desks, asyncio.TaskGroup() as group:
        for attempt in attempts:
            desk = desks[attempt.call.backend]
            group.create_task(_settle(attempt, desk, shop, bought))
    bought.attempts.sort(key=lambda each: (each.call.digest, each.n))
    return bought


async def _settle(attempt: Attempt, desk: Desk | Closed, shop: Shop, bought: Bought) -> None:
    if isinstance(desk, Closed):
        bought.unbought.append(told_of(attempt, Result.PENDING, desk.why))
        return
    if desk.manners.account != attempt.call.account:
        why = "it was asked for with another account"
        bought.unbought.append(told_of(attempt, Result.PENDING, why))
        return
    async with desk.turns:
        try:
            attempt = await resume(attempt, desk, shop)
        except Held as held:
            bought.unbought.append(told_of(attempt, Result.PENDING, str(held)))
        except (OSError, sqlite3.Error) as failure:
            bought.halted = failure
            bought.unbought.append(told_of(attempt, Result.PENDING, str(failure)))
        else:
            count(attempt, bought)
