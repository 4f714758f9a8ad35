"""The stems go in, one track comes out: balanced, ducked under speech, at its loudness, and coded.

It is made in pieces. What was found of a piece is kept under a name that stands for all it is
made of: after an edit only pieces that sound otherwise are mixed and coded anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from drama_backends.finishing.coded_sound import AFTER, BEFORE, join, packets, phase
from drama_backends.finishing.ducking import Balance, Measured, Steps, balance
from drama_backends.finishing.measured import Arrays, measured, remembered, version
from drama_backends.finishing.pieces import Piece, Stem, opened, pieces
from drama_backends.media.audio import RATE, Samples
from drama_backends.media.kept import name_of
from drama_backends.media.loudness import (
    LEAD,
    REACH,
    SILENCE_LUFS,
    Float,
    decibels,
    gated_loudness,
    highest_by_step,
    limited,
    limiter_gains,
    oversampled_peaks,
    powers,
    weighed,
)
from drama_compiler.contract import Json, MakeError, Media, Output, briefs, timings

# Near a dB of room under -1 dBTP for what the lossy coding adds.
CEILING_DBTP = -2.9
CEILING = 10 ** (CEILING_DBTP / 20)
TOLERANCE_LU = 0.15
GAIN_STEP_DECIBELS = 0.2
"""The film's gain is of whole steps: a line that is a little louder leaves it where it is."""

PASSES_MAX = 5
GUESSES_MAX = 30
GAIN_MAX_DECIBELS = 40.0


def make(
    job: Json, inputs: Mapping[str, Media], folder: Path, progress: Callable[[float], None]
) -> Output:
    """Mix the film's sound; with no stem at all it is silence of the film's length."""
    brief = briefs.MixBrief.model_validate(job["brief"])
    timing = timings.MixTiming.model_validate(job["timing"])
    missing = [name for name in job["inputs"] if name not in inputs]
    if missing:
        raise MakeError(f"{job['name']} lacks {', '.join(missing)}.")
    cut = pieces(timing.pieces, timing.frames, timing.rate)
    stems = {_bus(name, media): opened(media, cut, folder) for name, media in inputs.items()}
    found = {bus: _joined([measured(stem, piece) for piece in cut]) for bus, stem in stems.items()}
    progress(0.2)
    desk = Desk(stems, balance(found, Steps(cut), brief.loudness_lufs, CEILING), cut)
    mixed = _mixed(desk, brief.loudness_lufs, progress)
    path = folder / "mix.m4a"
    join((piece["packets"].tobytes() for piece in mixed), desk.total, path)
    progress(1.0)
    return Output(job["name"], path, "audio/mp4", _facts(mixed, desk.balance, timing, cut, brief))


def _bus(name: str, media: Media) -> str:
    return str(media.facts.get("bus") or name.rsplit("/", 1)[-1])


def _joined(found: Sequence[tuple[Float, Float]]) -> Measured:
    powers, squares = (np.concatenate(each) for each in zip(*found, strict=True))
    return Measured(powers, squares)


@dataclass(frozen=True, slots=True)
class Desk:
    """The stems of a film at their levels, and the pieces in which they are mixed."""

    stems: Mapping[str, Stem]
    balance: Balance
    pieces: Sequence[Piece]

    @property
    def total(self) -> int:
        """The film's samples."""
        return self.pieces[-1].end

    def summed(self, first: int, last: int) -> Samples:
        """What is heard in the film's samples `[first, last)` before any gain; silent around it."""
        block = np.zeros((last - first, 2), np.float32)
        for bus, stem in self.stems.items():
            if stem.about(first, last):
                block += stem.read(first, last) * self.balance.gains(bus, first, last)
        return block

    def about(self, first: int, last: int) -> Json:
        """What decides these samples, and nothing else."""
        return [
            [bus, told, self.balance.about(bus, first, last)]
            for bus, stem in self.stems.items()
            if (told := stem.about(first, last))
        ]


def _mixed(desk: Desk, target_lufs: float, progress: Callable[[float], None]) -> list[Arrays]:
    """Every piece, mixed and coded, with the gain at which the film is as loud as it should be."""
    loud = desk.balance.predicted_lufs > SILENCE_LUFS
    about = min(GAIN_MAX_DECIBELS, target_lufs - desk.balance.predicted_lufs) if loud else 0.0
    survey = _survey(desk, about)
    progress(0.4)
    gain = _gain_decibels(survey, target_lufs, about) if loud else 0.0
    for _ in range(PASSES_MAX):
        mixed = [_rendered(desk, piece, gain) for piece in desk.pieces]
        lufs = _loudness(mixed)
        # As far as the survey was wrong, it is wrong nearby too.
        wanted = target_lufs + _limited_lufs(survey, gain) - lufs
        better = _gain_decibels(survey, wanted, gain) if loud else gain
        if abs(target_lufs - lufs) <= TOLERANCE_LU or better == gain:
            break
        gain = better
    return mixed


