"""A MIDI file in, sampled sound out, by FluidSynth (LGPL-2.1) from pygame-ce's wheel.

The library is loaded by ctypes and pygame itself is not imported. Functions as in FluidSynth's
API reference, version 2.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.util
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drama_backends.animatic.score.soundfont import FILE

RATE = 48_000
BLOCK = 4096
POLYPHONY = 72
"""Voices at once; the faintest give way. In the densest battle that is 20 dB under the rest."""
SETTINGS: tuple[tuple[bytes, float], ...] = (
    (b"synth.sample-rate", float(RATE)),
    (b"synth.gain", 0.45),
    (b"synth.reverb.room-size", 0.72),
    (b"synth.reverb.damp", 0.35),
    (b"synth.reverb.width", 0.9),
    (b"synth.reverb.level", 0.55),
    (b"synth.chorus.depth", 4.0),
    (b"synth.chorus.level", 0.9),
)
DRUM_CHANNEL_TYPE = 1
LIBRARIES = (
    "pygame_ce.libs/libfluidsynth*",
    "pygame.libs/libfluidsynth*",
    "pygame/.dylibs/libfluidsynth*",
    "pygame/*fluidsynth*.dll",
)


class SynthError(Exception):
    """FluidSynth cannot be had; the message says why."""


def render_midi(
    content: bytes, samples: int, drum_channels: tuple[int, ...] = ()
) -> NDArray[np.float32]:
    """Play a MIDI file for exactly `samples` stereo samples at 48 kHz: (samples, 2), float32.

    `drum_channels` (from 0) are kits beside the tenth channel. Raises `SynthError`.
    """
    library = fluidsynth()
    settings = pointer(library.new_fluid_settings())
    for name, value in SETTINGS:
        library.fluid_settings_setnum(settings, name, ctypes.c_double(value))
    library.fluid_settings_setint(settings, b"synth.polyphony", POLYPHONY)
    library.fluid_settings_setint(settings, b"synth.lock-memory", 0)
    library.fluid_settings_setstr(settings, b"player.timing-source", b"sample")
    synth = pointer(library.new_fluid_synth(settings))
    player = None
    try:
        if library.fluid_synth_sfload(synth, str(FILE).encode(), 1) < 0:
            raise SynthError("the SoundFont cannot be read")
        for channel in drum_channels:
            library.fluid_synth_set_channel_type(synth, channel, DRUM_CHANNEL_TYPE)
        player = pointer(library.new_fluid_player(synth))
        library.fluid_player_add_mem(player, content, ctypes.c_size_t(len(content)))
        library.fluid_player_play(player)
        return played(library, synth, samples)
    finally:
        if player is not None:
            library.delete_fluid_player(player)
        library.delete_fluid_synth(synth)
        library.delete_fluid_settings(settings)


def played(library: ctypes.CDLL, synth: ctypes.c_void_p, samples: int) -> NDArray[np.float32]:
    """Pull the sound block by block into one array."""
    sound = np.zeros((samples, 2), np.float32)
    block = np.zeros((BLOCK, 2), np.float32)
    address = block.ctypes.data_as(ctypes.c_void_p)
    for start in range(0, samples, BLOCK):
        library.fluid_synth_write_float(synth, BLOCK, address, 0, 2, address, 1, 2)
        sound[start : start + BLOCK] = block[: samples - start]
    return sound


def pointer(address: int | None) -> ctypes.c_void_p:
    """The address as a pointer; FluidSynth gives none where it fails."""
    if not address:
        raise SynthError("FluidSynth cannot start")
    return ctypes.c_void_p(address)


@cache
def fluidsynth() -> ctypes.CDLL:
    """The library, from pygame-ce's wheel or else from the system. Raises `SynthError`."""
    for path in candidates():
        try:
            library = ctypes.CDLL(path)
        except OSError:
            continue
        for name in ("new_fluid_settings", "new_fluid_synth", "new_fluid_player"):
            getattr(library, name).restype = ctypes.c_void_p
        for severity in range(5):
            library.fluid_set_log_function(severity, None, None)
        return library
    raise SynthError("libfluidsynth is not there; pygame-ce brings it on Linux and macOS")


def candidates() -> list[str]:
    """Where the library may be, the bundled one first."""
    found: list[str] = []
    spec = importlib.util.find_spec("pygame")
    if spec is not None and spec.origin:
        packages = Path(spec.origin).parent.parent
        found = [str(path) for pattern in LIBRARIES for path in sorted(packages.glob(pattern))]
    system = ctypes.util.find_library("fluidsynth")
    return [*found, system] if system else found
