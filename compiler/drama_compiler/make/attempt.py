"""An attempt comes in, wherever it stands; it goes out at its end: done, failed, refused, unknown.

The journal is written before and after every step that can cost money. What costs money is asked
once: again only where the service surely never heard of it, or honours the ticket.
"""

from __future__ import annotations

import asyncio
import functools
import shutil
import sqlite3
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from drama_compiler.contract.service import (
    Once,
    ServiceError,
    Standing,
    Status,
    Submitted,
    Trouble,
)
from drama_compiler.make.arrivals import (
    BadArrival,
    are_here,
    as_kept,
    bounded,
    emptied,
    sync_files,
    take_in,
)
from drama_compiler.make.desk import (
    Desk,
    Held,
    Shop,
    forget_handles,
    is_of_the_disk,
    patiently,
    request_of,
    stage_inputs,
    told,
)
from drama_compiler.make.patience import waits
from drama_compiler.store.attempts import Attempt, AttemptState
from drama_compiler.store.budget import micros

_CLOSING = (Trouble.AUTH, Trouble.FUNDS)
"""What is wrong with the account is wrong for every other call."""


async def carry_on(attempt: Attempt, desk: Desk, shop: Shop, handles: dict[str, str]) -> Attempt:
    """Bring an attempt that this build has just begun to its end.

    Raises Held where that is for a later build to do, OSError where the disk fails.
    """
    attempt = await _submit(attempt, desk, shop, handles)
    return await _finish(attempt, desk, shop)


async def resume(attempt: Attempt, desk: Desk, shop: Shop) -> Attempt:
    """Bring an attempt that an earlier build left open to its end; raises as `carry_on`.

    Of an intent nobody knows whether the service heard of it.
    """
    if attempt.state is AttemptState.INTENT:
        if desk.manners.once is Once.NOTHING:
            return _unknown(attempt, shop, "drama was ended while the call was being made")
        if desk.manners.once is Once.LOOKUP:
            id_ = await _look_up(attempt, desk, shop)
            if id_ is None:
                return shop.journal.ended(attempt, AttemptState.CANCELLED, charged=False)
            attempt = shop.journal.submitted(attempt, id_)
        else:
            try:
                handles = await stage_inputs(attempt.call, desk, shop)
            except ServiceError as refusal:
                raise Held(str(refusal)) from None
            attempt = await _submit(attempt, desk, shop, handles, heard=True)
    return await _finish(attempt, desk, shop)


def folder_of(attempt: Attempt, shop: Shop) -> Path:
    """Where what an attempt makes arrives, in this build or a later one."""
    return shop.arriving / attempt.ticket


async def _submit(
    attempt: Attempt, desk: Desk, shop: Shop, handles: dict[str, str], *, heard: bool = False
) -> Attempt:
    """Make the paid call. `heard`: the service may have heard of the ticket already."""
    pauses = waits(shop.patience, attempt.ticket)
    began, tries, restaged = time.monotonic(), 0, False
    folder = _prepared(attempt, shop, heard)
    while True:
        try:
            call = _call(attempt, desk, shop, handles, folder)
            return await _uninterrupted(call, attempt, shop, heard)
        except ServiceError as refusal:
            if refusal.trouble is Trouble.BUSY:
                if time.monotonic() - began > shop.patience.busy_seconds_max:
                    return _give_up(attempt, refusal, heard, shop)
                await asyncio.sleep(max(refusal.retry_after_seconds or 0.0, next(pauses)))
            elif refusal.trouble is Trouble.GONE and handles and not restaged:
                restaged = True
                forget_handles(attempt.call, desk, shop)
                handles = await _staged_again(attempt, desk, shop, heard)
            else:
                if refusal.trouble in _CLOSING:
                    desk.closed = str(refusal)
                return _give_up(attempt, refusal, heard, shop)
        except Exception as failure:
            if is_of_the_disk(failure) or isinstance(failure, sqlite3.Error):
                raise
            if desk.manners.once is Once.NOTHING:
                return _unknown(attempt, shop, told(failure))
            tries += 1
            if tries >= shop.patience.tries_max:
                raise Held(told(failure)) from None
            await asyncio.sleep(next(pauses))
            if desk.manners.once is Once.LOOKUP:
                id_ = await _look_up(attempt, desk, shop)
                if id_ is not None:
                    return shop.journal.submitted(attempt, id_)
            else:
                heard = True


