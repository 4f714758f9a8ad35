"""What was named before and what stands in the script now come in; a stable id for each comes out.

An id is five letters drawn from what a thing says, told apart from its twins by its neighbours,
never by its ordinal. Once given it stays: `Names` is carried from one resolve to the next and
finds each scene, shot, line and cue again after edits (`matching.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import accumulate, chain

from drama_compiler.film.frozen import Frozen
from drama_compiler.film.matching import Known, Present
from drama_compiler.film.matching_scenes import KnownTable, match_scenes
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

    def tables(self) -> dict[str, KnownTable]:
        """The tables by kind, as the matching sees them."""
        tables = {"scene": self.scenes, "shot": self.shots, "line": self.lines, "cue": self.cues}
        return {kind: known_table(table) for kind, table in tables.items()}


@dataclass(frozen=True, slots=True)
class Nameless:
    """Something to be named: what it says, and the id that the writer pinned, if any."""

    content: str
    pin: str = ""


class Group:
    """Things of one kind in one scene that are to be named, in order.

    What naming asks of them again and again is found once, so that a scene that no edit touches
    costs next to nothing.
    """

    __slots__ = ("_digests", "_drawn", "_named", "_present", "items", "pinned")

    def __init__(self, items: Sequence[Nameless]) -> None:
        self.items = tuple(items)
        self.pinned = any(each.pin for each in items)
        self._digests: tuple[str, ...] | None = None
        self._drawn: tuple[str, ...] | None = None
        self._present: tuple[str, tuple[Present, ...]] = ("", ())
        self._named: tuple[tuple[str, ...], str, dict[str, Fingerprint]] = ((), "", {})

    @classmethod
    def joined(cls, kind: str, groups: Sequence[Group]) -> Group:
        """All items of several groups as one, with what is known of them."""
        group = cls([item for each in groups for item in each.items])
        drawn = [each._drawn or each.drawn(kind) for each in groups]
        group._drawn = tuple(chain.from_iterable(drawn))
        present = [each._present[1] or each.present("") for each in groups]
        group._present = "", tuple(chain.from_iterable(present))
        group._digests = tuple([each.content for each in group._present[1]])
        return group

    @property
    def digests(self) -> tuple[str, ...]:
        """The digest of each one's content."""
        if self._digests is None:
            self._digests = tuple(digest(each.content) for each in self.items)
        return self._digests

    def present(self, scene: str) -> tuple[Present, ...]:
        """Each as the matching sees it, in the scene with this id."""
        if not self._present[1] or self._present[0] != scene:
            each = zip(self.digests, self.items, strict=True)
            self._present = (
                scene,
                tuple(Present(said, sketch(item.content), scene) for said, item in each),
            )
        return self._present[1]

    def drawn(self, kind: str) -> tuple[str, ...]:
        """The id that each one's content alone draws; a group's kind never changes."""
        if self._drawn is None:
            self._drawn = tuple(_alone(f"{kind}\n{each.content}") for each in self.items)
        return self._drawn

    def fingerprints(self, keys: tuple[str, ...], scene: str) -> dict[str, Fingerprint]:
        """The fingerprint of each under its id."""
        named = self._named
        if (named[0] is not keys and named[0] != keys) or named[1] != scene:
            table: dict[str, Fingerprint] = {}
            beside = zip(("", *keys), (*keys[1:], ""), strict=False)
            each = zip(keys, self.present(scene), beside, strict=False)
            for key, item, (before, after) in each:
                table[key] = _fingerprint(item.content, item.sketch, before, after, scene)
            named = self._named = (keys, scene, table)
        return named[2]


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
    groups: Sequence[Sequence[Nameless] | Group],
    scenes: Sequence[str],
    old: Mapping[str, Fingerprint] | KnownTable,
    taken: frozenset[str],
) -> Named:
    """Name all things of one kind, given scene by scene with the ids of their scenes.

    `taken` are ids that no new thing may have: those of other kinds, and slugs. Pins come first,
    then what `match` finds again, then new ids. A pin used twice holds for its first use.
    """
    sorts = [each if isinstance(each, Group) else Group(each) for each in groups]
    known = old if isinstance(old, KnownTable) else known_table(old)
    if not known.ordered:
        drawn = _all_drawn(kind, sorts, taken)
        if drawn is not None:
            return _named(sorts, scenes, drawn, frozenset())
    starts = list(accumulate((len(each.items) for each in sorts), initial=0))
    ids = _pins(sorts, starts, taken)
    keys, found = match_scenes(known, _Presence(sorts, starts, scenes), dict(ids))
    for place in [place for place, some in keys.items() if not taken.isdisjoint(some)]:
        found.ids.update(enumerate(keys.pop(place), starts[place]))
    ids |= {index: key for index, key in found.ids.items() if key not in taken}
    used = taken.union(known.ids, ids.values())
    for place, group in enumerate(sorts):
        if not group.items:
            keys[place] = ()
    if len(keys) < len(sorts):
        _add_new_ids(kind, sorts, starts, keys, ids, used)
    unsure = frozenset(ids[index] for index in found.unsure if index in ids)
    given = [
        keys[place] if place in keys else tuple(map(ids.__getitem__, _indices(starts, place)))
        for place in range(len(sorts))
    ]
    return _named(sorts, scenes, given, unsure)


