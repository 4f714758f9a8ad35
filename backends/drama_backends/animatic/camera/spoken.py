"""What a shot's clip is asked for comes in; the stretches that it is made in come out.

They are cut so that after an edit of a line only those are made again in which its lips move.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Mapping
from fractions import Fraction

from drama_backends.animatic.camera.acting import VoiceFacts, mouth_tracks
from drama_backends.media.kept import name_of
from drama_backends.media.stretches import Stretch
from drama_compiler.contract import Json, briefs, timings

READING_SECONDS = Fraction(3, 10)
"""At most so long a subtitle stands when its line is over."""

KEY_FRAMES_MIN = 4
"""A keyframe closer to the end of its stretch spares less than it takes."""


def stretches_of(
    brief: briefs.ClipBrief,
    timing: timings.ClipTiming,
    voices: Mapping[str, VoiceFacts],
    asked: Json = None,
) -> list[Stretch]:
    """Stretches that tile a clip: before each line, every two seconds of it, after it.

    A subtitle's whole life falls into those of its line, and a keyframe stands where it is gone.
    `asked` is what, beside brief, timing and voices, the frames are made by: with it the
    stretches are named.
    """
    total = timing.head_frames + timing.body_frames + timing.tail_frames
    cuts, keys = _cuts(timing, voices, brief.format.rate)
    stretches = [
        Stretch(start, end, tuple(key for key in keys if start < key < end))
        for start, end in itertools.pairwise([0, *cuts, total])
    ]
    if asked is None or len(stretches) == 1:
        return stretches
    silent = timing.model_copy(update={"speech": ()})
    shot = [asked, brief.model_dump(mode="json"), silent.model_dump(mode="json")]
    lips = _lips(timing, voices, brief.format.rate)
    named = []
    for each in stretches:
        own = [each.start, each.keyframes, lips[each.start : each.end]]
        named.append(dataclasses.replace(each, name=name_of(*shot, *own)))
    return named


def _cuts(
    timing: timings.ClipTiming, voices: Mapping[str, VoiceFacts], rate: Fraction
) -> tuple[list[int], list[int]]:
    """Where stretches end but for the last, and the keyframes within them.

    From the frame before a line, for a text's fade counts from there, in steps that do not go by
    its end: what is behind it is then the same for another line that is about as long.
    """
    half = max(1, round(rate / 2))
    head, end = timing.head_frames, timing.head_frames + timing.body_frames
    begins = [head + said.start_frame - 1 for said in timing.speech]
    wanted, keys = list(begins), [head, end]
    for said, begin in zip(timing.speech, begins, strict=True):
        seconds = Fraction(str(voices.get(said.voice, {}).get("seconds") or 0))
        gone = math.ceil((seconds + READING_SECONDS) * rate) + 1
        halves = math.ceil(gone / half)
        # The last step is longer rather than short: a process more takes as long as four frames.
        wanted += [begin + half * count for count in (*range(4, halves - 2, 4), halves)]
        keys += [begin + gone] if half * halves - gone >= KEY_FRAMES_MIN else []
    cuts: list[int] = []
    for at in wanted:
        if head < at < end and all(abs(at - other) >= half for other in (head, end, *cuts)):
            cuts.append(at)
    return sorted(cuts), [key for key in keys if head <= key <= end]


def _lips(
    timing: timings.ClipTiming, voices: Mapping[str, VoiceFacts], rate: Fraction
) -> list[dict[str, str]]:
    """For every frame whose mouth is not at rest, and how it is; eyes go by the brief alone."""
    tracks = sorted(mouth_tracks(timing.speech, voices, rate).items())
    total = timing.head_frames + timing.body_frames + timing.tail_frames
    found = []
    for index in range(total):
        second = float((index - timing.head_frames) / rate)
        seen = {figure: track.at(second) for figure, track in tracks}
        found.append({figure: viseme for figure, viseme in seen.items() if viseme != "rest"})
    return found
