"""Small parts of speech: mouths gated by what is heard, sounds at another rate."""

from __future__ import annotations

import numpy as np
import pytest

from drama_backends.animatic.speech.mouth import gate
from drama_backends.animatic.speech.passage import Phone
from drama_backends.animatic.speech.sound import resample


def test_the_mouth_closes_where_nothing_is_heard() -> None:
    samples = np.zeros(48000, np.float32)
    samples[:24000] = 0.1 * np.sin(np.arange(24000) * 0.05)
    phones = gate([Phone("a", 0.0, 1.0)], samples)
    assert phones == [Phone("a", 0.0, 0.5), Phone("rest", 0.5, 1.0)]


def test_resampling_keeps_a_tone_and_its_level() -> None:
    tone = np.sin(2 * np.pi * 1000 * np.arange(24000) / 24000).astype(np.float32)
    twice = resample(tone, 24000)
    assert len(twice) == 48000
    assert int(np.argmax(np.abs(np.fft.rfft(twice)))) == pytest.approx(1000, abs=2)
    assert np.sqrt(np.mean(twice[4800:-4800] ** 2)) == pytest.approx(np.sqrt(0.5), rel=0.01)