def _all_drawn(
    kind: str, groups: Sequence[Group], taken: frozenset[str]
) -> list[tuple[str, ...]] | None:
    """The ids of all by what each says alone; None where that does not tell them apart."""
    if any(group.pinned for group in groups):
        return None
    drawn = [group._drawn or group.drawn(kind) for group in groups]
    flat = list(chain.from_iterable(drawn))
    alone = len(set(flat)) == len(flat) and taken.isdisjoint(flat)
    return drawn if alone else None


def known_table(old: Mapping[str, Fingerprint]) -> KnownTable:
    """A table of last time's names as the matching sees it."""
    return KnownTable(
        [
            Known(key, print_.content, print_.sketch, print_.before, print_.after, print_.scene)
            for key, print_ in old.items()
        ]
    )


@dataclass(frozen=True, slots=True)
class _Presence:
    """The groups as `match_scenes` sees them."""

    groups: Sequence[Group]
    starts: Sequence[int]
    scenes: Sequence[str]

    def digests(self, place: int) -> tuple[str, ...] | None:
        return None if self.groups[place].pinned else self.groups[place].digests

    def present(self, place: int) -> tuple[Present, ...]:
        return self.groups[place].present(self.scenes[place])


def _pins(groups: Sequence[Group], starts: Sequence[int], taken: frozenset[str]) -> dict[int, str]:
    """The pinned ids by index: each pin once, none that something else already has."""
    pins: dict[int, str] = {}
    used = set(taken)
    for start, group in zip(starts, groups, strict=False):
        for index, item in enumerate(group.items if group.pinned else (), start):
            if item.pin and item.pin not in used:
                pins[index] = item.pin
                used.add(item.pin)
    return pins


def _add_new_ids(
    kind: str,
    groups: Sequence[Group],
    starts: Sequence[int],
    keys: dict[int, tuple[str, ...]],
    ids: dict[int, str],
    taken: frozenset[str],
) -> None:
    """New ids for what has none, by content, and by ever more neighbours where twins.

    They are added to `keys` where all of a group are drawn from their contents, else to `ids`.
    Their order plays no part: at each width only those alone with their id get it.
    """
    left = [place for place in range(len(groups)) if place not in keys]
    if ids:
        whole = [place for place in left if ids.keys().isdisjoint(_indices(starts, place))]
    else:
        whole = left
    drawn = {
        index: key
        for place in set(left).difference(whole)
        for index, key in zip(_indices(starts, place), groups[place].drawn(kind), strict=True)
        if index not in ids
    }
    times = Counter(chain.from_iterable(groups[place].drawn(kind) for place in whole))
    times.update(drawn.values())
    clash = {key for key, count in times.items() if count > 1}.union(times.keys() & taken)
    for place in whole:
        alone = groups[place].drawn(kind)
        if clash.isdisjoint(alone):
            keys[place] = alone
        else:
            drawn.update(zip(_indices(starts, place), alone, strict=True))
    around = _Around(kind, groups)
    used = taken.union(times.keys() - clash)
    fresh = {index: key for index, key in drawn.items() if key not in clash}
    width = 0
    while drawn:
        ids |= fresh
        used = used.union(fresh.values())
        width = max(1, width * 2)
        drawn = {index: around.draw(index, width) for index in drawn if index not in fresh}
        times = Counter(drawn.values())
        fresh = {index: key for index, key in drawn.items() if times[key] == 1 and key not in used}


def _indices(starts: Sequence[int], place: int) -> range:
    return range(starts[place], starts[place + 1])


class _Around:
    """What stands around each item of a kind, as far as an item's width asks for it.

    At width 1 it is the neighbours' contents; at twice a width, a digest of what is around at
    that width, of the item and of the one so far away. So thousands of twins cost no more than so
    many digests each time the width is doubled.
    """

    def __init__(self, kind: str, groups: Sequence[Group]) -> None:
        self._kind, self._groups = kind, groups
        self._known: dict[tuple[int, int], str] = {}

    @cached_property
    def _contents(self) -> list[str]:
        kind = self._kind
        return [f"{kind}\n{each.content}" for group in self._groups for each in group.items]

    def draw(self, index: int, width: int) -> str:
        """The id that an item draws with what is around it."""
        before, after = self._side(index, -width), self._side(index, width)
        return _five_letters("\1".join((self._contents[index], str(width), before, after)))

    def _side(self, index: int, width: int) -> str:
        """What stands before (`width` below 0) or behind an item; nothing beyond the ends."""
        if not 0 <= index < len(self._contents):
            return ""
        if abs(width) == 1:
            beside = index + width
            return self._contents[beside] if 0 <= beside < len(self._contents) else ""
        known = self._known.get((index, width))
        if known is None:
            half = width // 2
            text = f"{self._side(index, half)}\0{self._side(index + half, half)}"
            known = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
            self._known[index, width] = known
        return known


def _alone(content: str) -> str:
    return _five_letters("\1".join((content, "0", "", "")))


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
    groups: Sequence[Group],
    scenes: Sequence[str],
    ids: Sequence[tuple[str, ...]],
    unsure: frozenset[str],
) -> Named:
    """Ids scene by scene, with each one's new fingerprint."""
    table: dict[str, Fingerprint] = {}
    for group, keys, scene in zip(groups, ids, scenes, strict=True):
        if keys:
            known = group._named
            same = known[0] is keys and known[1] == scene
            table |= known[2] if same else group.fingerprints(keys, scene)
    return Named(tuple(ids), table, unsure)
