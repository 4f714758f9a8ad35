"""A cue's brief and timing in, its music out: composed, played and brought to its level."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from drama_compiler.contract import Json, briefs, timings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from drama_backends.animatic.score.composition import Composition

RATE = 48_000
NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")


class Cue(NamedTuple):
    """A cue as it sounds: `samples` (n, 2) float32 at 48 kHz; `facts` about it; `midi` its score.

    Facts: `seconds`, `bpm`, `bar_quarters`, `bars`, `moods`, `keys` (from which second on which
    tonic and mode), `instruments`, `motifs` (character, start and end seconds, MIDI keys),
    `hits_seconds` (cuts that are marked), and `warning` where the music could not be sampled or
    its words not be followed.
    """

    samples: NDArray[np.float32]
    facts: dict[str, Json]
    midi: bytes


def compose_cue(brief: briefs.CueBrief, timing: timings.CueTiming) -> Cue:
    """Compose and play a cue of exactly round(timing.seconds * 48000) samples.

    About -20 LUFS, peaks under -3 dBFS, no DC. The same brief and timing give the same bytes.
    """
    import numpy as np

    from drama_backends.animatic.score.additive import render_additive
    from drama_backends.animatic.score.composition import compose
    from drama_backends.animatic.score.cue import complaints
    from drama_backends.animatic.score.mastering import master
    from drama_backends.animatic.score.notation import write_midi
    from drama_backends.animatic.score.synth import SynthError, render_midi

    samples = round(timing.seconds * RATE)
    if samples <= 0:
        return Cue(np.zeros((0, 2), np.float32), {"seconds": 0.0}, b"")
    composition = compose(brief, timing)
    written = write_midi(composition)
    facts = facts_of(composition)
    warnings = complaints(brief.text)
    try:
        sound = render_midi(written.content, samples, written.drum_channels)
    except SynthError as error:
        sound = render_additive(composition, samples)
        warnings.append(f"The music is played by a plain synthesizer: {error}.")
    if warnings:
        facts["warning"] = " ".join(warnings)
    return Cue(master(sound), facts, written.content)


def facts_of(composition: Composition) -> dict[str, Json]:
    """What is known of a composed cue, as JSON."""
    plan = composition.plan
    keys: list[dict[str, Json]] = []
    for phrase in plan.phrases:
        name = NAMES[phrase.key.tonic]
        if not keys or (keys[-1]["tonic"], keys[-1]["mode"]) != (name, phrase.key.mode):
            keys.append(
                {
                    "start_seconds": round(plan.second(phrase.start_bar * plan.bar), 3),
                    "tonic": name,
                    "mode": phrase.key.mode,
                    "pitch_classes": sorted(phrase.key.classes),
                }
            )
    return {
        "seconds": plan.seconds,
        "bpm": round(plan.bpm, 3),
        "bar_quarters": plan.bar,
        "bars": sum(phrase.bars for phrase in plan.phrases),
        "moods": list(composition.moods),
        "keys": keys,
        "instruments": [part.instrument for part in composition.parts],
        "motifs": [
            {
                "character": each.motif.name,
                "start_seconds": round(plan.second(each.start), 3),
                "end_seconds": round(plan.second(each.end), 3),
                "keys": [note.pitch for note in each.notes],
            }
            for each in composition.statements
        ],
        "hits_seconds": [round(each, 3) for each in composition.hits_seconds],
    }
