"""A mood and a wish in; who plays what out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from drama_backends.animatic.score.chance import Chance
from drama_backends.animatic.score.cue import Wish
from drama_backends.animatic.score.form import CHINESE
from drama_backends.animatic.score.tables import Instrument, Layer, Mood, flavours, instruments

DEFAULT_PATTERNS = {
    "figure": "broken",
    "pad": "wide",
    "bass": "root",
    "bells": "sparse",
    "counter": "line",
    "drums": "hits",
}
KIT_PATTERN = "light"
LAYERS_MAX = 2
"""How many layers one instrument plays beside the tune."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One layer given to one player; it plays where the strength is at least `start`."""

    role: str
    pattern: str
    instrument: str
    start: float
    loudness: float


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The tune's instrument (None where nothing can carry one) and everybody else."""

    tune: str | None
    seats: tuple[Seat, ...]

    def names(self) -> tuple[str, ...]:
        """Every instrument once, the tune's first."""
        names = [self.tune] if self.tune else []
        return tuple(dict.fromkeys([*names, *(seat.instrument for seat in self.seats)]))


def choose_ensemble(mood: Mood, wish: Wish, chance: Chance) -> Ensemble:
    """Seat the players: those the writer names come first and take the roles that suit them.

    With names given, what the mood would add beside them stays in the background; with `solo` or
    `only` it is left out.
    """
    table = instruments()
    excluded = set(wish.excluded)
    if "taiko" in excluded:
        excluded |= {name for name, row in table.items() if row.drum}
    named = [table[name] for name in wish.instruments if name in table and name not in excluded]
    tune = choose_tune(mood, wish, named, excluded, chance)
    seats: list[Seat] = []
    used: dict[str, int] = {}
    for layer in mood.layers:
        seat = seat_of(layer, best_named(named, layer.role, tune, used), wish, excluded)
        if seat is not None and named and seat.instrument not in wish.instruments:
            seat = background_of(seat, mood)
        if seat is None or any(
            (each.instrument, each.role) == (seat.instrument, seat.role) for each in seats
        ):
            continue
        used[seat.instrument] = used.get(seat.instrument, 0) + 1
        seats.append(seat)
    seats += [spare_seat(row) for row in named if row.name != tune and row.name not in used]
    if not seats and tune is None:
        seats = [Seat("pad", "wide", "strings", 0.0, 0.4)]
    return Ensemble(tune, opened(seats))


def seat_of(layer: Layer, player: Instrument | None, wish: Wish, excluded: set[str]) -> Seat | None:
    """A layer for the player the writer named, early and forward, or for the mood's own."""
    if player is not None:
        start, loudness = min(layer.start, 0.2), min(1.0, layer.loudness * 1.12)
        return Seat(layer.role, layer.pattern, player.name, start, loudness)
    name = substitute(layer.instruments, wish, excluded)
    if name is None or wish.only:
        return None
    return Seat(layer.role, layer.pattern, name, layer.start, layer.loudness)


def opened(seats: list[Seat]) -> tuple[Seat, ...]:
    """The seats with at least one that plays from the first bar on: the one that comes earliest."""
    if not seats:
        return ()
    first = min(range(len(seats)), key=lambda index: seats[index].start)
    return tuple(
        replace(seat, start=0.0) if index == first else seat for index, seat in enumerate(seats)
    )


def choose_tune(
    mood: Mood, wish: Wish, named: list[Instrument], excluded: set[str], chance: Chance
) -> str | None:
    """The tune's instrument: a named one made for it or able to, else the mood's."""
    carriers = [row for row in named if "melody" in row.roles]
    if carriers:
        return min(carriers, key=lambda row: row.roles.index("melody")).name
    if named and (wish.only or all(row.drum for row in named)):
        return None
    options = [name for name in mood.tune.instruments if name not in excluded]
    if not options:
        return None
    pick = chance.weighted([(name, 3.0 if at == 0 else 1.0) for at, name in enumerate(options)])
    return substitute((pick,), wish, excluded)


def best_named(
    named: list[Instrument], role: str, tune: str | None, used: dict[str, int]
) -> Instrument | None:
    """The named instrument that best plays a role, one carrying the tune only as a last resort."""
    able = [
        row
        for row in named
        if role in row.roles
        and used.get(row.name, 0) < LAYERS_MAX
        and (row.name != tune or (not row.sustained and role in ("figure", "pad")))
    ]
    return min(able, key=lambda row: (used.get(row.name, 0), row.roles.index(role)), default=None)


def substitute(names: tuple[str, ...], wish: Wish, excluded: set[str]) -> str | None:
    """The first of the names that may play, in the dress of the cue's flavours."""
    wanted = list(wish.flavours)
    if "chinese" not in wanted and CHINESE.intersection(wish.instruments):
        wanted.append("chinese")
    for name in names:
        for flavour in wanted:
            name = flavours().get(flavour, {}).get(name, name)
        if name not in excluded:
            return name
    return None


def background_of(seat: Seat, mood: Mood) -> Seat | None:
    """A seat the writer did not ask for: kept soft where it carries the music, else left out."""
    if seat.role in ("bass", "pad"):
        return replace(seat, start=min(0.9, seat.start + 0.15), loudness=seat.loudness * 0.8)
    if seat.role == "drums" and mood.energy >= 0.6:
        return replace(seat, start=min(0.9, seat.start + 0.15))
    if seat.role == "figure" and mood.energy >= 0.5:
        return replace(seat, start=min(0.9, seat.start + 0.1), loudness=seat.loudness * 0.85)
    return None


def spare_seat(row: Instrument) -> Seat:
    """A place for a named instrument that the mood has no layer for."""
    role = next((each for each in row.roles if each != "melody"), "figure")
    pattern = KIT_PATTERN if row.kit else DEFAULT_PATTERNS[role]
    return Seat(role, pattern, row.name, 0.1, 0.5)
