"""What a model can do and what a request takes, as plain data that passes and plans reckon with."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call of a model carries.

    `seconds` are the only legal lengths, where there are such; else any from `seconds_min` to
    `seconds_max`, in steps of `seconds_step` (0: any). `references_max` counts images,
    `shots_max` the shots of one call (1: no shot arrays), `prompt_chars_max` characters (0: not
    known). `last_frame`: a clip can be told where to end.
    """

    seconds: tuple[float, ...] = ()
    seconds_min: float = 0.0
    seconds_max: float = inf
    seconds_step: float = 0.0
    references_max: int = 0
    last_frame: bool = False
    shots_max: int = 1
    prompt_chars_max: int = 0


@dataclass(frozen=True, slots=True)
class Price:
    """What a model's list says: US dollars, or the range of them, for each `per`.

    `per` is `still`, `clip second`, `character` (spoken), `sound second` or `call`.
    """

    usd_min: float
    usd_max: float
    per: str


@dataclass(frozen=True, slots=True)
class Cost:
    """What a request takes: the range of its price, what of it is counted by caps, and our work.

    `usd_min` and `usd_max` are in US dollars; `priced` is false where no price is known.
    `clip_seconds`, `stills`, `characters` (spoken) and `sound_seconds` are what is paid for,
    `work_seconds` seconds of one core of this machine.
    """

    usd_min: float = 0.0
    usd_max: float = 0.0
    priced: bool = True
    clip_seconds: float = 0.0
    stills: int = 0
    characters: int = 0
    sound_seconds: float = 0.0
    work_seconds: float = 0.0
