"""Sounds are placed to the sample, measured as the standard says, and speech stands above music."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from drama_backends.media.audio import read_sound, read_wav, samples_at, wav_facts, write_wav
from drama_backends.media.loudness import limited, loudness, true_peak
from drama_compiler.contract import CACHE_VARIABLE, MakeError, Media, briefs, timings

RATE = 48_000
Signal = NDArray[np.float64]


def tone(seconds: float, hertz: float, level: float) -> Signal:
    return level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def speech(seconds: float, level: float, seed: int = 1) -> Signal:
    """Noise in syllables, with the crest of a voice."""
    count = round(seconds * RATE)
    noise = np.random.default_rng(seed).normal(size=count)
    syllables = np.clip(np.sin(2 * np.pi * 4 * np.arange(count) / RATE) + 0.4, 0, 1)
    return noise * syllables * level


def vowels(seconds: float, level: float) -> Signal:
    """Pulses of 120 a second ringing at 700 Hz, in syllables: the crest of a voice."""
    count = round(seconds * RATE)
    since = np.arange(count) % (RATE // 120) / RATE
    rings = np.sin(2 * np.pi * 700 * since) * np.exp(-since * 500)
    syllables = np.clip(np.sin(2 * np.pi * 4 * np.arange(count) / RATE), 0, 1) ** 2
    return np.asarray(level * rings * syllables)


def heard(path: Any) -> NDArray[np.float32]:
    return np.concatenate(list(read_sound(path)))


def decibels(signal: Any) -> float:
    return float(10 * np.log10(np.mean(np.square(signal)) + 1e-20))


def stem(house: Any, bus: str, frames: int, sounds: list[Any], inputs: dict[str, Media]) -> Any:
    timing = timings.StemTiming(frames=frames, rate=Fraction(24), sounds=tuple(sounds))
    return house.make("stem", briefs.StemBrief(bus=bus), timing, inputs, name=bus)


def mix(house: Any, frames: int, lufs: float, stems: dict[str, Media]) -> Any:
    timing = timings.MixTiming(frames=frames, rate=Fraction(24))
    return house.make("mix", briefs.MixBrief(loudness_lufs=lufs), timing, stems, name="film")


@pytest.mark.parametrize("bits", [16, 24])
def test_a_wav_comes_back_as_it_was_written(house: Any, bits: int) -> None:
    signal = np.stack([tone(0.3, 440, 0.5), tone(0.3, 600, 0.9)], axis=1).astype(np.float32)
    path = house.folder / "a.wav"
    assert write_wav(path, signal, bits=bits) == 14400
    assert np.abs(np.concatenate(list(read_wav(path, 1000))) - signal).max() <= 0.5 / 2 ** (
        bits - 1
    )
    assert (wav_facts(path).channels, wav_facts(path).seconds) == (2, 0.3)


def test_a_mono_sound_of_another_rate_is_heard_in_full_on_both_sides(house: Any) -> None:
    path = house.folder / "a.wav"
    write_wav(path, tone(1, 440, 0.5)[::2].astype(np.float32), rate=24000)
    both = heard(path)
    assert abs(len(both) - RATE) < 32
    assert np.abs(decibels(both[:, 0]) - decibels(tone(1, 440, 0.5))) < 0.1
    assert (both[:, 0] == both[:, 1]).all()


def test_what_is_no_wav_is_refused(house: Any) -> None:
    path = house.folder / "a.wav"
    path.write_bytes(b"RIFF\0\0\0\0WAVEjunk")
    with pytest.raises(MakeError, match=r"a\.wav"):
        list(read_wav(path))


def test_loudness_and_peak_are_those_of_ffmpeg(house: Any) -> None:
    signal = np.stack([speech(9, 0.2), tone(9, 11025, 0.3) + speech(9, 0.1, 2)], axis=1)
    signal[RATE : 3 * RATE] *= 0.02
    sound = house.sound(signal)
    measured, peak = house.ebur128(sound.path)
    assert abs(loudness(read_sound(sound.path)) - measured) <= 0.1
    assert abs(true_peak(read_sound(sound.path)) - peak) <= 0.2


def test_loudness_of_the_standards_tone_is_exact() -> None:
    # BS.1770-4: 997 Hz at full scale on one side reads -3.01 LKFS.
    signal = np.stack([tone(5, 997, 1.0), np.zeros(5 * RATE)], axis=1).astype(np.float32)
    assert abs(loudness([signal]) + 3.01) < 0.02


def test_the_limiter_holds_the_true_peak_and_leaves_the_rest_alone() -> None:
    signal = np.stack([tone(4, 200, 0.2)] * 2, axis=1).astype(np.float32)
    signal[RATE : RATE + 4000] *= 6
    held = np.concatenate(list(limited([signal], 1.0, 0.7)))
    assert true_peak([held]) <= 20 * np.log10(0.7) + 0.02
    assert held.shape == signal.shape
    assert np.array_equal(held[: RATE - 1000], signal[: RATE - 1000])
    assert np.array_equal(held[2 * RATE :], signal[2 * RATE :])


def test_a_sound_begins_on_its_frame_with_its_gain_and_side(house: Any) -> None:
    click = np.zeros(4800)
    click[1000:1100] = 0.5
    sounds = [
        timings.SoundAt(job="effect/a", start_frame=30),
        timings.SoundAt(job="effect/a", start_frame=100, gain_decibels=-6, pan=-1),
    ]
    output = stem(house, "effects", 240, sounds, {"effect/a": house.sound(click)})
    both = heard(output.path)
    assert len(both) == 240 * 2000
    assert output.facts["bus"] == "effects"
    first, second = 30 * 2000 + 1000, 100 * 2000 + 1000
    assert np.flatnonzero(both[:, 0])[[0, -1]].tolist() == [first, second + 99]
    assert np.allclose(both[first : first + 100], 0.5, atol=1e-4)
    assert np.allclose(both[second : second + 100, 0], 0.5 * 10**-0.3 * np.sqrt(2), atol=1e-3)
    assert not both[second : second + 100, 1].any()


def test_a_sound_ends_where_it_is_cut_without_a_click(house: Any) -> None:
    sounds = [timings.SoundAt(job="cue/a", start_frame=0, end_frame=96)]
    output = stem(house, "music", 144, sounds, {"cue/a": house.sound(tone(9, 100, 0.5))})
    both = heard(output.path)
    assert decibels(both[:RATE]) > -12 and not both[96 * 2000 :].any()
    assert np.abs(np.diff(both[:, 0])).max() < 0.008


def test_two_voices_at_once_do_not_clip(house: Any) -> None:
    sounds = [timings.SoundAt(job=f"voice/{name}", start_frame=0) for name in "ab"]
    inputs = {f"voice/{name}": house.sound(tone(1, 300, 0.9)) for name in "ab"}
    output = stem(house, "dialogue", 24, sounds, inputs)
    assert np.abs(heard(output.path)).max() <= 0.98


def test_a_stem_names_the_sound_that_is_missing(house: Any) -> None:
    with pytest.raises(MakeError, match="voice/b"):
        stem(house, "dialogue", 24, [timings.SoundAt(job="voice/b", start_frame=0)], {})


def stems(house: Any, frames: int, said: Signal, music: Signal) -> dict[str, Media]:
    return {
        "stem/dialogue": house.sound(said),
        "stem/music": house.sound(music),
        "stem/ambience": house.sound(np.random.default_rng(5).normal(size=frames * 2000) * 0.01),
    }


@pytest.mark.parametrize("lufs", [-14.0, -23.0])
def test_a_mix_meets_its_loudness_and_peak(house: Any, lufs: float) -> None:
    frames = 288
    said = np.concatenate([np.zeros(3 * RATE), speech(4, 0.15), np.zeros(5 * RATE)])
    output = mix(house, frames, lufs, stems(house, frames, said, tone(12, 220, 0.3)))
    measured, peak = house.ebur128(output.path)
    assert abs(measured - lufs) <= 0.3 and peak < -1.0
    assert abs(output.facts["loudness_lufs"] - measured) <= 0.1
    assert len(heard(output.path)) == frames * 2000


def test_speech_stands_fifteen_decibels_above_music(house: Any) -> None:
    frames = 288
    quiet = speech(2, 0.02)
    said = np.concatenate([np.zeros(2 * RATE), speech(3, 0.2), np.zeros(2 * RATE), quiet])
    said = np.concatenate([said, np.zeros(frames * 2000 - len(said))])
    music = tone(12, 220, 0.3)
    output = mix(house, frames, -20.0, stems(house, frames, said, music))
    assert output.facts["speech_over_music_decibels"] >= 15
    both = heard(output.path)[:, 0]
    at = np.exp(-2j * np.pi * 220 * np.arange(RATE) / RATE)

    def music_level(second: float) -> float:
        part = both[round(second * RATE) :][:RATE]
        return float(20 * np.log10(2 * abs((part * at).mean()) / np.sqrt(2)))

    assert music_level(0.2) - music_level(3) >= 9.5, "it steps back under the first passage"
    assert music_level(5.6) - music_level(3) >= 9, "and comes back between"
    for second in (3, 7.5):
        part = both[round(second * RATE) :][:RATE]
        assert decibels(part) - music_level(second) >= 15 - 0.5


def test_speech_stands_over_music_when_the_limiter_has_held_its_peaks(house: Any) -> None:
    frames = 288
    loud = vowels(3, 0.5)
    said = np.concatenate([np.zeros(2 * RATE), loud, np.zeros(round(0.6 * RATE)), 0.3 * loud])
    said = np.concatenate([said, np.zeros(frames * 2000 - len(said))])
    output = mix(house, frames, -14.0, stems(house, frames, said, tone(12, 220, 0.3)))
    both = heard(output.path)[:, 0].astype(np.float64)
    for first, last in ((2.0, 5.0), (5.6, 8.6)):
        part = both[round(first * RATE) : round(last * RATE)]
        at = np.exp(-2j * np.pi * 220 * np.arange(RATE // 10) / RATE)
        tenths = part[: len(part) // 4800 * 4800].reshape(-1, 4800)
        music = 2 * np.abs(tenths @ at / 4800) ** 2
        over = 10 * np.log10(np.mean(np.square(tenths)) / np.median(music))
        assert over >= 15, (first, over)


def test_the_same_stems_give_the_same_mix(house: Any) -> None:
    inputs = stems(house, 48, speech(2, 0.1), tone(2, 220, 0.3))
    one, other = mix(house, 48, -16, inputs), mix(house, 48, -16, inputs)
    assert one.path.read_bytes() == other.path.read_bytes()


def test_what_a_stem_leaves_of_its_measures_changes_no_byte_of_the_mix(
    house: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    inputs = {"voice/a": house.sound(speech(2.3, 0.6)), "cue/a": house.sound(tone(2.3, 220, 0.7))}

    def mixed() -> bytes:
        stems = {}
        for bus, job in (("dialogue", "voice/a"), ("music", "cue/a")):
            at = timings.SoundAt(job=job, start_frame=5, pan=0.4)
            made = stem(house, bus, 61, [at], {job: inputs[job]})
            stems[f"stem/{bus}"] = Media(bus, made.path, made.type, made.facts)
        return bytes(mix(house, 61, -16, stems).path.read_bytes())

    bare = mixed()
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    assert mixed() == bare
    assert len(list((tmp_path / "sound").glob("*.npz"))) == 2, "one a stem"


def test_a_film_without_a_sound_is_silent_for_its_whole_length(house: Any) -> None:
    output = mix(house, 48, -23, {})
    assert heard(output.path).shape == (96_000, 2) and not heard(output.path).any()


def test_frames_of_film_rates_fall_on_whole_samples() -> None:
    assert samples_at(24, Fraction(24)) == RATE
    assert samples_at(1000, Fraction(24000, 1001)) == 2_002_000