def _loudness(mixed: Sequence[Arrays]) -> float:
    return gated_loudness(np.concatenate([piece["powers"] for piece in mixed]))


@dataclass(frozen=True, slots=True)
class _Survey:
    """What decides how loud a limiter leaves a sound.

    A value each millisecond: `parts` are K-weighted squares, by what each adds to the mean of its
    100 ms; `peaks` the highest values.
    """

    parts: Float
    peaks: Float


def _survey(desk: Desk, gain_decibels: float) -> _Survey:
    """Measure the sum for about that gain, before any limiter."""
    # Where peaks are far under the ceiling it need not be known what is between samples.
    floor_decibels = CEILING_DBTP - 1 - round(gain_decibels)
    found = []
    for piece in desk.pieces:
        told = desk.about(piece.start - LEAD, piece.end)
        name = name_of("survey", version(), floor_decibels, piece.end - piece.start, told)
        found.append(remembered(name, partial(_surveyed, desk, piece, floor_decibels)))
    return _Survey(
        *(
            np.concatenate([each[kind] for each in found]).astype(float)
            for kind in ("parts", "peaks")
        )
    )


def _surveyed(desk: Desk, piece: Piece, floor_decibels: float) -> Arrays:
    block = desk.summed(piece.start - LEAD, piece.end)
    parts = weighed(block[LEAD:], block[:LEAD])
    peaks = np.zeros(len(parts))
    highest = highest_by_step(oversampled_peaks(block[LEAD:], 10 ** (floor_decibels / 20)))
    peaks[: len(highest)] = highest
    return {"parts": parts.astype(np.float32), "peaks": peaks.astype(np.float32)}


def _gain_decibels(survey: _Survey, target_lufs: float, about: float) -> float:
    """The gain at which the limited sound is as loud as it should be, as far as it can be told."""
    gain = about
    for _ in range(GUESSES_MAX):
        missed = target_lufs - _limited_lufs(survey, gain)
        gain = min(GAIN_MAX_DECIBELS, gain + missed)
        if abs(missed) < TOLERANCE_LU / 10:
            break
    return round(gain / GAIN_STEP_DECIBELS) * GAIN_STEP_DECIBELS


def _limited_lufs(survey: _Survey, gain_decibels: float) -> float:
    """How loud the sound would be with a gain, held under the ceiling."""
    amplitude = 10 ** (gain_decibels / 20)
    gains = limiter_gains(survey.peaks * amplitude, CEILING)
    # Where it limits is where it is loud: both are weighed together.
    return gated_loudness(powers(survey.parts * np.square(gains * amplitude)))


def _rendered(desk: Desk, piece: Piece, gain_decibels: float) -> Arrays:
    """A piece mixed, limited and coded: its `powers`, its true `peak`, its `packets`."""
    first, last = piece.start - BEFORE - REACH, piece.end + AFTER + REACH
    told = [
        desk.about(first, last),
        phase(piece),
        max(0, -first),
        min(last, desk.total) - piece.end,
    ]
    name = name_of("mixed", version(), gain_decibels, piece.end - piece.start, told)
    return remembered(name, partial(_render, desk, piece, gain_decibels))


def _render(desk: Desk, piece: Piece, gain_decibels: float) -> Arrays:
    first, last = piece.start - BEFORE - REACH, piece.end + AFTER + REACH
    whole = desk.summed(first, last) * np.float32(10 ** (gain_decibels / 20))
    held = limited(whole, CEILING, seam=piece.end - first)[REACH : last - first - REACH]
    own = held[BEFORE : BEFORE + piece.end - piece.start]
    return {
        "powers": powers(weighed(own, held[:BEFORE])),
        "peak": np.array(oversampled_peaks(own).max(initial=0.0)),
        "packets": np.frombuffer(packets(held, piece, desk.total), np.uint8),
    }


def _facts(
    mixed: Sequence[Arrays],
    balanced: Balance,
    timing: timings.MixTiming,
    cut: Sequence[Piece],
    brief: briefs.MixBrief,
) -> dict[str, Any]:
    lufs = _loudness(mixed)
    facts: dict[str, Any] = {
        "seconds": cut[-1].end / RATE,
        "samples": cut[-1].end,
        "frames": timing.frames,
        "loudness_lufs": round(lufs, 2),
        "true_peak_dbtp": round(decibels(max(float(piece["peak"]) for piece in mixed)), 2),
        "speech_seconds": round(float(balanced.speech.sum()) / 100, 2),
    }
    if balanced.speech_over_music_decibels is not None:
        facts["speech_over_music_decibels"] = round(balanced.speech_over_music_decibels, 2)
    if lufs > SILENCE_LUFS and abs(lufs - brief.loudness_lufs) > 0.5:
        facts["warning"] = (
            f"The mix is at {lufs:.1f} LUFS, not at {brief.loudness_lufs:.1f}: "
            "its peaks leave no room."
        )
    return facts
