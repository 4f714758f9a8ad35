"""Things known by id and things present now come in; which present one is which known one, out.

In order: the same content between the same neighbours; the same content beside something found;
the same content; then edited content in the place where it was; then edited content elsewhere.
What could be two known things is neither: it is reported as unsure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from drama_compiler.film.sketch import likeness

EDITED_MIN = 0.34
"""The likeness above which a thing in the same place is the old one, edited."""

MOVED_AND_EDITED_MIN = 0.6
"""The likeness above which a thing in another place is the old one, edited."""

MARGIN = 0.05
"""By how much the best of several candidates must be the best."""

PAIRS_MAX = 40_000
"""Above so many pairs in one gap only order decides: what is left of speed is not worth more."""


@dataclass(frozen=True, slots=True)
class Known:
    """A thing named before; see `names.Fingerprint`."""

    id: str
    content: str
    sketch: str
    before: str
    after: str
    scene: str


@dataclass(frozen=True, slots=True)
class Present:
    """A thing in the script as it is now, in order; `scene` is the id of its scene."""

    content: str
    sketch: str
    scene: str


@dataclass(slots=True)
class Found:
    """The known id of each present index that has one, and the indices that were unsure."""

    ids: dict[int, str]
    unsure: set[int] = field(default_factory=set)


def match(old: Sequence[Known], new: Sequence[Present], pinned: Mapping[int, str]) -> Found:
    """Find every known thing again among the present ones; `pinned` are settled already.

    `old` is in story order, as `in_order` has it.
    """
    if not old:
        return Found({})
    sure = _unmistakable(old, new, pinned)
    olds, news = _left(sure, len(old), len(new))
    at = {place: index for index, place in enumerate(news)}
    state = _State([old[place] for place in olds], [new[place] for place in news])
    settled = {at[place]: key for place, key in pinned.items()}
    back = {place: index for index, place in enumerate(olds)}
    found = _match_left(
        state, settled, {at[place]: back[was] for place, was in sure.items() if place in at}
    )
    ids = {place: old[was].id for place, was in sure.items() if place not in at}
    ids |= {news[place]: key for place, key in found.ids.items()}
    return Found(ids, {news[place] for place in found.unsure})


def _unmistakable(
    old: Sequence[Known], new: Sequence[Present], pinned: Mapping[int, str]
) -> dict[int, int]:
    """Where present things stood that say what nothing else says, between the same neighbours."""
    once = _once(each.content for each in old) & _once(each.content for each in new)
    held = set(pinned.values())
    was = {
        around: place
        for place, around in enumerate(_around(old))
        if old[place].content in once and old[place].id not in held
    }
    return {
        place: was[around]
        for place, around in enumerate(_around(new))
        if around in was and place not in pinned
    }


def _once(contents: Iterable[str]) -> set[str]:
    return {content for content, times in Counter(contents).items() if times == 1}


def _around(things: Sequence[Known] | Sequence[Present]) -> list[tuple[str, str, str, str]]:
    """The scene of each thing, what it says, and what its neighbours in the scene say."""
    said = [(each.scene, each.content) for each in things]
    nothing = ("", "")
    beside = zip([nothing, *said], said, [*said[1:], nothing], strict=False)
    return [
        (scene, before if one == scene else "", content, after if other == scene else "")
        for (one, before), (scene, content), (other, after) in beside
    ]


def _left(sure: Mapping[int, int], olds: int, news: int) -> tuple[list[int], list[int]]:
    """The places of old and new things among which the others are to be found: all that is not
    sure, and what stands beside it, where each search ends.
    """
    back = {was: place for place, was in sure.items()}
    old = {place for place in range(olds) if place not in back}
    new = {place for place in range(news) if place not in sure}
    old.update([beside for place in old for beside in (place - 1, place + 1)])
    new.update([beside for place in new for beside in (place - 1, place + 1)])
    old.update([sure[place] for place in new if place in sure])
    new.update([back[place] for place in old if place in back])
    return sorted(old & set(range(olds))), sorted(new & set(range(news)))


def _match_left(state: _State, pinned: Mapping[int, str], sure: Mapping[int, int]) -> Found:
    """Find what is left; `sure` gives the old place of each new one that is settled already."""
    for index, key in pinned.items():
        if key in state.old_index:
            state.claim(state.old_index[key], index)
    first = len(state.to_old)
    for index, place in sure.items():
        state.claim(place, index)
    _claim_alone(state, state.old_around, state.new_around)
    # What is sure is found by what is around it too: it spreads in its turn, by its place.
    claimed = list(state.to_old.items())
    state.to_old = dict(claimed[:first] + sorted(claimed[first:]))
    state.spread()
    _claim_alone(state, state.old_within, state.new_within)
    state.spread()
    _claim_twins(state, state.old_within, state.new_within)
    _claim_twins(state, lambda i: state.old[i].content, lambda j: state.new[j].content)
    unsure = _claim_edited_in_place(state)
    _claim_edited_elsewhere(state)
    ids = {new: state.old[place].id for new, place in state.to_old.items() if new not in pinned}
    return Found(ids, {index for index in unsure if index not in state.to_old})


def in_order(known: Sequence[Known]) -> list[Known]:
    """Known things in story order within each scene, by their chains of neighbours.

    A chain that a merge has broken is several chains, in the order of their first ids.
    """
    by_id = {each.id: each for each in known}
    heads = [
        each for each in known if each.before not in by_id or by_id[each.before].after != each.id
    ]
    ordered: list[Known] = []
    seen: set[str] = set()
    for head in [*sorted(heads, key=lambda each: (each.scene, each.before != "", each.id)), *known]:
        link: Known | None = head
        while link is not None and link.id not in seen:
            seen.add(link.id)
            ordered.append(link)
            link = by_id.get(link.after)
    return ordered


class _State:
    """Which old thing is which new one so far, with the contents around each."""

    def __init__(self, old: Sequence[Known], new: Sequence[Present]) -> None:
        self.old, self.new = old, new
        self.old_index = {each.id: place for place, each in enumerate(old)}
        self.to_old: dict[int, int] = {}
        self.to_new: dict[int, int] = {}

    def claim(self, old: int, new: int) -> None:
        self.to_old[new] = old
        self.to_new[old] = new

    def old_at(self, place: int, scene: str) -> str:
        """The content of the old thing at `place` if it is in `scene`, else nothing."""
        inside = 0 <= place < len(self.old) and self.old[place].scene == scene
        return self.old[place].content if inside else ""

    def new_at(self, place: int, scene: str) -> str:
        inside = 0 <= place < len(self.new) and self.new[place].scene == scene
        return self.new[place].content if inside else ""

    def old_around(self, place: int) -> Hashable:
        """Content and both neighbours, in its scene."""
        each = self.old[place]
        before, after = self.old_at(place - 1, each.scene), self.old_at(place + 1, each.scene)
        return each.scene, before, each.content, after

    def new_around(self, place: int) -> Hashable:
        each = self.new[place]
        before, after = self.new_at(place - 1, each.scene), self.new_at(place + 1, each.scene)
        return each.scene, before, each.content, after

    def old_within(self, place: int) -> Hashable:
        """Content, in its scene."""
        return self.old[place].scene, self.old[place].content

    def new_within(self, place: int) -> Hashable:
        return self.new[place].scene, self.new[place].content

    def spread(self) -> None:
        """Claim what stands beside something claimed and says the same, both ways."""
        todo = list(self.to_old.items())
        while todo:
            new, old = todo.pop()
            for step in (1, -1):
                pair = (old + step, new + step)
                if self._same(*pair):
                    self.claim(*pair)
                    todo.append((pair[1], pair[0]))

    def _same(self, old: int, new: int) -> bool:
        if not (0 <= old < len(self.old) and 0 <= new < len(self.new)):
            return False
        if old in self.to_new or new in self.to_old:
            return False
        return self.old_within(old) == self.new_within(new)

    def free_old(self) -> list[int]:
        return [place for place in range(len(self.old)) if place not in self.to_new]

    def free_new(self) -> list[int]:
        return [place for place in range(len(self.new)) if place not in self.to_old]


Key = Callable[[int], Hashable]


def _by(key: Key, places: Iterable[int]) -> dict[Hashable, list[int]]:
    table: dict[Hashable, list[int]] = defaultdict(list)
    for place in places:
        table[key(place)].append(place)
    return table


def _claim_alone(state: _State, old_key: Key, new_key: Key) -> None:
    """Claim what is alone with its key on both sides."""
    old = _by(old_key, state.free_old())
    for key, places in _by(new_key, state.free_new()).items():
        if len(places) == 1 and len(old.get(key, ())) == 1:
            state.claim(old[key][0], places[0])


def _claim_twins(state: _State, old_key: Key, new_key: Key) -> None:
    """Claim what has equal keys, best neighbours first, then in order: any of them would fit."""
    old = _by(old_key, state.free_old())
    for key, news in _by(new_key, state.free_new()).items():
        olds = old.get(key, [])
        pairs = [(i, j) for i in olds for j in news] if len(olds) * len(news) <= PAIRS_MAX else []
        pairs.sort(key=lambda pair: -_neighbours(state, *pair))
        for i, j in [*pairs, *zip(olds, news, strict=False)]:
            if i not in state.to_new and j not in state.to_old:
                state.claim(i, j)


def _neighbours(state: _State, old: int, new: int) -> int:
    """How many neighbours an old and a new thing share."""
    one, other = state.old[old].scene, state.new[new].scene
    before = state.old_at(old - 1, one) == state.new_at(new - 1, other)
    after = state.old_at(old + 1, one) == state.new_at(new + 1, other)
    return before + after


def _claim_edited_in_place(state: _State) -> set[int]:
    """Claim edited things between things that were found; give back the unsure ones."""
    unsure: set[int] = set()
    for news in _runs(state.free_new(), lambda place: state.new[place].scene):
        olds, closed = _gap(state, news)
        if closed and len(olds) == len(news) == 1:
            state.claim(olds[0], news[0])
        elif 0 < len(olds) * len(news) <= PAIRS_MAX:
            unsure |= _align(state, olds, news)
    return unsure


def _runs(places: Sequence[int], scene: Callable[[int], str]) -> list[list[int]]:
    """Places cut into runs without a hole, each in one scene."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1 and scene(runs[-1][-1]) == scene(place):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _gap(state: _State, news: Sequence[int]) -> tuple[list[int], bool]:
    """The unclaimed old things that stand where the run `news` stands now.

    Also whether the gap is closed: whether seen from both sides it is the same.
    """
    scene = state.new[news[0]].scene
    left, right = state.to_old.get(news[0] - 1), state.to_old.get(news[-1] + 1)
    if left is not None and state.old[left].scene != scene:
        left = None
    if right is not None and state.old[right].scene != scene:
        right = None
    if left is None and right is None:
        whole = [place for place in state.free_old() if state.old[place].scene == scene]
        return whole, True
    after = set() if left is None else _free_from(state, left + 1, 1, scene)
    before = set() if right is None else _free_from(state, right - 1, -1, scene)
    return sorted(after | before), left is None or right is None or after == before


