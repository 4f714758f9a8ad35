"""Speakers and places come in; a warning comes out for a name that is one slip away from another
that is used much more: on a plain screenplay too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from drama_compiler.film.clock import CASELESS
from drama_compiler.film.film import Line, Scene
from drama_compiler.rules.sheet import Sheet
from drama_dsl.diagnostic import Diagnostic, Edit, Fix, Help, Label, Page, warning
from drama_dsl.source import Span
from drama_dsl.suggest import slips
from drama_grammar import fold

CODE = "name-slip"
PAGE = Page(
    "A speaker or a place that nobody declared is named once, one letter away from one that is "
    "named many times; or a few times, with two of its letters changed about.",
    "Another spelling is another person, with a face and a voice of their own, or another place.",
    "INT. CAFE - DAY\n\nKAITLYN\nHello.\n\nROSA\nHello.\n\nKAITLYN\nRain.\n\nROSA\nYes.\n\n"
    "KAITLYN\nStill.\n\nKAITYLN\nGoodbye.\n",
    "INT. CAFE - DAY\n\nKAITLYN\nHello.\n\nROSA\nHello.\n\nKAITLYN\nRain.\n\nROSA\nYes.\n\n"
    "KAITLYN\nStill.\n\nKAITLYN\nGoodbye.\n",
)

LETTERS_MIN, LETTERS_MAX = 5, 40
USES_MIN = 3
"""Shorter names, and names used more rarely, are near each other too often by chance."""

SWAP_USES_MIN = 4
"""How many times more often the right name is used, where two letters of it changed places: no
two names differ in that alone, so that the slip may have been copied.
"""

ENDINGS = "saeioy"
"""A letter that makes another name of one at its end: a plural, a feminine, a pet name."""


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame the one place where such a name stands."""
    yield from _speakers(sheet)
    yield from _places(sheet)


def _speakers(sheet: Sheet) -> Iterator[Diagnostic]:
    film = sheet.film
    uses = Counter(chain.from_iterable(sheet.memo.each("speakers", film.scenes, None, _heard)))
    names = {each.id: each.name for each in film.characters.values() if each.id in uses}
    free = tuple(each.id for each in film.characters.values() if not each.declared)
    for one, other in _slips(tuple(names.items()), tuple(uses.items()), free):
        span = sheet.origins.get(one)
        if span is not None:
            does = f"speaks {_times(uses[one])}"
            yield _blame(sheet, span, names[one], names[other], does, sheet.origins.get(other))


def _places(sheet: Sheet) -> Iterator[Diagnostic]:
    film = sheet.film
    uses = Counter([scene.location for scene in film.scenes])
    names = {each.id: each.name for each in film.locations.values() if each.id in uses}
    free = tuple(each.id for each in film.locations.values() if not each.declared)
    for one, other in _slips(tuple(names.items()), tuple(uses.items()), free):
        span = sheet.origins.get(one)
        if span is not None and film.locations[one].name in _text(sheet, span):
            does = f"is a place {_times(uses[one])}"
            yield _blame(sheet, span, names[one], names[other], does, sheet.origins.get(other))


def _heard(scene: Scene) -> list[str]:
    """Who speaks in a scene, a time for each line."""
    events = (event for shot in scene.shots for event in shot.events)
    return [event.character for event in events if isinstance(event, Line)]


@lru_cache(maxsize=8)
def _slips(
    named: tuple[tuple[str, str], ...], used: tuple[tuple[str, int], ...], free: tuple[str, ...]
) -> list[tuple[str, str]]:
    """Each name used rarely with the one, used often, that it is a slip of."""
    names, uses = dict(named), dict(used)
    found: list[tuple[str, str]] = []
    often: dict[str, list[str]] = defaultdict(list)
    for id, name in names.items():
        known = fold(name)
        if uses[id] >= USES_MIN and LETTERS_MIN <= len(known) <= LETTERS_MAX:
            for part in _parts(known):
                often[part].append(id)
    for one in free:
        name = fold(names.get(one, ""))
        if not LETTERS_MIN <= len(name) <= LETTERS_MAX or CASELESS.search(name):
            continue
        near = dict.fromkeys(id for part in sorted(_parts(name)) for id in often.get(part, ()))
        for other in near:
            if one != other and _is_slip(name, uses[one], fold(names[other]), uses[other]):
                found.append((one, other))
                break
    return found


def _parts(name: str) -> set[str]:
    """A name, and the name without one of its letters: names a slip apart share one of these."""
    return {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}


def _is_slip(name: str, uses: int, known: str, known_uses: int) -> bool:
    """Whether two letters of a name changed places, or one, in a name used once, is wrong."""
    if name[0] != known[0] or _digits(name) != _digits(known) or slips(name, known, 2) != 1:
        return False
    if sorted(name) == sorted(known):
        return uses == 1 or uses * SWAP_USES_MIN <= known_uses
    return uses == 1 and not _digits(name) and not _is_ending(name, known)


def _digits(name: str) -> str:
    """`GUARD 1` and `GUARD 2` are two people."""
    return "".join(filter(str.isdigit, name))


def _is_ending(name: str, known: str) -> bool:
    """Whether two names differ in nothing but an ending."""
    if name.rstrip("s") == known.rstrip("s"):
        return True
    short, long = sorted((name, known), key=len)
    return long[-1] in ENDINGS if long.startswith(short) else name[-1] != known[-1]


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _text(sheet: Sheet, span: Span) -> str:
    source = sheet.trees[0].source
    return source.text[span.start : span.end] if span.file == source.name else ""


def _blame(
    sheet: Sheet, span: Span, name: str, meant: str, does: str, known: Span | None
) -> Diagnostic:
    return warning(
        CODE,
        f"`{name}` {does}, and `{meant}` many times",
        span,
        f"nearly `{meant}`",
        secondary=(Label(known, f"`{meant}` is here"),) if known else (),
        helps=(Help(f"did you mean `{meant}`?", Fix((Edit(span, meant),))),),
    )
