"""The composer's data files in, typed tables out; read once a process."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from drama_backends.animatic.score.cue import BPM_MAX, BPM_MIN

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Instrument:
    """One row of `instruments.toml`; `low` and `high` are MIDI keys, `level` and `pan` 0 to 127."""

    name: str
    program: int
    low: int
    high: int
    level: int
    pan: int
    roles: tuple[str, ...]
    sustained: bool = False
    kit: bool = False
    slides: bool = False
    rolls: bool = False

    @property
    def drum(self) -> bool:
        """Whether it keeps time rather than harmony."""
        return "drums" in self.roles


@dataclass(frozen=True, slots=True)
class Layer:
    """One voice of an arrangement; it plays where the cue's strength is at least `start`."""

    role: str
    pattern: str
    instruments: tuple[str, ...]
    start: float
    loudness: float


@dataclass(frozen=True, slots=True)
class Tune:
    """How a mood's melody is: the share of time it sounds, its register and its instruments."""

    share: float
    low: int
    high: int
    instruments: tuple[str, ...]
    loudness: float
    short: bool = False


@dataclass(frozen=True, slots=True)
class Mood:
    """One row of `moods.toml`."""

    name: str
    valence: float
    energy: float
    bpm: tuple[float, float]
    metres: tuple[int, ...]
    modes: tuple[str, ...]
    pentatonic: str
    arc: tuple[tuple[float, float], ...]
    progressions: tuple[tuple[str, ...], ...]
    close: tuple[str, ...]
    tune: Tune
    layers: tuple[Layer, ...]
    accents: float = 0.0


@cache
def instruments() -> dict[str, Instrument]:
    """Every instrument by name."""
    return {
        name: Instrument(name, **{**row, "roles": tuple(row["roles"])})
        for name, row in load("instruments.toml").items()
    }


@cache
def moods() -> dict[str, Mood]:
    """Every mood by name."""
    return {name: mood(name, row) for name, row in load("moods.toml").items()}


def mood(name: str, row: dict[str, Any]) -> Mood:
    """One mood from its row."""
    low, high = row["bpm"]
    tune = row["melody"]
    return Mood(
        name,
        row["valence"],
        row["energy"],
        (max(BPM_MIN, low), min(BPM_MAX, high)),
        tuple(row["metres"]),
        tuple(row["modes"]),
        row["pentatonic"],
        tuple((at, value) for at, value in row["arc"]),
        tuple(tuple(text.split()) for text in row["progressions"]),
        tuple(row["close"].split()),
        Tune(**{**tune, "instruments": tuple(tune["instruments"])}),
        tuple(
            Layer(
                each["role"],
                each["pattern"],
                tuple(each["instruments"]),
                each["from"],
                each["loudness"],
            )
            for each in row["layers"]
        ),
        row.get("accents", 0.0),
    )


@cache
def patterns() -> dict[str, dict[str, Any]]:
    """The accompaniment patterns by role and name."""
    return load("patterns.toml")


@cache
def flavours() -> dict[str, dict[str, str]]:
    """Instruments that take others' places, by flavour."""
    return load("flavours.toml")


def load(name: str) -> dict[str, Any]:
    """One data file beside this module."""
    return tomllib.loads((FOLDER / name).read_text("utf-8"))