def _prepared(attempt: Attempt, shop: Shop, heard: bool) -> Path:
    try:
        return emptied(folder_of(attempt, shop))
    except OSError:
        if not heard:
            shop.journal.ended(attempt, AttemptState.FAILED, charged=False)
        raise


async def _call(
    attempt: Attempt, desk: Desk, shop: Shop, handles: dict[str, str], folder: Path
) -> Attempt:
    """The call itself, and its answer in the journal: one step for whoever interrupts."""
    async with asyncio.timeout(shop.patience.answer_seconds_max):
        answer = await desk.connection.submit(
            request_of(attempt.call), handles, attempt.ticket, folder
        )
    if not answer.outputs:
        return shop.journal.submitted(attempt, answer.id)
    return _answered(attempt, answer, folder, shop)


def _answered(attempt: Attempt, answer: Submitted, folder: Path, shop: Shop) -> Attempt:
    """What came with the answer is noted before it is moved: it may come only once."""
    attempt = shop.journal.submitted(attempt, answer.id)
    try:
        kept = as_kept(answer.outputs, attempt.call.wanted, folder)
    except BadArrival:
        # It is asked for like any other: perhaps the service has it whole.
        return attempt
    sync_files(kept, folder)
    return shop.journal.succeeded(attempt, answer.id, None, kept)


async def _look_up(attempt: Attempt, desk: Desk, shop: Shop) -> str | None:
    """The service's id of the ticket; None when it was not heard of for long enough."""
    began = time.monotonic()
    pauses = waits(shop.patience, attempt.ticket)
    ask = functools.partial(desk.connection.find, attempt.ticket)
    while True:
        try:
            id_ = await patiently(ask, shop.patience, attempt.ticket)
        except ServiceError as refusal:
            raise Held(str(refusal)) from None
        left = shop.patience.arrive_seconds - (time.monotonic() - began)
        if id_ is not None or left <= 0:
            return id_
        await asyncio.sleep(min(left, next(pauses)))


async def _staged_again(attempt: Attempt, desk: Desk, shop: Shop, heard: bool) -> dict[str, str]:
    try:
        return await stage_inputs(attempt.call, desk, shop)
    except (ServiceError, Held) as failure:
        if not heard:
            shop.journal.ended(attempt, AttemptState.FAILED, charged=False, message=told(failure))
        raise Held(told(failure)) from None


def _give_up(attempt: Attempt, refusal: ServiceError, heard: bool, shop: Shop) -> Attempt:
    """A definite refusal of this call. An earlier one under its ticket may have been heard."""
    lasting = refusal.trouble in (Trouble.INVALID, Trouble.MODERATED, Trouble.GONE)
    if heard and not lasting:
        raise Held(str(refusal))
    if heard and refusal.trouble is not Trouble.MODERATED:
        # It may refuse the ticket because it has seen it, with other words for our media.
        return _unknown(attempt, shop, str(refusal))
    return shop.journal.ended(
        attempt,
        AttemptState.REFUSED if lasting else AttemptState.FAILED,
        charged=False,
        trouble=str(refusal.trouble),
        message=str(refusal),
    )


def _unknown(attempt: Attempt, shop: Shop, message: str) -> Attempt:
    return shop.journal.ended(attempt, AttemptState.UNKNOWN, charged=True, message=message)


async def _finish(attempt: Attempt, desk: Desk, shop: Shop) -> Attempt:
    if attempt.state is AttemptState.SUBMITTED:
        attempt = await _settle(attempt, desk, shop)
    if attempt.state is AttemptState.SUCCEEDED:
        async with desk.downloads:
            attempt = await _collect(attempt, desk, shop)
    if not attempt.state.open:
        shutil.rmtree(folder_of(attempt, shop), ignore_errors=True)
    return attempt


