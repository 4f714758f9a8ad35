"""Text goes in; its sound by espeak-ng, where the machine has it, comes out.

espeak-ng is under the GPL: it is a program that this one starts, never a library in it.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import wave

import numpy as np

from drama_backends.animatic.casting import Voice
from drama_backends.animatic.speech import estimate
from drama_backends.animatic.speech.manner import Manner
from drama_backends.animatic.speech.passage import Passage, Unspeakable
from drama_backends.animatic.speech.sound import resample, trim

NAME = "espeak-ng"
CHARACTERS_MAX = 400

_SECONDS_MAX = 60
_WORDS_A_MINUTE = 160.0
_PLAIN_HZ, _PLAIN_PITCH = 118.0, 50.0
_LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "pt": "Portuguese",
    "ru": "Russian",
    "th": "Thai",
    "zh": "Mandarin",
}
_NAMES = {"zh": "cmn", "en": "en-us", "pt": "pt", "no": "nb"}


def say(text: str, language: str, voice: Voice, manner: Manner) -> Passage:
    """One phrase; words and phones are spread over it by their letters.

    Raises `Unspeakable` where there is no espeak-ng, or it does not know the language.
    """
    program = shutil.which("espeak-ng")
    if program is None:
        called = _LANGUAGES.get(language, f"the language '{language}'")
        raise Unspeakable(f"no voice for {called}: espeak-ng is not on the path")
    command = [
        program,
        "-v",
        _NAMES.get(language, language),
        "--stdout",
        "--stdin",
        "-s",
        str(round(min(max(_WORDS_A_MINUTE * voice.speed * manner.rate, 80), 400))),
        "-p",
        str(round(min(max(_pitch(voice, manner), 0), 99))),
    ]
    try:
        done = subprocess.run(
            command, input=text.encode(), capture_output=True, check=True, timeout=_SECONDS_MAX
        )
        samples, rate = _read_wave(done.stdout)
    except (OSError, subprocess.SubprocessError, wave.Error, EOFError, ValueError) as problem:
        raise Unspeakable(f"espeak-ng failed on it ({type(problem).__name__})") from problem
    spoken = trim(Passage(resample(samples, rate)), keep_seconds=0.0)
    if not len(spoken.samples):
        raise Unspeakable("espeak-ng gave no sound")
    marks = estimate.timed(text, spoken.seconds)
    return Passage(spoken.samples, marks.phones, marks.words)


def _pitch(voice: Voice, manner: Manner) -> float:
    """espeak's 0 to 99, 50 being its own; about an octave for each 40 steps."""
    octaves = np.log2(voice.pitch_hz * manner.pitch / _PLAIN_HZ)
    return float(_PLAIN_PITCH + 40.0 * octaves)


def _read_wave(data: bytes) -> tuple[np.ndarray, int]:
    """16-bit mono; a stream's header tells no true length, so what is there is read."""
    with wave.open(io.BytesIO(data)) as file:
        rate = file.getframerate()
        if file.getsampwidth() != 2 or file.getnchannels() != 1:
            raise ValueError("not 16-bit mono")
        raw = file.readframes(len(data) // 2)
    return np.frombuffer(raw[: len(raw) // 2 * 2], "<i2").astype(np.float32) / 32768.0, rate
