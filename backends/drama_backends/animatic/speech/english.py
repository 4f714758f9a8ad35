"""English text goes in; its sound by the hibari network, with phones and words, comes out.

hibari-tts carries a voice in its wheel (Apache-2.0): a network that gives, for phonemes, the
spectrum of every 12.5 ms and the pitch, which `hibari.dsp` makes into a wave. The pitch is ours
to bend before that, and the wave is played slower or faster to lengthen or shorten the vocal
tract: so one network has many voices, at a hundredth of real time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from drama_backends.animatic.casting import Voice
from drama_backends.animatic.speech.dictionaries import spelling_reader
from drama_backends.animatic.speech.manner import Manner
from drama_backends.animatic.speech.models import (
    checked,
    frugal,
    loaded_once,
    package_folder,
    session,
    stay,
)
from drama_backends.animatic.speech.mouth import phones_of
from drama_backends.animatic.speech.onnx_wire import with_outputs
from drama_backends.animatic.speech.passage import Passage, Unspeakable, Word
from drama_backends.animatic.speech.pitch import VOICED_HZ, at_harmonics, bent
from drama_backends.animatic.speech.runs import has_speech
from drama_backends.animatic.speech.sound import resample

NAME = "hibari-tts 0.2.1"
CHARACTERS_MAX = 240
"""A sentence of 400 phonemes is what the network was made for."""

_RATE = 24000
_FRAME_SECONDS = 0.0125
_BIN_HZ = 20.0
_LEAD_SECONDS = 0.05
"""The sound comes so much before the durations say (measured at onsets; facts of the network)."""

_MODEL_SHA256 = "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"
_SPELLING_SHA256 = "d3cfd8122c5f172a98c8de38268bf1213ee09f2c2ae4df6e055fc6532590fe76"
_DURATIONS = "/Round_output_0"
_DURATION_SECONDS = 0.025
_FULL_WIDTH = str.maketrans("，。！？；：、（）", ",.!?;:,()")


@dataclass(frozen=True, slots=True)
class _Reader:
    """The network, its phonemes by number, and the way from spelling to them."""

    network: Any
    numbers: dict[str, int]
    read: Callable[[str], str]


def say(text: str, voice: Voice, manner: Manner) -> Passage:
    """One phrase of English, at most `CHARACTERS_MAX` characters.

    Raises `Unspeakable` where the package is missing, is not the one whose digest is known, or
    finds nothing to pronounce.
    """
    from hibari import dsp

    reader = _reader()
    phonemes = [symbol for symbol in phonemes_of(text) if symbol in reader.numbers]
    if not any(symbol.isalpha() for symbol in phonemes):
        raise Unspeakable("nothing in it can be pronounced")
    # A longer vocal tract is had by playing slower: the pace makes up for it.
    rate = min(max(voice.speed * manner.rate / voice.formant, 0.5), 2.0)
    ids = np.asarray([[0, *(reader.numbers[symbol] for symbol in phonemes), 0]], np.int64)
    *spectrum, durations = reader.network.run(
        None, {"ids": ids, "speed": np.asarray([rate], np.float32)}, frugal()
    )
    envelope = [part[0] for part in spectrum]
    pitch = bent(envelope[5], voice, manner, _FRAME_SECONDS / voice.formant)
    pitch = pitch / np.float32(voice.formant)
    envelope[0] = at_harmonics(envelope[0], envelope[5], _BIN_HZ)
    envelope[1] = at_harmonics(envelope[1], envelope[5], _BIN_HZ)
    # Every harmonic has its own strength, so that a lower pitch would be louder by their number.
    gain = np.log(np.maximum(pitch, 1.0) / np.maximum(envelope[5], 1.0)) / 2.0
    envelope[0] = envelope[0] + np.where(pitch > VOICED_HZ, gain, 0.0).astype(np.float32)
    wave = dsp.synth(*envelope[:5], pitch, np.random.default_rng(0))
    ends = np.cumsum(durations.ravel()) * _DURATION_SECONDS - _LEAD_SECONDS
    times = np.maximum(ends / voice.formant, 0.0)
    return Passage(
        resample(wave, _RATE * voice.formant),
        phones_of(
            (symbol, float(times[index]), float(times[index + 1]))
            for index, symbol in enumerate(phonemes)
        ),
        words_of(text, phonemes, times.tolist()),
    )


def get_ready() -> None:
    """Load the network, and have it stay loaded."""
    _reader()
    stay(_reader)


def phonemes_of(text: str) -> str:
    """English text in Kokoro's alphabet. Raises `Unspeakable` as `say` does."""
    return _reader().read(text.translate(_FULL_WIDTH))


@loaded_once
def _reader() -> _Reader:
    folder = package_folder("hibari")
    model = checked((folder / "assets" / "hibari.onnx").read_bytes(), _MODEL_SHA256, "hibari-tts")
    checked((folder / "assets" / "oov.onnx").read_bytes(), _SPELLING_SHA256, "hibari-tts")
    numbers = json.loads((folder / "assets" / "vocab.json").read_text(encoding="utf-8"))
    network = session(with_outputs(model, [_DURATIONS]))
    return _Reader(network, numbers, spelling_reader(folder / "assets"))


def words_of(text: str, phonemes: Sequence[str], times: Sequence[float]) -> list[Word]:
    """The written words with the times of what was spoken for them; marks alone are no words.

    `times[0]` is where the first phoneme begins, `times[i + 1]` where phoneme `i` ends.
    """
    written = text.split()
    groups = _groups(phonemes)
    if not written or not groups:
        return []
    counts = [len(_groups(phonemes_of(word))) for word in written]
    if sum(counts) != len(groups):
        counts = _shares([len(word) for word in written], len(groups))
    words: list[Word] = []
    at, unread = 0, ""
    for word, count in zip(written, counts, strict=True):
        if count:
            first, last = groups[at][0], groups[at + count - 1][1]
            words.append(Word(unread + word, times[first], times[last]))
            at, unread = at + count, ""
        elif words and has_speech(word):
            before = words[-1]
            words[-1] = Word(f"{before.text} {word}", before.start_seconds, before.end_seconds)
        elif has_speech(word):
            unread += word + " "
    return words


def _groups(phonemes: Sequence[str]) -> list[tuple[int, int]]:
    """First and past-the-last phoneme of each spoken word; marks belong to none."""
    groups: list[tuple[int, int]] = []
    inside = False
    for index, symbol in enumerate(phonemes):
        sounding = symbol.isalpha() or symbol in "ˈˌːᵊᵻ"
        if sounding and inside:
            groups[-1] = (groups[-1][0], index + 1)
        elif sounding:
            groups.append((index, index + 1))
        inside = sounding
    return groups


def _shares(weights: Sequence[int], total: int) -> list[int]:
    """`total` dealt out by weight, whole numbers, in order."""
    ends = np.round(np.cumsum(weights) * total / max(sum(weights), 1)).astype(int)
    return [int(share) for share in np.diff(ends, prepend=0)]
