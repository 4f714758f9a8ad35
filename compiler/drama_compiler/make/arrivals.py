"""What a service made comes in as files; it goes out checked and in the store."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from drama_compiler.contract.backend import Output
from drama_compiler.graph.keys import digest_file
from drama_compiler.make.check_media import check_media
from drama_compiler.make.patience import Patience
from drama_compiler.store.attempts import Kept, Wanted
from drama_compiler.store.media import MediaStore

LOOK_SECONDS = 0.5


class BadArrival(Exception):
    """What came is not what was said to come; the message is for the person."""


def as_kept(outputs: Iterable[Output], wanted: Sequence[Wanted], folder: Path) -> tuple[Kept, ...]:
    """The outputs for the jobs that are wanted, in their order, as files in `folder`.

    Raises BadArrival where one is not whole, lies elsewhere, or nothing that is wanted came.
    """
    by_job = {output.job: output for output in outputs}
    kept = []
    for job in (each.job for each in wanted):
        output = by_job.get(job)
        if output is None:
            continue
        path = output.path.resolve()
        if folder.resolve() not in path.parents:
            raise BadArrival(f"the file for {job} lies outside the folder it was to come to")
        wrong = check_media(path, output.type)
        if wrong:
            raise BadArrival(f"what came for {job} is not good: {wrong}")
        file = path.relative_to(folder.resolve()).as_posix()
        facts, digest = dict(output.facts), digest_file(path)
        kept.append(Kept(job, output.type, facts, output.range, media=digest, file=file))
    if not kept:
        raise BadArrival("nothing that was asked for came")
    return tuple(kept)


def are_here(kept: Sequence[Kept], folder: Path, media: MediaStore) -> bool:
    """Whether everything that came is still here, on its way into the store or in it."""
    return bool(kept) and all(
        (bool(each.file) and (folder / each.file).is_file()) or media.has(each.media, each.type)
        for each in kept
    )


def take_in(kept: Sequence[Kept], folder: Path, media: MediaStore) -> tuple[Kept, ...]:
    """Move files into the store; several jobs can share one. Raises OSError."""
    for each in kept:
        if each.file and not media.has(each.media, each.type):
            media.adopt(folder / each.file, each.media, each.type)
    return tuple(replace(each, file="") for each in kept)


def sync_files(kept: Iterable[Kept], folder: Path) -> None:
    """Let files that have come survive a loss of power before anybody relies on them."""
    for file in {each.file for each in kept}:
        with (folder / file).open("rb+") as opened:
            os.fsync(opened.fileno())


@contextlib.asynccontextmanager
async def bounded(folder: Path, patience: Patience) -> AsyncIterator[None]:
    """Raises TimeoutError where the block takes too long, BadArrival where too much arrives."""
    too_much = False
    async with asyncio.timeout(patience.fetch_seconds_max) as limit:

        async def watch() -> None:
            nonlocal too_much
            while True:
                await asyncio.sleep(LOOK_SECONDS)
                if _bytes(folder) > patience.fetch_bytes_max:
                    too_much = True
                    limit.reschedule(asyncio.get_running_loop().time())
                    return

        watching = asyncio.create_task(watch())
        try:
            yield
        except asyncio.CancelledError:
            if too_much:
                raise BadArrival("more came than any take is large") from None
            raise
        finally:
            watching.cancel()
    if _bytes(folder) > patience.fetch_bytes_max:
        raise BadArrival("more came than any take is large")


def emptied(folder: Path) -> Path:
    """The folder, made and empty; raises OSError."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _bytes(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            total += path.stat().st_size if path.is_file() else 0
    return total