async def _settle(attempt: Attempt, desk: Desk, shop: Shop) -> Attempt:
    """Ask how far it is until it stands still."""
    began, pause = time.monotonic(), desk.manners.poll_seconds
    ask = functools.partial(desk.connection.poll, attempt.id)
    while True:
        try:
            standing = await patiently(ask, shop.patience, attempt.ticket)
        except ServiceError as refusal:
            if refusal.trouble is not Trouble.GONE:
                raise Held(str(refusal)) from None
            return _lost(attempt, refusal, shop)
        if standing.status.settled:
            return _settled(attempt, standing, shop)
        if standing.share is not None:
            shop.progressed(attempt.call.wanted[0].job, standing.share)
        if time.monotonic() - began > shop.patience.settle_seconds_max:
            raise Held("the service is still at it")
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, max(pause, desk.manners.poll_seconds_max))


def _settled(attempt: Attempt, standing: Standing, shop: Shop) -> Attempt:
    paid = None if standing.usd is None else micros(standing.usd)
    if standing.status is Status.SUCCEEDED:
        return shop.journal.succeeded(attempt, attempt.id, paid)
    moderated = standing.status is Status.MODERATED
    return shop.journal.ended(
        attempt,
        AttemptState.REFUSED if moderated else AttemptState.FAILED,
        charged=standing.charged and paid != 0,
        trouble=str(standing.status),
        message=standing.message or f"the service says: {standing.status}",
        paid_micros=paid,
    )


def _lost(attempt: Attempt, refusal: ServiceError, shop: Shop) -> Attempt:
    """The service did it, was paid, and has it no more."""
    return shop.journal.ended(
        attempt,
        AttemptState.FAILED,
        charged=True,
        trouble=str(refusal.trouble),
        message=str(refusal),
        paid_micros=attempt.paid_micros,
    )


async def _collect(attempt: Attempt, desk: Desk, shop: Shop) -> Attempt:
    """Download what was made, look at it, and take it into the store."""
    folder = folder_of(attempt, shop)
    pauses = waits(shop.patience, attempt.ticket)
    tries = 0
    while not are_here(attempt.kept, folder, shop.media):
        tries += 1
        try:
            async with bounded(emptied(folder), shop.patience):
                outputs = await desk.connection.fetch(attempt.id, request_of(attempt.call), folder)
            kept = as_kept(outputs, attempt.call.wanted, folder)
            sync_files(kept, folder)
            attempt = shop.journal.succeeded(attempt, attempt.id, attempt.paid_micros, kept)
            continue
        except ServiceError as refusal:
            # A link that has expired is renewed by asking again; a film that is gone stays gone.
            if refusal.trouble is Trouble.GONE and tries >= shop.patience.tries_max:
                return _lost(attempt, refusal, shop)
            why, pause = str(refusal), refusal.retry_after_seconds or 0.0
        except Exception as failure:
            if is_of_the_disk(failure):
                raise
            why, pause = told(failure), 0.0
        if tries >= shop.patience.tries_max:
            raise Held(why)
        await asyncio.sleep(max(pause, next(pauses)))
    return shop.journal.done(attempt, take_in(attempt.kept, folder, shop.media))


async def _uninterrupted(
    call: Coroutine[Any, Any, Attempt], attempt: Attempt, shop: Shop, heard: bool
) -> Attempt:
    """Let a call that has begun come to its end, within bounds, though the build is cancelled."""
    task = asyncio.ensure_future(call)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        try:
            await asyncio.wait_for(task, shop.patience.last_words_seconds)
        except ServiceError:
            if not heard:
                shop.journal.ended(attempt, AttemptState.CANCELLED, charged=False)
        except Exception as failure:
            # Nobody knows, and the next build is told so by the journal.
            del failure
        raise
    finally:
        task.cancel()
