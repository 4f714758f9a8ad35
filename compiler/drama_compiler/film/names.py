"""What was named before and what stands in the script now come in; a stable id for each comes out.

An id is five letters drawn from what a thing says, told apart from its twins by its neighbours,
never by its ordinal. Once given it stays: `Names` is carried from one resolve to the next and
finds each scene, shot, line and cue again after edits (`matching.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import accumulate, chain
from operator import attrgetter

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
        return {
            kind: known_table(table, frozenset(chain(*(tables[k] for k in tables if k != kind))))
            for kind, table in tables.items()
        }


@dataclass(frozen=True, slots=True)
class Nameless:
    """Something to be named: what it says, and the id that the writer pinned, if any."""

    content: str
    pin: str = ""


# Asked of every scene at every edit: in a `map` they cost a third of what a loop does.
_PIN, _ITEMS, _DRAWN, _PINNED = map(attrgetter, ("pin", "items", "drawn", "pinned"))


class Group:
    """Things of one kind in one scene that are to be named, in order.

    `drawn` is the id that each one's content alone draws. What naming asks of them again and
    again is found once, so that a scene that no edit touches costs next to nothing.
    """

    __slots__ = ("_digests", "_present", "drawn", "items", "pinned")

    def __init__(
        self, kind: str, items: Iterable[Nameless], drawn: tuple[str, ...] | None = None
    ) -> None:
        self.items = tuple(items)
        self.pinned = any(map(_PIN, self.items))
        if drawn is None:
            drawn = tuple([_alone(f"{kind}\n{each.content}") for each in self.items])
        self.drawn = drawn
        self._digests: tuple[str, ...] | None = None
        self._present: tuple[str, tuple[Present, ...]] | None = None

    @classmethod
    def joined(cls, kind: str, groups: Sequence[Group]) -> Group:
        """All items of several groups as one, with what is known of them."""
        drawn = tuple(chain.from_iterable(map(_DRAWN, groups)))
        return cls(kind, chain.from_iterable(map(_ITEMS, groups)), drawn)

    @property
    def digests(self) -> tuple[str, ...]:
        """The digest of each one's content."""
        if self._digests is None:
            self._digests = tuple([digest(each.content) for each in self.items])
        return self._digests

    def present(self, scene: str) -> tuple[Present, ...]:
        """Each as the matching sees it, in the scene with this id."""
        if self._present is None or self._present[0] != scene:
            each = zip(self.digests, self.items, strict=True)
            present = tuple([Present(said, sketch(item.content), scene) for said, item in each])
            self._present = scene, present
        return self._present[1]


class Named:
    """Ids in the order of what was to be named, scene by scene, and their fingerprints.

    `unsure` are the ids newly given where more than one old id would have fitted.
    """

    def __init__(
        self,
        groups: Sequence[Group],
        scenes: Sequence[str],
        ids: Sequence[tuple[str, ...]],
        unsure: frozenset[str] = frozenset(),
    ) -> None:
        self._groups, self._scenes = groups, scenes
        self.ids, self.unsure = tuple(ids), unsure

    @cached_property
    def table(self) -> dict[str, Fingerprint]:
        """The new fingerprint of each by its id; to check a script nobody asks for it."""
        table: dict[str, Fingerprint] = {}
        for group, keys, scene in zip(self._groups, self.ids, self._scenes, strict=True):
            beside = zip(("", *keys), (*keys[1:], ""), strict=False)
            for key, item, (before, after) in zip(keys, group.present(scene), beside, strict=False):
                table[key] = Fingerprint(
                    content=item.content,
                    sketch=item.sketch,
                    before=before,
                    after=after,
                    scene=scene,
                )
        return table


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
    sorts = [each if isinstance(each, Group) else Group(kind, each) for each in groups]
    known = old if isinstance(old, KnownTable) else known_table(old)
    if not known.ordered:
        drawn = _all_drawn(sorts, taken)
        if drawn is not None:
            return Named(sorts, scenes, drawn)
    starts = list(accumulate((len(each.items) for each in sorts), initial=0))
    ids = _pins(sorts, starts, taken)
    keys, found = match_scenes(known, _Presence(sorts, starts, scenes), dict(ids))
    for place in [place for place, some in keys.items() if not taken.isdisjoint(some)]:
        found.ids.update(enumerate(keys.pop(place), starts[place]))
    ids |= {index: key for index, key in found.ids.items() if key not in taken}
    for place, group in enumerate(sorts):
        if not group.items:
            keys[place] = ()
    if len(keys) < len(sorts):
        used = taken.union(known.ids, ids.values())
        _add_new_ids(kind, sorts, starts, keys, ids, used)
    unsure = frozenset(ids[index] for index in found.unsure if index in ids)
    given = [
        keys[place] if place in keys else tuple(map(ids.__getitem__, _indices(starts, place)))
        for place in range(len(sorts))
    ]
    return Named(sorts, scenes, given, unsure)


def _all_drawn(groups: Sequence[Group], taken: frozenset[str]) -> list[tuple[str, ...]] | None:
    """The ids of all by what each says alone; None where that does not tell them apart."""
    if any(map(_PINNED, groups)):
        return None
    drawn = list(map(_DRAWN, groups))
    flat = list(chain.from_iterable(drawn))
    alone = len(set(flat)) == len(flat) and taken.isdisjoint(flat)
    return drawn if alone else None


def known_table(old: Mapping[str, Fingerprint], others: frozenset[str] = frozenset()) -> KnownTable:
    """A table of last time's names as the matching sees it; `others` are the other kinds' ids."""
    return KnownTable(
        [
            Known(key, print_.content, print_.sketch, print_.before, print_.after, print_.scene)
            for key, print_ in old.items()
        ],
        others,
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
        for index, key in zip(_indices(starts, place), groups[place].drawn, strict=True)
        if index not in ids
    }
    times = Counter(chain.from_iterable(groups[place].drawn for place in whole))
    times.update(drawn.values())
    clash = {key for key, count in times.items() if count > 1}.union(times.keys() & taken)
    for place in whole:
        alone = groups[place].drawn
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
