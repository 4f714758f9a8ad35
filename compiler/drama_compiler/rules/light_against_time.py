"""The light of a scene and its time of day come in; a warning comes out where they disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drama_compiler.film.words import Daytime
from drama_compiler.rules.sheet import Sheet
from drama_dsl.diagnostic import Diagnostic, Help, Label, Page, warning

CODE = "light-against-time"
PAGE = Page(
    "`light:` belongs to another time of day than the scene's heading says, or than another "
    "`light:` of the scene.",
    "Every picture of the scene is lit by both; moonlight at noon makes half of them wrong.",
    "EXT. SEA - DAY\n\nlight: cold moonlight\n\nshot: wide\n\nA boat.\n",
    "EXT. SEA - NIGHT\n\nlight: cold moonlight\n\nshot: wide\n\nA boat.\n",
)

_TELLS = (
    ("night", re.compile(r"\b(?:moonlight|moonlit|moonshine|starlight|starlit)\b|月光|星光", re.I)),
    ("day", re.compile(r"\b(?:noon|midday|high sun|daylight)\b|正午|日光|烈日", re.I)),
    ("dusk", re.compile(r"\b(?:sunset|dusk|twilight|golden hour)\b|夕阳|落日|晚霞|余晖", re.I)),
    ("dawn", re.compile(r"\b(?:sunrise|dawn|first light)\b|朝阳|晨光|晨曦|日出", re.I)),
)

FITS = {
    "night": frozenset({Daytime.NIGHT, Daytime.EVENING, Daytime.DUSK, Daytime.DAWN}),
    "day": frozenset({Daytime.DAY, Daytime.MORNING, Daytime.AFTERNOON}),
    "dusk": frozenset({Daytime.DUSK, Daytime.EVENING, Daytime.AFTERNOON}),
    "dawn": frozenset({Daytime.DAWN, Daytime.MORNING}),
}
"""Which times of day have a light that is called so."""


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame each `light:` that does not fit the time that its heading says."""
    source = sheet.trees[0].source
    for scene in sheet.film.scenes:
        if not sheet.says_time(scene):
            continue
        for line in sheet.states(scene, "light"):
            told = [(name, match) for name, sign in _TELLS if (match := sign.search(line.text))]
            if not told or any(scene.time in FITS[name] for name, _ in told):
                continue
            (name, match), *_ = told
            if scene.time is Daytime.DAY and name in ("dusk", "dawn"):
                continue  # `DAY` in a heading is often all that it says of the hours of light.
            start = line.value_start + match.start()
            yield warning(
                CODE,
                f"`{match[0]}` in a scene at {scene.time}",
                source.span(start, start + len(match[0])),
                f"a light of the {name}",
                secondary=(Label(sheet.origins[scene.id], f"it is {scene.time}"),),
                helps=(Help("change the light, or the time in the heading"),),
            )
