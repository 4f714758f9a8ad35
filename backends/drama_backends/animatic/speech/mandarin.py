"""Mandarin text goes in; its sound by the Kokoro network, with phones and words, comes out.

The packages carry Kokoro's Japanese voices only. These pronounce Mandarin well, but with their
prosody the network keeps no tones (measured: ma1 to ma4 alike), though it was taught them. So
two things are ours: a prosody under which it does (`mandarin_prosody.json`: 128 numbers found by
an evolution strategy, separable CMA-ES, that rewarded a predicted pitch like the rules' over 21
sentences; the correlation went from 0.43 to 0.87 on these, from 0.47 to 0.79 on eight that it had
not seen), and the rules themselves (`tones.py`), which the predicted pitch is mixed with.
Phonemes follow the transcription the network was taught with: misaki's (github.com/hexgrad/misaki,
zh.py): IPA with one character an affricate and an arrow for the tone after the vowels.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drama_backends.animatic.casting import Voice
from drama_backends.animatic.speech import english, kokoro
from drama_backends.animatic.speech.manner import Manner
from drama_backends.animatic.speech.mouth import phones_of
from drama_backends.animatic.speech.passage import Passage, Unspeakable, Word
from drama_backends.animatic.speech.pinyin import NEUTRAL, Mark, Syllable, read
from drama_backends.animatic.speech.pitch import VOICED_HZ, bent, tremor
from drama_backends.animatic.speech.sound import resample
from drama_backends.animatic.speech.tones import Toned, contour

NAME = kokoro.NAME
CHARACTERS_MAX = 48

_LEAD_SECONDS = 0.065
"""The sound comes so much before the durations say (measured where voices break off)."""

_RULES_SHARE = 0.5
"""Of the rules in the pitch; more in a phrase of one to three syllables, where the network,
taught by sentences, is less sure of the tone."""

# The network's strength of a frame, in its own units: a vowel has 4 to 8, silence -4. Under our
# prosody it would swallow the ends of sentences (measured: a last syllable 50 dB under the others).
_STRENGTH_MIN, _STRENGTH_NEUTRAL_MIN = 4.5, 3.5
_STRENGTH_HELD_SECONDS = 0.22
_STRENGTH_FALL_A_SECOND = 40.0

_LOWEST_HZ, _HIGHEST_HZ = 55.0, 480.0
_PACE = 1.2
"""Brings plain speech to about 4.4 syllables a second."""

_INITIALS = {
    "b": "p",
    "p": "pʰ",
    "m": "m",
    "f": "f",
    "d": "t",
    "t": "tʰ",
    "n": "n",
    "l": "l",
    "g": "k",
    "k": "kʰ",
    "h": "x",
    "j": "ʨ",
    "q": "ʨʰ",
    "x": "ɕ",
    "zh": "ꭧ",
    "ch": "ꭧʰ",
    "sh": "ʂ",
    "r": "ɻ",
    "z": "ʦ",
    "c": "ʦʰ",
    "s": "s",
    "": "",
}
# What is voiced of a final and carries the tone, then its ending after the tone's arrow.
_FINALS = {
    "a": ("a", ""),
    "ai": ("ai", ""),
    "an": ("a", "n"),
    "ang": ("a", "ŋ"),
    "ao": ("au", ""),
    "e": ("ɤ", ""),
    "ei": ("ei", ""),
    "en": ("ə", "n"),
    "eng": ("ə", "ŋ"),
    "er": ("ɚ", ""),
    "i": ("i", ""),
    "-i": ("ɨ", ""),
    "ia": ("ja", ""),
    "ian": ("jɛ", "n"),
    "iang": ("ja", "ŋ"),
    "iao": ("jau", ""),
    "ie": ("je", ""),
    "in": ("i", "n"),
    "ing": ("i", "ŋ"),
    "io": ("jɔ", ""),
    "iong": ("jʊ", "ŋ"),
    "iou": ("jou", ""),
    "o": ("ɔ", ""),
    "ong": ("ʊ", "ŋ"),
    "ou": ("ou", ""),
    "u": ("u", ""),
    "ua": ("wa", ""),
    "uai": ("wai", ""),
    "uan": ("wa", "n"),
    "uang": ("wa", "ŋ"),
    "uei": ("wei", ""),
    "uen": ("wə", "n"),
    "ueng": ("wə", "ŋ"),
    "uo": ("wo", ""),
    "ü": ("y", ""),
    "üe": ("ɥe", ""),
    "üan": ("ɥɛ", "n"),
    "ün": ("y", "n"),
    "ê": ("ɛ", ""),
    "m": ("m", ""),
    "n": ("n", ""),
    "ng": ("ŋ", ""),
    "iai": ("jai", ""),
}
_ARROWS = {1: "→", 2: "↗", 3: "↓", 4: "↘"}
_VOICED_INITIALS = frozenset({"m", "n", "l", "r"})


@dataclass(frozen=True, slots=True)
class Spelled:
    """A phoneme string and, for each syllable, where in it: begin, begin of the tone, end."""

    phonemes: str
    places: tuple[tuple[int, int, int], ...]


def say(text: str, voice: Voice, manner: Manner) -> Passage:
    """One phrase of Mandarin, at most about `CHARACTERS_MAX` characters.

    Raises `Unspeakable` where a package is missing or unknown, or nothing can be read.
    """
    items = _read(text)
    syllables = [item for item in items if isinstance(item, Syllable)]
    if not syllables:
        raise Unspeakable("nothing in it can be pronounced")
    spelled = spell(items)
    timbre = _TIMBRES[voice.pack](voice.shade)
    rate = _rate(voice, manner, _PACE)
    predicted = kokoro.predict(spelled.phonemes, timbre, prosody(), rate)
    offsets = _offsets(spelled.phonemes, predicted)
    tones = toned(items, spelled, predicted)
    predicted = replace(predicted, energy=_sounded(predicted.energy, tones))
    pitch = _pitch(predicted, tones, voice, manner, question=_asks(text))
    times = _times(predicted, voice)
    words = [
        Word(one.text, times[offsets[begin]], times[offsets[end]])
        for one, (begin, _, end) in zip(syllables, spelled.places, strict=True)
    ]
    return _spoken(predicted, pitch, times, words, voice)


def say_english(text: str, voice: Voice, manner: Manner) -> Passage:
    """An English phrase by the same network and voice, for a Mandarin line."""
    timbre = _TIMBRES[voice.pack](voice.shade)
    rate = _rate(voice, manner, 1.0)
    predicted = kokoro.predict(english.phonemes_of(text), timbre, None, rate)
    frame = kokoro.FRAME_SECONDS / _stretch(voice)
    pitch = bent(predicted.pitch, voice, manner, frame) / np.float32(_stretch(voice))
    times = _times(predicted, voice)
    words = english.words_of(text, predicted.symbols, times)
    return _spoken(predicted, pitch, times, words, voice)


def _read(text: str) -> list[Syllable | Mark]:
    try:
        return read(text)
    except ImportError as problem:
        raise Unspeakable("the package pypinyin is not installed") from problem


def spell(items: Sequence[Syllable | Mark]) -> Spelled:
    """Words stand apart by blanks, marks have a blank after them, as in the network's lessons."""
    phonemes = ""
    places: list[tuple[int, int, int]] = []
    for item in items:
        if isinstance(item, Mark):
            phonemes = phonemes.rstrip() + item.text + " "
            continue
        vowels, ending = _FINALS.get(item.final, ("ə", ""))
        if item.rhotic:
            ending = "ɚ"
        begin = len(phonemes)
        initial = _INITIALS[item.initial]
        tone_at = begin if item.initial in _VOICED_INITIALS else begin + len(initial)
        phonemes += initial + vowels + _ARROWS.get(item.tone, "") + ending
        places.append((begin, tone_at, len(phonemes)))
        if item.word_end:
            phonemes += " "
    if phonemes.rstrip()[-1:] not in tuple(",.!?;:…—"):
        phonemes = phonemes.rstrip() + "."
    return Spelled(phonemes.rstrip(), tuple(places))


