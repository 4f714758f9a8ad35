"""The sound of the three example films: who is heard, apart from whom, and what the score plays."""

from __future__ import annotations

import functools
import math
from importlib.util import find_spec
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from drama_backends.animatic import Animatic
from drama_backends.animatic.casting import Voice, cast_voice
from drama_backends.animatic.score.composition import compose
from drama_backends.animatic.score.tables import instruments
from drama_backends.animatic.speech import speak
from drama_compiler.contract import briefs, timings
from drama_compiler.film.times import Schedule
from drama_compiler.graph.jobs import Job, JobKind
from drama_compiler.graph.lower import lower, lower_voices
from drama_compiler.session import Analysis, analyse

ROOT = Path(__file__).parents[2]
FILMS = ("first-cup", "guihai", "borrowed-flame")
SENTENCES = (
    "We were away a year ago, and nobody knew where the old road would lead. "
    "Please bring the lamp to the window, and tell me what you see there."
)
NOTICED_PITCH, NOTICED_TRACT = 1.95, 1.73
"""Semitones that listeners just notice (Gaudrain and Baskent, 2018)."""


@functools.cache
def film(name: str) -> tuple[Analysis, Schedule, tuple[Job, ...]]:
    analysis, _ = analyse(ROOT / "examples" / name / f"{name}.drama")
    assert analysis is not None
    schedule, _ = analysis.scheduled({})
    return analysis, schedule, tuple(lower(analysis.film, schedule).jobs.values())


def speakers(name: str) -> dict[str, briefs.VoiceBrief]:
    jobs = film(name)[2]
    found = [job.brief for job in jobs if isinstance(job.brief, briefs.VoiceBrief)]
    return {brief.character: brief for brief in found}


def semitones(one: float, other: float) -> float:
    return 12 * abs(math.log2(one / other))


def distance(one: Voice, other: Voice) -> float:
    return math.hypot(
        semitones(one.pitch_hz, other.pitch_hz) / NOTICED_PITCH,
        semitones(one.formant, other.formant) / NOTICED_TRACT,
    )


@pytest.mark.parametrize("name", FILMS)
def test_every_line_has_its_place_and_none_is_said_over_another(name: str) -> None:
    analysis, schedule, jobs = film(name)
    lines = [
        event
        for scene in analysis.film.scenes
        for shot in scene.shots
        for event in shot.events
        if event.type == "line"
    ]
    assert {f"voice/{line.id}" for line in lines} == {
        job.name for job in jobs if job.kind is JobKind.VOICE
    }
    assert {time.line for time in schedule.lines} == {line.id for line in lines}
    for one, other in pairwise(sorted(schedule.lines, key=lambda time: time.film_frame)):
        assert one.film_frame + one.frames <= other.film_frame


@pytest.mark.parametrize("name", FILMS)
def test_the_voices_of_a_film_are_apart(name: str) -> None:
    voices = {who: cast_voice(brief) for who, brief in speakers(name).items()}
    assert len(voices) > 1
    for one, other in combinations(voices, 2):
        assert distance(voices[one], voices[other]) > 1.2, (one, other)


@pytest.mark.skipif(find_spec("hibari") is None, reason="hibari-tts is not installed")
def test_voices_cast_apart_sound_apart() -> None:
    heard = {}
    for who, brief in speakers("borrowed-flame").items():
        said = speak(brief.model_copy(update={"text": SENTENCES, "mood": ""}))
        heard[who] = (_pitch(said.samples), _envelope(said.samples))
    for (one, first), (other, second) in combinations(heard.items(), 2):
        pitch = semitones(first[0], second[0]) / NOTICED_PITCH
        tract = _shift(first[1], second[1]) / NOTICED_TRACT
        assert math.hypot(pitch, tract) > 1.0, (one, other, pitch, tract)


def _pitch(samples: np.ndarray) -> float:
    found = []
    for start in range(0, len(samples) - 2400, 960):
        frame = samples[start : start + 2400].astype(np.float64) * np.hanning(2400)
        lags = np.fft.irfft(np.abs(np.fft.rfft(frame, 8192)) ** 2)
        best = 120 + int(np.argmax(lags[120:800]))
        if lags[0] > 0.5 and lags[best] > 0.4 * lags[0]:
            found.append(48000 / best)
    return float(np.median(found))


