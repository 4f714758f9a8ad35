"""A place's brief in, what is to be drawn out: its kind, era, elements, time and weather."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from drama_backends.animatic.places.vocabulary import find, has, is_chinese, table
from drama_backends.animatic.places.weather import Weather, weather_of
from drama_compiler.contract import Daytime, briefs


@dataclass(frozen=True, slots=True)
class PlaceLook:
    """What a place looks like, as data.

    `kind` is one of `KINDS`; `era` is `ancient`, `modern` or `generic`; `elements` are the plain
    things named in the writer's words (`moon`, `lantern`, `boat` …), sorted. `script` is what
    signs are written in: `han`, or `latin`.
    """

    kind: str
    interior: bool
    era: str = "generic"
    elements: tuple[str, ...] = ()
    script: str = "han"
    time: Daytime = Daytime.DAY
    weather: Weather = field(default_factory=Weather)

    def has(self, *elements: str) -> bool:
        """Whether the writer named any of these."""
        return any(element in self.elements for element in elements)


def is_known(brief: briefs.PlaceBrief) -> bool:
    """Whether a word of the name or the look says what kind of place it is."""
    return bool(_kind(brief.name) or _kind(brief.look, first=True))


def read_place(brief: briefs.PlaceBrief) -> PlaceLook:
    """The look of a place; never fails, an unknown name gives the `void` stage."""
    interior = brief.interior
    kind = _kind(brief.name) or _kind(brief.look, first=True) or "void"
    entry = table("words")["kinds"][kind]
    drawn_inside = bool(entry.get("interior", False))
    if interior and not drawn_inside:
        kind = entry.get("inside", kind)
    elif interior is False and drawn_inside:
        kind = entry.get("outside", kind)
    kind_inside = bool(table("words")["kinds"][kind].get("interior", False))
    return PlaceLook(
        kind=kind,
        interior=kind_inside if interior is None else interior,
        era=_era(brief, kind),
        elements=_elements(f"{brief.name} {brief.look} {brief.light}"),
        script=_script(f"{brief.name} {brief.look}"),
        time=brief.time,
        weather=weather_of(brief),
    )


def _kind(text: str, first: bool = False) -> str | None:
    """The kind named by a text: in a name the head noun, which is the last before `of`."""
    if not text.strip():
        return None
    found = find(text, _kind_words())
    if not found:
        return None
    if first:
        return found[0].entry
    cut = len(text)
    for hinge in (
        " of ",
        " by ",
        " near ",
        " outside ",
        " behind ",
        " in ",
        " at ",
        " on ",
        " above ",
    ):
        place = text.lower().find(hinge)
        if place > 0:
            cut = min(cut, place)
    head = [hit for hit in found if hit.start < cut]
    return (head or list(found))[-1].entry


def _era(brief: briefs.PlaceBrief, kind: str) -> str:
    text = f"{brief.name} {brief.look}"
    eras = table("words")["eras"]
    if has(text, eras["modern"]):
        return "modern"
    if has(text, eras["ancient"]) or kind in ("temple", "undersea"):
        return "ancient"
    if kind in ("office", "cafe", "car", "train", "hospital", "skyline", "rooftop", "classroom"):
        return "modern"
    return "ancient" if is_chinese(brief.name) else "generic"


def _script(text: str) -> str:
    """What is written on signs: as the writer writes, and as the country does."""
    return "han" if is_chinese(text) or has(text, table("words")["han"]["words"]) else "latin"


def _elements(text: str) -> tuple[str, ...]:
    entries = table("words")["elements"].items()
    return tuple(sorted(name for name, words in entries if has(text, words)))


@cache
def _kind_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((kind, tuple(entry["words"])) for kind, entry in table("words")["kinds"].items())


KINDS: tuple[str, ...] = tuple(table("words")["kinds"])
"""Every kind of place that can be drawn."""
