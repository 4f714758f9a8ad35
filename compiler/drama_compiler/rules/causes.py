"""Shots come in; whether what is told in them can be the cause of a change comes out.

The words are those with which scripts tell that somebody turns, moves, dresses, or that the
weather turns, in English and Chinese. They are many on purpose: a cause that might be one counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from drama_compiler.film.film import Action, Line, Shot

TURNING = re.compile(
    r"\b(?:turn|turns|turned|turning|spin|spins|whirl|whirls|wheel|wheels|pivot|pivots|swing|"
    r"swings|circle|circles|circling|cross|crosses|crossing|pass|passes|swap|swaps|switch|"
    r"switches|move|moves|moving|walk|walks|step|steps|stride|strides|pace|paces|run|runs|rush|"
    r"rushes|race|races|go|goes|come|comes|enter|enters|exit|exits|leave|leaves|return|returns|"
    r"back|around|round|behind|sit|sits|rise|rises|stand|stands|lie|lies|look|looks|glance|"
    r"glances|stare|stares|dodge|dodges|duck|ducks|retreat|retreats|reverse|reverses|flee|flees)\b"
    r"|转|回头|回身|扭头|掉头|绕|穿过|换位|走|跑|奔|退|来到|离开|进来|出去|坐下|站起|起身|望|看|侧|闪|躲",
    re.IGNORECASE,
)
"""Somebody turns, looks elsewhere or changes places."""

DRESSING = re.compile(
    r"\b(?:change|changes|changed|changing|dress|dresses|dressed|undress|undresses|wear|wears|"
    r"wearing|put|puts|pull|pulls|take|takes|took|throw|throws|slip|slips|strip|strips|shed|sheds|"
    r"remove|removes|don|dons|button|buttons|unbutton|unbuttons|zip|zips|wrap|wraps|drape|drapes|"
    r"tear|tears|torn|rip|rips|soak|soaks|soaked|drench|drenched|drenches|wet|dry|dries|burn|"
    r"burns|burnt|stain|stains|stained|bleed|bleeds|blood|bloody|wound|wounded|clothes|coat|"
    r"jacket|dress|shirt|uniform|costume|armour|armor|transform|transforms|becomes|wave|waves|"
    r"water|mud|rain)\b|换|脱|穿|披|戴|裹|系|摘|撕|破|湿|淋|浪|水|血|伤|泥|雨|衣|袍|甲|变",
    re.IGNORECASE,
)
"""Clothes are put on, taken off, or suffer."""

WEATHERING = re.compile(
    r"\b(?:rain|rains|raining|rained|drizzle|drizzles|pour|pours|drop|drops|storm|storms|snow|"
    r"snows|snowing|snowflake|snowflakes|fog|mist|haze|cloud|clouds|cloudy|sky|skies|sun|sunlight|"
    r"sunshine|clear|clears|cleared|wind|winds|gust|gale|thunder|lightning|hail|weather)\b"
    r"|雨|雪|雾|云|晴|阳|天空|风|雷|电|雹|放晴",
    re.IGNORECASE,
)
"""The weather is spoken of."""


def told(shots: Iterable[Shot]) -> str:
    """All that the writer tells of what happens in `shots`, as one text."""
    parts: list[str] = []
    for shot in shots:
        parts += [shot.first, shot.last, shot.performance, *shot.words]
        parts += [beat.words for beat in shot.blocking]
        for event in shot.events:
            if isinstance(event, Action):
                parts.append(event.text)
            elif isinstance(event, Line):
                parts.append(event.mood)
    return "\n".join(part for part in parts if part)
