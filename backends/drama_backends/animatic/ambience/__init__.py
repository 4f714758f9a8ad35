"""Briefs in, the sound of places and of things that happen out, all of it synthesized."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama_compiler.contract import briefs, timings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def make_ambience(brief: briefs.AmbienceBrief, timing: timings.SoundTiming) -> NDArray[np.float32]:
    """A place's sound: (n, 2) float32 at 48 kHz, n = round(timing.seconds * 48000).

    Ends fade over 50 ms; RMS from about -24 (storm) to -44 dBFS (a quiet room), peaks at most
    -3 dBFS. The same brief and timing give the same bytes.
    """
    from drama_backends.animatic.ambience.places import sound_of_place

    return sound_of_place(brief, timing.seconds)


def make_effect(brief: briefs.EffectBrief) -> NDArray[np.float32]:
    """One sound that happens once: (n, 2) float32 at 48 kHz, as long as it is; peak -3 dBFS.

    Words that nobody knows give a soft, neutral stroke.
    """
    from drama_backends.animatic.ambience.effects import sound_of_event

    return sound_of_event(brief.text)
