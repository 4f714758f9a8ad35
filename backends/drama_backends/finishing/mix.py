"""The stems go in, one track comes out: balanced, ducked under speech, at its loudness."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from drama_backends.finishing.coded_sound import coded
from drama_backends.finishing.ducking import Balance, balance
from drama_backends.finishing.measured import measured
from drama_backends.media.audio import BLOCK, RATE, Samples, read_sound, samples_at, write_flac
from drama_backends.media.kept import kept
from drama_backends.media.loudness import (
    SILENCE_LUFS,
    Float,
    Meter,
    gated_loudness,
    highest_by_step,
    limited,
    limiter_gains,
    oversampled_peaks,
)
from drama_compiler.contract import Json, MakeError, Media, Output, briefs, timings

# Near a dB of room under -1 dBTP for what the lossy coding of the master adds.
CEILING_DBTP = -2.9
CEILING = 10 ** (CEILING_DBTP / 20)
TOLERANCE_LU = 0.1
PASSES_MAX = 5
GUESSES_MAX = 30
STEPS_PER_POWER = 100
"""Milliseconds in a step of the loudness."""

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
    total = samples_at(timing.frames, timing.rate)
    paths = {_bus(name, media): media.path for name, media in inputs.items()}
    stems = {}
    for index, (bus, path) in enumerate(paths.items()):
        stems[bus] = measured(path)
        progress(0.5 * (index + 1) / len(paths))
    balanced = balance(stems, brief.loudness_lufs, CEILING)
    path = folder / "mix.flac"
    meter = _written(path, paths, balanced, total, brief.loudness_lufs)
    if kept("sound", ""):
        # Pictures are still being made: the film will not have to wait for its sound.
        coded(path, folder)
    progress(1.0)
    return Output(job["name"], path, "audio/flac", _facts(meter, balanced, timing, total, brief))


def _bus(name: str, media: Media) -> str:
    return str(media.facts.get("bus") or name.rsplit("/", 1)[-1])


def _written(
    path: Path, paths: Mapping[str, Path], balanced: Balance, total: int, target_lufs: float
) -> Meter:
    """Write the mix, again with another gain until it measures what it should."""
    loud = balanced.predicted_lufs > SILENCE_LUFS
    draft = path.with_suffix(".f32")
    try:
        about = min(GAIN_MAX_DECIBELS, target_lufs - balanced.predicted_lufs) if loud else 0.0
        survey = _surveyed(draft, _summed(paths, balanced, total), about)
        gain = _gain_decibels(survey, target_lufs, about) if loud else 0.0
        for _ in range(PASSES_MAX):
            meter = Meter()
            amplitude = 10 ** (gain / 20)
            write_flac(path, _metered(limited(_drafted(draft), amplitude, CEILING), meter))
            missed = target_lufs - meter.loudness_lufs
            if not loud or abs(missed) <= TOLERANCE_LU or gain >= GAIN_MAX_DECIBELS:
                break
            # As far as the survey was wrong, it is wrong nearby too.
            told = _limited_lufs(survey, gain)
            gain = _gain_decibels(survey, target_lufs + told - meter.loudness_lufs, gain)
    finally:
        draft.unlink(missing_ok=True)
    return meter


@dataclass(frozen=True, slots=True)
class _Survey:
    """What decides how loud a limiter leaves a sound.

    A value each millisecond: `parts` are K-weighted squares, by what each adds to the mean of its
    100 ms; `peaks` the highest values.
    """

    parts: Float
    peaks: Float


def _surveyed(draft: Path, blocks: Iterator[Samples], gain_decibels: float) -> _Survey:
    """Keep the sum as it is, once read and added up, and measure it for about that gain."""
    meter = Meter(peaks=False)
    peaks = []
    floor = CEILING / 10 ** (gain_decibels / 20)
    with draft.open("wb") as file:
        for block in blocks:
            meter.feed(block)
            peaks.append(highest_by_step(oversampled_peaks(block, floor)))
            file.write(np.ascontiguousarray(block, "<f4").tobytes())
    return _Survey(meter.parts, np.concatenate(peaks) if peaks else np.zeros(0))


def _drafted(draft: Path) -> Iterator[Samples]:
    with draft.open("rb") as file:
        while data := file.read(BLOCK * 2 * 4):
            yield np.frombuffer(data, "<f4").reshape(-1, 2).astype(np.float32)


def _gain_decibels(survey: _Survey, target_lufs: float, about: float) -> float:
    """The gain at which the limited sound is as loud as it should be, as far as it can be told."""
    gain = about
    for _ in range(GUESSES_MAX):
        missed = target_lufs - _limited_lufs(survey, gain)
        gain = min(GAIN_MAX_DECIBELS, gain + missed)
        if abs(missed) < TOLERANCE_LU / 10:
            break
    return gain


def _limited_lufs(survey: _Survey, gain_decibels: float) -> float:
    """How loud the sound would be with a gain, held under the ceiling."""
    amplitude = 10 ** (gain_decibels / 20)
    gains = limiter_gains(survey.peaks * amplitude, CEILING)[: len(survey.parts)]
    # Where it limits is where it is loud: both are weighed together.
    parts = survey.parts * np.square(gains * amplitude)
    return gated_loudness(parts.reshape(-1, STEPS_PER_POWER).sum(axis=1))


def _summed(paths: Mapping[str, Path], balanced: Balance, total: int) -> Iterator[Samples]:
    readers = {bus: read_sound(path) for bus, path in paths.items()}
    for start in range(0, total, BLOCK):
        block = np.zeros((min(BLOCK, total - start), 2), np.float32)
        for bus, reader in readers.items():
            heard = next(reader, None)
            if heard is not None:
                count = min(len(heard), len(block))
                block[:count] += heard[:count] * balanced.gains(bus, start, count)
        yield block


def _metered(blocks: Iterator[Samples], meter: Meter) -> Iterator[Samples]:
    for block in blocks:
        meter.feed(block)
        yield block


def _facts(
    meter: Meter,
    balanced: Balance,
    timing: timings.MixTiming,
    total: int,
    brief: briefs.MixBrief,
) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "seconds": total / RATE,
        "samples": total,
        "frames": timing.frames,
        "loudness_lufs": round(meter.loudness_lufs, 2),
        "true_peak_dbtp": round(meter.true_peak_dbtp, 2),
        "speech_seconds": round(float(balanced.speech.sum()) / 100, 2),
    }
    if balanced.speech_over_music_decibels is not None:
        facts["speech_over_music_decibels"] = round(balanced.speech_over_music_decibels, 2)
    missed = abs(meter.loudness_lufs - brief.loudness_lufs)
    if meter.loudness_lufs > SILENCE_LUFS and missed > 0.5:
        facts["warning"] = (
            f"The mix is at {meter.loudness_lufs:.1f} LUFS, not at {brief.loudness_lufs:.1f}: "
            "its peaks leave no room."
        )
    return facts