def _envelope(samples: np.ndarray) -> np.ndarray:
    """The long-term spectrum in dB, smoothed, in steps of a twentieth of a semitone or so."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, 2048)[::512] * np.hanning(2048)
    power = np.mean(np.abs(np.fft.rfft(frames, axis=1)) ** 2, axis=0)
    places = np.exp(np.linspace(math.log(350), math.log(7000), 600))
    level = np.interp(places, np.fft.rfftfreq(2048, 1 / 48000), 10 * np.log10(power + 1e-12))
    window = np.hanning(61)
    return np.convolve(np.pad(level, 30, mode="edge"), window / window.sum(), "valid")


def _shift(one: np.ndarray, other: np.ndarray) -> float:
    """By how many semitones one spectrum lies above the other."""
    one, other = np.diff(one), np.diff(other)

    def likeness(by: int) -> float:
        left = one[max(0, by) : len(one) + min(0, by)]
        right = other[max(0, -by) : len(other) + min(0, -by)]
        return float(np.corrcoef(left, right)[0, 1])

    best: int = max(range(-70, 71), key=likeness)
    return abs(best) * 12 * math.log2(20) / 599


def test_a_voice_does_not_move_for_who_is_cast_after_it() -> None:
    cast = tuple(
        briefs.SpeakerBrief(id=f"p{index}", name=f"P{index}", look="man of 40, beard")
        for index in range(40)
    )

    def voice(index: int, beside: tuple[briefs.SpeakerBrief, ...]) -> Voice:
        one = cast[index]
        return cast_voice(
            briefs.VoiceBrief(
                text="", language="en", character=one.id, name=one.name, look=one.look,
                beside=beside,
            )
        )  # fmt: skip

    voices = [voice(index, cast[:index]) for index in range(40)]
    assert all(distance(one, other) > 1.4 for one, other in combinations(voices[:6], 2))
    assert len(set(voices)) == 40
    assert all(60 < each.pitch_hz < 180 for each in voices)


def test_what_is_asked_of_a_voice_holds_its_sound_and_not_its_neighbours() -> None:
    jobs = lower_voices(film("borrowed-flame")[0].film).jobs.values()
    job = next(job for job in jobs if isinstance(job.brief, briefs.VoiceBrief) and job.brief.beside)
    assert isinstance(job.brief, briefs.VoiceBrief)
    asked = Animatic().lower([job]).body
    assert "beside" not in asked["brief"]
    assert asked["voice"]["pitch_hz"] == cast_voice(job.brief).pitch_hz


def test_a_performance_is_heard_in_the_line_of_who_gives_it() -> None:
    said = {
        job.brief.text: job.brief.mood
        for job in film("guihai")[2]
        if isinstance(job.brief, briefs.VoiceBrief)
    }
    assert said["我的命！"] == "怒吼"
    assert said["走吧。"] == "低声"
    assert said["那我就做第一条。"] == ""


def test_an_old_man_of_the_sea_has_a_mans_voice() -> None:
    voices = {brief.name: cast_voice(brief) for brief in speakers("guihai").values()}
    assert voices["老船公"].pack == "man"
    assert voices["阿娘"].pack == "woman"


@pytest.mark.parametrize("name", FILMS)
def test_the_score_keeps_to_its_modes_and_gives_everybody_their_motif(name: str) -> None:
    cues = [job for job in film(name)[2] if job.kind is JobKind.CUE]
    assert cues
    for job in cues:
        assert isinstance(job.brief, briefs.CueBrief)
        assert isinstance(job.timing, timings.CueTiming)
        made = compose(job.brief, job.timing)
        named = {theme.id: theme.name for theme in job.brief.themes}
        stated = {statement.motif.name for statement in made.statements}
        assert {named[entry.character] for entry in job.timing.themes} <= stated
        for part in made.parts:
            if not instruments()[part.instrument].drum:
                for note in part.notes:
                    keys = {made.plan.phrase_at(note.start + late).key for late in (0.0, 0.1)}
                    assert any(note.pitch % 12 in key.classes for key in keys)
