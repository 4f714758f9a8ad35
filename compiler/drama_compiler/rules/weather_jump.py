"""The weather of a scene, and of one that goes on from it, comes in; a warning comes out where it
changes and nobody sees it change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drama_compiler.film.film import Effect, Scene
from drama_compiler.rules.causes import WEATHERING, told
from drama_compiler.rules.sheet import Sheet
from drama_dsl.diagnostic import Diagnostic, Help, Label, Page, warning
from drama_dsl.tree import Annotation

CODE = "weather-jump"
PAGE = Page(
    "The weather changes inside a scene, or in one that goes on from it, and nothing tells that "
    "it does.",
    "From one shot to the next the rain is gone. A sentence of the action makes it a moment of "
    "the story: `The rain stops.`",
    "EXT. SEA - DAY\n\nweather: heavy rain\n\nshot: wide\n\nA boat.\n\nweather: clear\n\n"
    "shot: close\n\nAn oar.\n",
    "EXT. SEA - DAY\n\nweather: heavy rain\n\nshot: wide\n\nA boat.\n\nweather: clear\n\n"
    "shot: close\n\nThe rain stops. An oar.\n",
)

_KINDS = (
    ("snow", re.compile(r"\b(?:snow\w*|blizzard|sleet)\b|雪", re.I)),
    ("rain", re.compile(r"\b(?:rain\w*|drizzle|downpour|storm\w*|thunder\w*)\b|雨|暴风|雷", re.I)),
    ("fog", re.compile(r"\b(?:fog\w*|mist\w*)\b|雾", re.I)),
    ("clear", re.compile(r"\b(?:clear|sun|sunny|sunshine|cloudless)\b|晴|阳", re.I)),
)

AT_ONCE = frozenset({frozenset({"rain", "fog"}), frozenset({"snow", "fog"})})
"""Weathers that turn into each other without a jump."""


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame the `weather:` line of another weather."""
    last: Annotation | None = None
    before: Scene | None = None
    for scene in sheet.film.scenes:
        if before is None or not sheet.goes_on(scene):
            last = None
        for line in sheet.states(scene, "weather"):
            if last is not None and _jumps(last, line):
                seen = [scene, before] if before is not None else [scene]
                if not any(map(_caused, seen)):
                    yield _blame(sheet, last, line)
            last = line
        before = scene


def _caused(scene: Scene) -> bool:
    effects = [
        each.text for shot in scene.shots for each in shot.events if isinstance(each, Effect)
    ]
    return bool(WEATHERING.search("\n".join([told(scene.shots), *effects])))


def _jumps(before: Annotation, after: Annotation) -> bool:
    one, other = _kind(before.text), _kind(after.text)
    return bool(one and other and one != other and frozenset({one, other}) not in AT_ONCE)


def _kind(text: str) -> str:
    return next((name for name, sign in _KINDS if sign.search(text)), "")


def _blame(sheet: Sheet, before: Annotation, after: Annotation) -> Diagnostic:
    source = sheet.trees[0].source
    return warning(
        CODE,
        f"the weather jumps from `{before.text}` to `{after.text}`",
        source.span(after.value_start, after.value_end),
        "nothing tells that it changes",
        secondary=(Label(source.span(before.value_start, before.value_end), "the weather before"),),
        helps=(Help("let the action tell the change, as `The rain stops.`"),),
    )
