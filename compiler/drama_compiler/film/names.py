"""What was named before and what stands in the script now come in; a stable id for each comes out.

An id is five letters drawn from what a thing says, told apart from its twins by its neighbours,
never by its ordinal. Once given it stays: `Names` is carried from one resolve to the next and
finds each scene, shot, line and cue again after edits (`matching.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from drama_compiler.film.frozen import Frozen
from drama_compiler.film.matching import Known, Present, match
from drama_compiler.film.sketch import digest, sketch

LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no `i`, `l`, `o` or `u`, which are read as 1, 1, 0 and v."""

ID_LETTERS = 5


class Fingerprint(Frozen):
    """How a thing is known again.

    `content` is a digest of what it says, `sketch` the digests of its words (to know it after an
    edit), `before` and `after` the ids of its neighbours of the same kind in the scene (empty at
    an end), `scene` the id of its scene (empty for a scene).
    """

    content: str
    sketch: str = ""
    before: str = ""
    after: str = ""
    scene: str = ""


class Names(Frozen):
    """The fingerprint of every named thing, by id, a table a kind."""

    scenes: dict[str, Fingerprint] = {}
    shots: dict[str, Fingerprint] = {}
    lines: dict[str, Fingerprint] = {}
    cues: dict[str, Fingerprint] = {}

    @property
    def ids(self) -> frozenset[str]:
        """Every id in use."""
        return frozenset({*self.scenes, *self.shots, *self.lines, *self.cues})


@dataclass(frozen=True, slots=True)
class Nameless:
    """Something to be named: what it says, and the id that the writer pinned, if any."""

    content: str
    pin: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """Ids in the order of what was to be named, scene by scene, and their fingerprints.

    `unsure` are the ids newly given where more than one old id would have fitted.
    """

    ids: tuple[tuple[str, ...], ...]
    table: dict[str, Fingerprint]
    unsure: frozenset[str]


def name(
    kind: str,
    groups: Sequence[Sequence[Nameless]],
    scenes: Sequence[str],
    old: Mapping[str, Fingerprint],
    taken: frozenset[str],
) -> Named:
    """Name all things of one kind, given scene by scene with the ids of their scenes.

    `taken` are ids that no new thing may have: those of other kinds, and slugs. Pins come first,
    then what `match` finds again, then new ids. A pin used twice holds for its first use.
    """
    items = [item for group in groups for item in group]
    present = _present(groups, scenes)
    ids = _pins(items, taken)
    known = [
        Known(key, print_.content, print_.sketch, print_.before, print_.after, print_.scene)
        for key, print_ in old.items()
    ]
    found = match(known, present, dict(ids))
    for index, key in found.ids.items():
        if key not in taken:
            ids[index] = key
    fresh = [index for index in range(len(items)) if index not in ids]
    contents = [f"{kind}\n{item.content}" for item in items]
    ids |= _new_ids(contents, fresh, taken | frozenset(ids.values()) | frozenset(old))
    unsure = frozenset(ids[index] for index in found.unsure if index in ids)
    return _named(groups, scenes, present, ids, unsure)


def _present(groups: Sequence[Sequence[Nameless]], scenes: Sequence[str]) -> list[Present]:
    """Every item as the matching sees it."""
    return [
        Present(digest(item.content), sketch(item.content), scene)
        for group, scene in zip(groups, scenes, strict=True)
        for item in group
    ]


def _pins(items: Sequence[Nameless], taken: frozenset[str]) -> dict[int, str]:
    """The pinned ids by index: each pin once, none that something else already has."""
    pins: dict[int, str] = {}
    used = set(taken)
    for index, item in enumerate(items):
        if item.pin and item.pin not in used:
            pins[index] = item.pin
            used.add(item.pin)
    return pins


def _new_ids(
    contents: Sequence[str], fresh: Sequence[int], taken: frozenset[str]
) -> dict[int, str]:
    """New ids for the items at `fresh`, by content, and by ever more neighbours where twins.

    The order of `fresh` plays no part: at each width only those alone with their id get it.
    """
    ids: dict[int, str] = {}
    used = set(taken)
    left = list(fresh)
    width = 0
    before = after = [""] * len(contents)
    while left:
        drawn = {
            index: _five_letters(
                "\1".join((contents[index], str(width), before[index], after[index]))
            )
            for index in left
        }
        times = Counter(drawn.values())
        for index, key in drawn.items():
            if times[key] == 1 and key not in used:
                ids[index] = key
        used |= set(ids.values())
        left = [index for index in left if index not in ids]
        further = [""] * width
        if width:
            before = _joined(before, [*further, *before])
            after = _joined(after, [*after[width:], *further])
        else:
            before, after = ["", *contents[:-1]], [*contents[1:], ""]
        width = max(1, width * 2)
    return ids


def _joined(near: Sequence[str], far: Sequence[str]) -> list[str]:
    """For each item a digest of its nearer and its further neighbours.

    Thousands of twins so cost no more than so many digests each time the width is doubled.
    """
    return [
        blake2b(f"{one}\0{other}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        for one, other in zip(near, far, strict=False)
    ]


@lru_cache(maxsize=65536)
def _five_letters(text: str) -> str:
    value = int.from_bytes(
        blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big"
    )
    letters = ""
    for _ in range(ID_LETTERS):
        value, rest = divmod(value, len(LETTERS))
        letters += LETTERS[rest]
    return letters


@lru_cache(maxsize=65536)
def _fingerprint(content: str, sketch: str, before: str, after: str, scene: str) -> Fingerprint:
    return Fingerprint(content=content, sketch=sketch, before=before, after=after, scene=scene)


def _named(
    groups: Sequence[Sequence[Nameless]],
    scenes: Sequence[str],
    present: Sequence[Present],
    ids: Mapping[int, str],
    unsure: frozenset[str],
) -> Named:
    """Ids cut into their scenes again, with each one's new fingerprint."""
    cut: list[tuple[str, ...]] = []
    table: dict[str, Fingerprint] = {}
    start = 0
    for group, scene in zip(groups, scenes, strict=True):
        keys = tuple(ids[index] for index in range(start, start + len(group)))
        for place, key in enumerate(keys):
            item = present[start + place]
            table[key] = _fingerprint(
                item.content,
                item.sketch,
                keys[place - 1] if place else "",
                keys[place + 1] if place + 1 < len(keys) else "",
                scene,
            )
        cut.append(keys)
        start += len(group)
    return Named(tuple(cut), table, unsure)