@lru_cache(maxsize=1)
def prosody() -> NDArray[np.float32]:
    """The half of the network's style under which it keeps the tones: 128 numbers."""
    numbers = Path(__file__).with_name("mandarin_prosody.json").read_text(encoding="utf-8")
    return np.asarray(json.loads(numbers), np.float32)


def _rate(voice: Voice, manner: Manner, pace: float) -> float:
    return min(max(pace * voice.speed * manner.rate / _stretch(voice), 0.5), 2.0)


def _offsets(phonemes: str, predicted: kokoro.Prediction) -> list[int]:
    """For each place in the phoneme string the index of the predicted symbol there."""
    offsets, known = [], 0
    for place in range(len(phonemes) + 1):
        offsets.append(min(known, len(predicted.symbols)))
        if (
            known < len(predicted.symbols)
            and phonemes[place : place + 1] == predicted.symbols[known]
        ):
            known += 1
    return offsets


def toned(
    items: Sequence[Syllable | Mark], spelled: Spelled, predicted: kokoro.Prediction
) -> list[Toned]:
    """Each syllable's tone with the pitch frames of its voiced part."""
    offsets = _offsets(spelled.phonemes, predicted)
    ends = np.maximum(predicted.ends - round(_LEAD_SECONDS / kokoro.FRAME_SECONDS), 0)
    tones: list[Toned] = []
    for place, item in enumerate(items):
        if isinstance(item, Syllable):
            _, begin, end = spelled.places[len(tones)]
            pause = place + 1 == len(items) or isinstance(items[place + 1], Mark)
            tones.append(
                Toned(item.tone, int(ends[offsets[begin]]), int(ends[offsets[end]]), pause)
            )
    return tones


