"""A composed cue in, plain synthetic sound out: what plays where FluidSynth cannot be had."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from drama_backends.animatic.score.composition import Composition
from drama_backends.animatic.score.melody import Note
from drama_backends.animatic.score.tables import Instrument, instruments

RATE = 48_000
RELEASE_SECONDS = 0.25
PARTIALS = {True: (1.0, 0.45, 0.28, 0.16, 0.1), False: (1.0, 0.5, 0.2, 0.12)}
"""Strengths of the partials of sustained and of struck instruments."""


def render_additive(composition: Composition, samples: int) -> NDArray[np.float32]:
    """The cue as sums of sines and bursts of noise: (samples, 2) at 48 kHz."""
    sound = np.zeros((samples, 2), np.float32)
    noise = np.random.Generator(np.random.PCG64(7)).standard_normal(RATE).astype(np.float32)
    for part in composition.parts:
        row = instruments()[part.instrument]
        right = row.pan / 127
        seat = np.array([np.cos(right * np.pi / 2), np.sin(right * np.pi / 2)], np.float32)
        for note in part.notes:
            start = round(composition.plan.second(note.start) * RATE)
            seconds = composition.plan.second(note.length)
            tone = struck(note, noise) if row.drum else sung(note, seconds, row)
            tone = tone[: max(0, samples - start)]
            gain = (note.velocity / 127) ** 2 * row.level / 127 * 0.12
            sound[start : start + len(tone)] += gain * tone[:, None] * seat
    return sound


def sung(note: Note, seconds: float, row: Instrument) -> NDArray[np.float32]:
    """One pitched note: held and let go, or struck and dying away."""
    hertz = 440 * 2 ** ((note.pitch - 69) / 12)
    held = seconds + RELEASE_SECONDS if row.sustained else max(seconds, 1.0) + RELEASE_SECONDS
    time = np.arange(round(held * RATE), dtype=np.float32) / RATE
    tone = np.zeros_like(time)
    for number, strength in enumerate(PARTIALS[row.sustained], 1):
        if hertz * number < RATE / 2.2:
            fade = 1.0 if row.sustained else np.exp(-time * (1.5 + number))
            tone += strength * fade * np.sin(2 * np.pi * hertz * number * time)
    attack = 0.08 if row.sustained else 0.004
    shape = np.minimum(1, time / attack) * np.clip((held - time) / RELEASE_SECONDS, 0, 1)
    return np.asarray(tone * shape, np.float32)


def struck(note: Note, noise: NDArray[np.float32]) -> NDArray[np.float32]:
    """One drum stroke: a falling tone for low keys, noise for high ones."""
    time = np.arange(RATE // 2, dtype=np.float32) / RATE
    hertz = 45 + 2.0 * (note.pitch - 35)
    skin = np.sin(2 * np.pi * hertz * (time + 0.02 * (1 - np.exp(-time * 30))))
    bright = min(1.0, max(0.1, (note.pitch - 36) / 30))
    body = skin * np.exp(-time * 7) * (1 - 0.6 * bright)
    return np.asarray(body + bright * noise[: len(time)] * np.exp(-time * 25), np.float32)
