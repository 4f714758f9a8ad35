"""Things known and present scene by scene come in; which present one is which known one, out.

It finds what `matching` finds in all of them at once, and asks it only where something changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from drama_compiler.film.matching import Found, Known, Present, in_order, match


class KnownTable:
    """All known things of a kind, in story order within each scene.

    `digests` and `keys` are their contents and ids scene by scene, in the order of the scenes;
    None where chains of neighbours are broken, or lead out of their scene. `others` are the ids
    of all other kinds.
    """

    def __init__(self, known: Sequence[Known], others: frozenset[str] = frozenset()) -> None:
        self.others = others
        self.ordered = in_order(known)
        self.ids = frozenset(each.id for each in known)
        self.scene_of = {each.id: each.scene for each in known}
        self.keys: dict[str, tuple[str, ...]] | None = None
        self.digests: dict[str, tuple[str, ...]] = {}
        things: dict[str, list[Known]] = {}
        for place, each in enumerate(self.ordered):
            before = self.ordered[place - 1] if place else None
            inside = before is not None and before.scene == each.scene
            after = before.after if before is not None else ""
            if inside and before is not None:
                chained = (each.before, after) == (before.id, each.id)
            else:
                chained = not each.before and not after and each.scene not in things
            if not chained:
                return
            things.setdefault(each.scene, []).append(each)
        self.keys = {scene: tuple(each.id for each in some) for scene, some in things.items()}
        self.digests = {
            scene: tuple(each.content for each in some) for scene, some in things.items()
        }


class Presence(Protocol):
    """What is present, scene by scene; `starts` are the indices of the scenes' first things."""

    @property
    def starts(self) -> Sequence[int]:
        """The index of each scene's first thing, and of the end."""
        ...

    @property
    def scenes(self) -> Sequence[str]:
        """The id of each scene."""
        ...

    def digests(self, place: int) -> tuple[str, ...] | None:
        """The contents in a scene; None where something in it is pinned."""
        ...

    def present(self, place: int) -> tuple[Present, ...]:
        """The things in a scene."""
        ...


def match_scenes(
    known: KnownTable, present: Presence, pinned: Mapping[int, str]
) -> tuple[dict[int, tuple[str, ...]], Found]:
    """As `match`, with all that is settled at a glance left out: a scene with just the things
    that it had, none of them pinned, has them still, each in its place. Their ids come out by the
    places of these scenes.

    A scene next to one that changed is matched with it, for what is found spreads to neighbours.
    """
    if not known.ordered:
        return {}, Found({})
    places = [place for place in range(len(present.scenes)) if _length(present, place)]
    same = _unchanged(known, present, places, pinned)
    near = _with_neighbours([present.scenes[place] for place in places], same)
    near |= _with_neighbours(list(known.keys or ()), same)
    left = [place for place in places if present.scenes[place] in near or not same]
    indices = [
        index for place in left for index in range(present.starts[place], present.starts[place + 1])
    ]
    olds = [each for each in known.ordered if each.scene in near or not same]
    news = [each for place in left for each in present.present(place)]
    at = {index: place for place, index in enumerate(indices)}
    found = match(olds, news, {at[index]: key for index, key in pinned.items()})
    settled = {
        place: known.keys[present.scenes[place]]
        for place in places
        if known.keys and present.scenes[place] in same and present.scenes[place] not in near
    }
    ids = {indices[place]: key for place, key in found.ids.items()}
    return settled, Found(ids, {indices[place] for place in found.unsure})


def _length(present: Presence, place: int) -> int:
    return present.starts[place + 1] - present.starts[place]


def _unchanged(
    known: KnownTable, present: Presence, places: Sequence[int], pinned: Mapping[int, str]
) -> set[str]:
    """The scenes with the same things in the same order, none pinned or claimed by a pin."""
    same = {
        present.scenes[place]
        for place in places
        if known.keys
        and present.scenes[place] in known.keys
        and present.digests(place) == known.digests[present.scenes[place]]
    }
    return same - {known.scene_of.get(key, "") for key in pinned.values()}


def _with_neighbours(scenes: Sequence[str], same: Collection[str]) -> set[str]:
    """The scenes that are not the same, and those beside them."""
    near: set[str] = set()
    for place, scene in enumerate(scenes):
        if scene not in same:
            near.update(scenes[max(0, place - 1) : place + 2])
    return near
