"""Sounds are placed to the sample, measured as the standard says, and speech stands above music."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from drama_backends.media.audio import read_sound, read_wav, samples_at, wav_facts, write_wav
from drama_backends.media.loudness import (
    decibels,
    gated_loudness,
    limited,
    oversampled_peaks,
    powers,
    weighed,
)
from drama_compiler.contract import CACHE_VARIABLE, MakeError, Media, briefs, timings

RATE = 48_000
PACKET = 1024
Signal = NDArray[np.float64]


def tone(seconds: float, hertz: float, level: float) -> Signal:
    return level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def speech(seconds: float, level: float, seed: int = 1) -> Signal:
    """Noise in syllables, with the crest of a voice and, as a voice, little above 6 kHz."""
    count = round(seconds * RATE)
    noise = np.random.default_rng(seed).normal(size=count + 7)
    noise = np.convolve(noise, np.hanning(10)[1:-1] / 2, "valid")
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


def level(signal: Any) -> float:
    return float(10 * np.log10(np.mean(np.square(signal)) + 1e-20))


def stem(
    house: Any,
    bus: str,
    frames: int,
    sounds: list[Any],
    inputs: dict[str, Media],
    pieces: tuple[int, ...] = (0,),
) -> Any:
    timing = timings.StemTiming(
        frames=frames, rate=Fraction(24), sounds=tuple(sounds), pieces=pieces
    )
    return house.make("stem", briefs.StemBrief(bus=bus), timing, inputs, name=bus)


def mix(
    house: Any, frames: int, lufs: float, stems: dict[str, Media], pieces: tuple[int, ...] = (0,)
) -> Any:
    timing = timings.MixTiming(frames=frames, rate=Fraction(24), pieces=pieces)
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
    assert np.abs(level(both[:, 0]) - level(tone(1, 440, 0.5))) < 0.1
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
    samples = heard(sound.path)
    assert abs(gated_loudness(powers(weighed(samples))) - measured) <= 0.1
    assert abs(decibels(oversampled_peaks(samples).max()) - peak) <= 0.2


def test_loudness_of_the_standards_tone_is_exact() -> None:
    # BS.1770-4: 997 Hz at full scale on one side reads -3.01 LKFS.
    signal = np.stack([tone(5, 997, 1.0), np.zeros(5 * RATE)], axis=1).astype(np.float32)
    assert abs(gated_loudness(powers(weighed(signal))) + 3.01) < 0.02


def test_a_sound_is_as_loud_in_pieces_as_it_is_whole() -> None:
    signal = np.stack([speech(3, 0.2), tone(3, 90, 0.3)], axis=1).astype(np.float32)
    whole = powers(weighed(signal))
    apart = powers(weighed(signal[RATE:], signal[:RATE]))
    assert np.allclose(apart, whole[10:], rtol=1e-4)


def both_sides(signal: Signal) -> NDArray[np.float32]:
    return np.stack([signal] * 2, axis=1).astype(np.float32)


def test_the_limiter_holds_the_true_peak_and_leaves_the_rest_alone() -> None:
    signal = both_sides(tone(4, 200, 0.2))
    signal[RATE : RATE + 4000] *= 6
    held = limited(signal, 0.7)
    assert decibels(oversampled_peaks(held).max()) <= 20 * np.log10(0.7) + 0.02
    assert held.shape == signal.shape
    assert np.array_equal(held[: RATE - 1000], signal[: RATE - 1000])
    assert np.array_equal(held[2 * RATE :], signal[2 * RATE :])


@pytest.mark.parametrize("seam", [RATE + 700, RATE + 1999, RATE + 9000])
def test_two_pieces_of_a_limited_sound_meet_without_a_click(seam: int) -> None:
    signal = both_sides(tone(3, 200, 0.2))
    signal[RATE : RATE + 4000] *= 6
    before = limited(signal[: seam + 40 * 480], 0.7, seam=seam)
    after = limited(signal[seam - 40 * 480 :], 0.7)[40 * 480 :]
    joined = np.concatenate([before[:seam], after])
    gain = joined[:, 0] / np.where(np.abs(signal[:, 0]) > 0.01, signal[:, 0], np.nan)
    steps = np.abs(np.diff(gain))
    assert np.nanmax(steps[seam - 3 : seam + 2]) <= np.nanmax(steps[RATE - 500 : seam - 480]) + 1e-6
    assert decibels(oversampled_peaks(joined).max()) <= 20 * np.log10(0.7) + 0.02


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
    assert level(both[:RATE]) > -12 and not both[96 * 2000 :].any()
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
    assert abs(output.facts["loudness_lufs"] - measured) <= 0.2
    assert 0 <= len(heard(output.path)) - frames * 2000 < PACKET


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
        assert level(part) - music_level(second) >= 15 - 0.5


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


def scene(house: Any, take: int = 1, later: int = 0) -> tuple[dict[str, Media], int]:
    """Stems in five pieces of four seconds: another `take` is of what is said in the third, which
    may last longer and shift the last two by so many frames.
    """
    frames = 480 + later
    cut = (0, 96, 192, 288 + later, 384 + later)
    inputs = {
        "voice/a": house.sound(speech(1.2, 0.4)),
        "voice/b": house.sound(speech(1.0, 0.4, 2 + take)),
        "cue/a": house.sound(np.random.default_rng(7).normal(size=28 * RATE) * 0.1),
        "cue/b": house.sound(tone(16, 220, 0.5) + tone(16, 3000, 0.2)),
    }
    at = timings.SoundAt
    places = {
        "dialogue": [at(job="voice/a", start_frame=10), at(job="voice/b", start_frame=230)],
        "music": [
            at(job="cue/a", start_frame=0, end_frame=288),
            at(job="cue/b", start_frame=288 + later, end_frame=frames),
        ],
    }
    stems = {
        f"stem/{bus}": house.media(stem(house, bus, frames, sounds, inputs, cut))
        for bus, sounds in places.items()
    }
    return {"mix": mix(house, frames, -20, stems, cut), **stems}, frames


def test_a_film_mixed_in_pieces_sounds_as_if_it_were_mixed_at_once(house: Any) -> None:
    made, frames = scene(house)
    stems = {name: media for name, media in made.items() if name != "mix"}
    apart, whole = heard(made["mix"].path), heard(mix(house, frames, -20, stems).path)
    for seam in (96, 192, 288, 384):
        near = slice(seam * 2000 - 1500, seam * 2000 + 1500)
        assert level(apart[near] - whole[near]) < level(whole[near]) - 14, seam


@pytest.mark.parametrize("later", [0, 64])
def test_after_an_edit_only_what_sounds_otherwise_is_mixed_anew(
    house: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, later: int
) -> None:
    from drama_backends.finishing import mix as desk

    mixed: list[int] = []
    render = desk._render

    def counted(*of: Any) -> Any:
        mixed.append(of[1].start)
        return render(*of)

    monkeypatch.setattr(desk, "_render", counted)
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    scene(house)
    mixed.clear()
    remembered, _ = scene(house, take=2, later=later)
    # Where the scene is longer, the next one comes out of another music than before.
    assert set(mixed) == {192 * 2000} | ({(288 + later) * 2000} if later else set())
    monkeypatch.delenv(CACHE_VARIABLE)
    bare, _ = scene(house, take=2, later=later)
    assert remembered["mix"].path.read_bytes() == bare["mix"].path.read_bytes()


def test_a_film_without_a_sound_is_silent_for_its_whole_length(house: Any) -> None:
    output = mix(house, 48, -23, {})
    assert 0 <= len(heard(output.path)) - 96_000 < PACKET and not heard(output.path).any()


def test_frames_of_film_rates_fall_on_whole_samples() -> None:
    assert samples_at(24, Fraction(24)) == RATE
    assert samples_at(1000, Fraction(24000, 1001)) == 2_002_000
