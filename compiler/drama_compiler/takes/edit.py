"""A lock and what a person wants of its takes come in; the lock as they want it comes out.

Pure: reading and writing the lock, and finding out what a file is, are done by the caller.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from fractions import Fraction

from drama_compiler.film.film import Film, Shot
from drama_compiler.film.index import index_film
from drama_compiler.graph.jobs import JobKind
from drama_compiler.store.lock import KEY_LETTERS, Cut, Entry, Lock, LockTake, lock_name
from drama_compiler.store.lock_edit import add_take, change_take, choose, with_entry

TYPES = {
    JobKind.PORTRAIT: "image",
    JobKind.PLATE: "image",
    JobKind.OBJECT: "image",
    JobKind.FRAME: "image",
    JobKind.CLIP: "video",
    JobKind.SYNC: "video",
    JobKind.VOICE: "audio",
    JobKind.CUE: "audio",
    JobKind.AMBIENCE: "audio",
    JobKind.EFFECT: "audio",
}
"""What a take of each kind is, as the first word of its media type."""


_OF_SHOTS = frozenset({JobKind.CLIP, JobKind.FRAME, JobKind.SYNC})


class TakeError(Exception):
    """What was asked cannot be done; the message is for the person."""


def job_of(film: Film, words: str) -> str:
    """The job that a person means: a shot by number (`12B`) or id, or a job by its name.

    `voice/x9d4e`, `portrait/li-wei/storm` and `clip/k7f2q/2` are names as `drama plan` prints
    them; a shot in one can go by its number, as in `sync/12B`. Raises TakeError.
    """
    if "/" in words:
        kind, _, owner = words.partition("/")
        if kind not in set(JobKind):
            raise TakeError(f"`{words}` is no job: none is of the kind `{kind}`")
        id_, slash, part = owner.partition("/")
        if JobKind(kind) in _OF_SHOTS:
            with contextlib.suppress(TakeError):
                id_ = shot_of(film, id_).id
        if id_ not in _owners(film, JobKind(kind)):
            raise TakeError(f"`{words}` is no job: the film has nothing with that id")
        return f"{kind}/{id_}{slash}{part}"
    shot = shot_of(film, words)
    return f"clip/{shot.reuse or shot.id}"


def shot_of(film: Film, words: str) -> Shot:
    """The shot with this number, as in `12B`, or this id; raises TakeError."""
    index = index_film(film)
    if words in index.shots:
        return index.shots[words]
    numbers = {shot.number.casefold(): shot for shot in index.shots.values()}
    found = numbers.get(words.casefold())
    if found is None:
        last = next(reversed(index.shots.values()), None)
        raise TakeError(
            f"no shot is called `{words}`"
            + (
                f": they run from {next(iter(index.shots.values())).number} to {last.number}"
                if last
                else ""
            )
        )
    return found


def check_fits(job: str, type_: str) -> None:
    """Raises TakeError where media of this type can be no take of this job."""
    kind = JobKind(job.partition("/")[0])
    wanted = TYPES.get(kind)
    if wanted is None:
        raise TakeError(f"`{kind}` is made of other things, and not brought in")
    if type_.partition("/")[0] != wanted:
        raise TakeError(f"a take of a {kind} is {wanted}, and this is {type_}")


def find_take(entry: Entry, words: str) -> LockTake:
    """The one take that a person means: by its number, or by how its key begins.

    Raises TakeError.
    """
    numbered = [take for take in entry.takes if words == str(take.number)]
    found = numbered or [take for take in entry.takes if words and take.key.startswith(words)]
    if len(found) == 1:
        return found[0]
    if not entry.takes:
        raise TakeError("it has no takes yet")
    if found:
        keys = ", ".join(take.key[: _letters(entry)] for take in found)
        raise TakeError(f"more than one take is called `{words}`; say which: {keys}")
    have = ", ".join(str(take.number) for take in entry.takes)
    raise TakeError(f"no take is called `{words}`; there are {have}")


def add(lock: Lock, film: str, job: str, take: LockTake, by: str) -> Lock:
    """Bring a take in, and choose it: who brings one wants to see it."""
    name = lock_name(job, film)
    entry = add_take(lock.entries.get(name, Entry()), take)
    return with_entry(lock, name, choose(entry, (Cut(take.key),), by))


def pick(lock: Lock, film: str, job: str, cuts: Sequence[Cut], by: str) -> Lock:
    """Choose what is in the film: one take, or ranges of several in a row; raises TakeError.

    The `take` of a cut is what a person calls it. A take that was dropped is taken back by it.
    """
    name, entry = _entry(lock, film, job)
    found = []
    for cut in cuts:
        take = find_take(entry, cut.take)
        _check_range(cut, take)
        if take.dropped:
            entry = change_take(entry, replace(take, dropped=False))
        found.append(replace(cut, take=take.key))
    return with_entry(lock, name, choose(entry, tuple(found), by))


def leave(lock: Lock, film: str, job: str) -> Lock:
    """Take a choice back: the best take is shown again."""
    name, entry = _entry(lock, film, job)
    return with_entry(lock, name, choose(entry, ()))


def note(lock: Lock, film: str, job: str, words: str, text: str) -> Lock:
    """Say something of a take; an empty text takes it back."""
    name, entry = _entry(lock, film, job)
    return with_entry(lock, name, change_take(entry, replace(find_take(entry, words), note=text)))


def drop(lock: Lock, film: str, job: str, words: str) -> Lock:
    """Let a take not be shown any more. It is kept: what was paid for is not thrown away."""
    name, entry = _entry(lock, film, job)
    take = find_take(entry, words)
    entry = change_take(entry, replace(take, dropped=True))
    if any(cut.take == take.key for cut in entry.chosen):
        entry = choose(entry, ())
    return with_entry(lock, name, entry)


def frames_of(words: str, rate: Fraction) -> int:
    """A place in a take as a person writes it: frames (`36`), or seconds (`1.5s`).

    `rate` is the take's own, in frames a second. Raises TakeError.
    """
    text = words.strip().casefold()
    try:
        if text.endswith("s"):
            return round(Fraction(text[:-1].strip()) * rate)
        return int(text)
    except (ValueError, ZeroDivisionError):
        raise TakeError(f"`{words}` is neither frames (36) nor seconds (1.5s)") from None


def _owners(film: Film, kind: JobKind) -> Collection[str]:
    """The ids that a job of this kind can be of."""
    tables: dict[JobKind, Collection[str]] = {
        JobKind.PORTRAIT: film.characters,
        JobKind.IDENTITY: film.characters,
        JobKind.PLATE: film.locations,
        JobKind.OBJECT: film.props,
    }
    index = index_film(film)
    if kind in _OF_SHOTS:
        return index.shots
    return tables.get(kind, index.events)


def length_frames(take: LockTake) -> int | None:
    """How long a take is, in its own frames, where that is known."""
    if take.range:
        return take.range[1] - take.range[0]
    frames = take.facts.get("frames")
    return int(frames) if frames else None


def _check_range(cut: Cut, take: LockTake) -> None:
    length = length_frames(take)
    if cut.start_frame < 0 or (cut.end_frame is not None and cut.end_frame <= cut.start_frame):
        raise TakeError("a range begins before it ends, as in 12-60")
    if length is not None and max(cut.start_frame + 1, cut.end_frame or 0) > length:
        raise TakeError(f"take {take.number} has {length} frames, and not so many")


def _letters(entry: Entry) -> int:
    """How many letters tell every take of the entry from the others."""
    letters = KEY_LETTERS
    while len({take.key[:letters] for take in entry.takes}) < len(entry.takes) and letters < 64:
        letters += 1
    return letters


def _entry(lock: Lock, film: str, job: str) -> tuple[str, Entry]:
    name = lock_name(job, film)
    return name, lock.entries.get(name, Entry())