def _sounded(energy: NDArray[np.float32], syllables: Sequence[Toned]) -> NDArray[np.float32]:
    """The strengths with every syllable's voiced part heard; a long one may die away."""
    strengths = energy.copy()
    frames = strengths.reshape(-1)
    for one in syllables:
        least = _STRENGTH_NEUTRAL_MIN if one.tone == NEUTRAL else _STRENGTH_MIN
        seconds = np.arange(one.end - one.start) * kokoro.FRAME_SECONDS
        fall = np.maximum(seconds - _STRENGTH_HELD_SECONDS, 0.0) * _STRENGTH_FALL_A_SECOND
        part = frames[one.start : one.end]
        np.maximum(part, (least - fall)[: len(part)], out=part, casting="same_kind")
    return strengths


def _pitch(
    predicted: kokoro.Prediction,
    syllables: Sequence[Toned],
    voice: Voice,
    manner: Manner,
    *,
    question: bool,
) -> NDArray[np.float32]:
    """The pitch to decode with: the network's and the rules', moved to the voice's."""
    frames, seconds = len(predicted.pitch), kokoro.FRAME_SECONDS / _stretch(voice)
    rules = contour(syllables, frames, seconds, question=question)
    voiced = predicted.pitch > VOICED_HZ
    curve = _mixed(predicted.pitch, voiced, rules, max(_RULES_SHARE, 1.0 - 0.1 * len(syllables)))
    # A tone has to stay a tone in the flattest voice.
    span = min(max((voice.range * manner.range) ** 0.6, 0.6), 1.35)
    octaves = curve * span / 12.0 + tremor(frames, manner, seconds)
    target = np.clip(voice.pitch_hz * manner.pitch * np.exp2(octaves), _LOWEST_HZ, _HIGHEST_HZ)
    # Japanese hides high vowels between voiceless sounds; in Mandarin they carry the tone.
    for one in syllables:
        voiced[one.start + (one.end - one.start) // 3 : one.end - 1] = True
    return np.where(voiced, target / _stretch(voice), predicted.pitch).astype(np.float32)


def _mixed(
    pitch: NDArray[np.float32], voiced: NDArray[np.bool_], rules: NDArray[np.float64], share: float
) -> NDArray[np.float64]:
    """Semitones around the middle: predicted pitch and rules mixed, spread as the rules are.

    `share` is that of the rules. They stand alone where nothing was predicted.
    """
    if voiced.sum() < 8:
        return rules
    own = 12.0 * np.log2(np.maximum(pitch[voiced], 1.0))
    own = np.clip(own - np.median(own), -14.0, 14.0)
    middle = float(np.median(rules[voiced]))
    told = rules[voiced] - middle
    spread = float(np.std(told))
    mixed = share * told + (1.0 - share) * own * spread / max(float(np.std(own)), 1.0)
    mixed = middle + mixed * min(spread / max(float(np.std(mixed)), 0.1), 1.4)
    return np.asarray(np.interp(np.arange(len(pitch)), np.flatnonzero(voiced), mixed), np.float64)


def _times(predicted: kokoro.Prediction, voice: Voice) -> list[float]:
    seconds = predicted.ends * kokoro.FRAME_SECONDS - _LEAD_SECONDS
    return [float(one) for one in np.maximum(seconds, 0.0) / _stretch(voice)]


def _spoken(
    predicted: kokoro.Prediction,
    pitch: NDArray[np.float32],
    times: Sequence[float],
    words: list[Word],
    voice: Voice,
) -> Passage:
    wave = kokoro.decode(predicted, pitch)
    phones = phones_of(
        (symbol, times[index], times[index + 1]) for index, symbol in enumerate(predicted.symbols)
    )
    return Passage(resample(wave, kokoro.RATE * _stretch(voice)), phones, words)


def _stretch(voice: Voice) -> float:
    """How much faster the wave is played: the voice's formants against those of its pack."""
    return voice.formant / _TRACTS[voice.pack]


def _asks(text: str) -> bool:
    """Whether it ends as a question that is marked by pitch alone."""
    bare = text.rstrip("”’」』\"' ）)")
    return bare.endswith(("？", "?")) and not bare.rstrip("？?").endswith(("吗", "呢", "吧"))


_TRACTS = {"man": 0.85, "woman": 1.0, "maiden": 1.0, "girl": 1.04, "boy": 1.02}
_TIMBRES = {
    "man": lambda shade: {"jm_kumo": 1.0 - 0.25 * shade, "jf_alpha": 0.25 * shade},
    "woman": lambda shade: {"jf_alpha": shade, "jf_gongitsune": 1.0 - shade},
    "maiden": lambda shade: {"jf_gongitsune": shade, "jf_tebukuro": 1.0 - shade},
    "girl": lambda shade: {"jf_nezumi": 1.0 - 0.5 * shade, "jf_gongitsune": 0.5 * shade},
    "boy": lambda shade: {"jf_nezumi": 1.0 - 0.5 * shade, "jm_kumo": 0.5 * shade},
}
