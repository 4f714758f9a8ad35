"""Phonemes with times and the sound they make go in; the mouth shapes to draw come out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from drama_backends.animatic.speech.passage import RATE, Phone, Samples
from drama_backends.animatic.speech.sound import frame_levels_db

GRID_SECONDS = 0.01
_CLOSED_BELOW_DB = 32.0
_SHORTEST_FRAMES = 4

# Jaw and lips of the phonemes that Kokoro's alphabet has (misaki's: capitals are diphthongs).
_SHAPES = {
    "a": "aɑæʌɐɒIW",
    "o": "oɔOQYuʊwyɥɯœøʉ",
    "m": "mbpfvɸβʋ",
    "e": "eiɪɛjəɚɜᵊᵻɨɤɹɻɾrlnszʃʒʂʐʧʤʨʦꭧʣʥtdθðkɡhŋxçɕTSZɲɴNAʔcqʈɖɟ",
}
_VISEME = {symbol: viseme for viseme, symbols in _SHAPES.items() for symbol in symbols}
_CARRIED = frozenset(" ˈˌːʰʲ̃ᵝ→↗↓↘")


def viseme_of(symbol: str) -> str | None:
    """The mouth of one phoneme character; None where it leaves the mouth as it was."""
    if symbol in _CARRIED:
        return None
    return _VISEME.get(symbol, "rest")


def phones_of(symbols: Iterable[tuple[str, float, float]]) -> list[Phone]:
    """Phones from phoneme characters with start and end in seconds; equal neighbours are one."""
    phones: list[Phone] = []
    for symbol, start, end in symbols:
        viseme = viseme_of(symbol) or (phones[-1].viseme if phones else "rest")
        if phones and phones[-1].viseme == viseme and start - phones[-1].end_seconds < 0.01:
            phones[-1] = Phone(viseme, phones[-1].start_seconds, end)
        elif end > start:
            phones.append(Phone(viseme, start, end))
    return phones


def gate(phones: Sequence[Phone], samples: Samples) -> list[Phone]:
    """The phones as they can be drawn over `samples`.

    The mouth is at rest where the sound is `_CLOSED_BELOW_DB` under the line's speech: the
    networks fold a closing silence into the last phoneme. No shape is shorter than 40 ms, about
    a film frame, but closed lips, which are seen even when short. Covers the whole of `samples`.
    """
    levels = frame_levels_db(samples, GRID_SECONDS)
    track = np.full(len(levels), "rest", dtype="<U4")
    for viseme, start, end in phones:
        track[round(start / GRID_SECONDS) : round(end / GRID_SECONDS)] = viseme
    if len(levels):
        track[levels < float(np.percentile(levels, 90)) - _CLOSED_BELOW_DB] = "rest"
    return _drawn(track, len(samples))


def _drawn(track: np.ndarray, samples: int) -> list[Phone]:
    runs: list[tuple[str, int, int]] = []
    for index, viseme in enumerate(track.tolist()):
        if runs and runs[-1][0] == viseme:
            runs[-1] = (viseme, runs[-1][1], index + 1)
        else:
            runs.append((viseme, index, index + 1))
    kept: list[tuple[str, int, int]] = []
    for viseme, start, end in runs:
        least = 2 if viseme == "m" else _SHORTEST_FRAMES
        if kept and (end - start < least or kept[-1][0] == viseme):
            kept[-1] = (kept[-1][0], kept[-1][1], end)
        else:
            kept.append((viseme, start, end))
    length = samples / RATE
    return [
        Phone(viseme, round(start * GRID_SECONDS, 3), round(min(end * GRID_SECONDS, length), 6))
        for viseme, start, end in kept
    ]