def _free_from(state: _State, place: int, step: int, scene: str) -> set[int]:
    free: set[int] = set()
    while 0 <= place < len(state.old) and place not in state.to_new:
        if state.old[place].scene != scene:
            break
        free.add(place)
        place += step
    return free


def _align(state: _State, olds: Sequence[int], news: Sequence[int]) -> set[int]:
    """Claim the pairs of the best alignment in order; what had a rival as good stays unsure."""
    like = {(i, j): likeness(state.old[i].sketch, state.new[j].sketch) for i in olds for j in news}
    pairs = _best_pairs(olds, news, like)
    unsure: set[int] = set()
    lone_old = set(olds) - {i for i, _ in pairs}
    lone_new = set(news) - {j for _, j in pairs}
    for i, j in pairs:
        rivals = [*(like[i, other] for other in lone_new), *(like[other, j] for other in lone_old)]
        if any(rival > like[i, j] - MARGIN for rival in rivals):
            unsure |= {j, *(other for other in lone_new if like[i, other] > like[i, j] - MARGIN)}
        else:
            state.claim(i, j)
    return unsure


def _best_pairs(
    olds: Sequence[int], news: Sequence[int], like: Mapping[tuple[int, int], float]
) -> list[tuple[int, int]]:
    """The pairs in order on both sides whose likenesses add up to most (Needleman and Wunsch)."""
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for row, i in enumerate(olds, 1):
        for column, j in enumerate(news, 1):
            pair = like[i, j] if like[i, j] >= EDITED_MIN else -1.0
            best[row][column] = max(
                best[row - 1][column], best[row][column - 1], best[row - 1][column - 1] + pair
            )
    pairs: list[tuple[int, int]] = []
    row, column = len(olds), len(news)
    while row and column:
        if best[row][column] == best[row - 1][column]:
            row -= 1
        elif best[row][column] == best[row][column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            pairs.append((olds[row], news[column]))
    return pairs[::-1]


def _claim_edited_elsewhere(state: _State) -> None:
    """Claim things both moved and edited, where the likeness is high and without a rival."""
    olds, news = state.free_old(), state.free_new()
    if len(olds) * len(news) > PAIRS_MAX:
        return
    scored = sorted(
        ((likeness(state.old[i].sketch, state.new[j].sketch), i, j) for i in olds for j in news),
        key=lambda each: (-each[0], each[1], each[2]),
    )
    for score, i, j in scored:
        if score < MOVED_AND_EDITED_MIN:
            break
        rivals = [s for s, a, b in scored if (a == i) != (b == j) and s > score - MARGIN]
        if not rivals and i not in state.to_new and j not in state.to_old:
            state.claim(i, j)
