"""What a service is given to move lips: a part of a clip, and voices at their moments."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from drama_backends.media.audio import RATE, read_sound, write_wav
from drama_backends.media.ffmpeg import write_video
from drama_backends.media.footage import probe
from drama_backends.rehearsal import Rehearsal
from drama_backends.services.lips import laid, shown_part
from drama_compiler.contract import Media, ServiceError, digest, timings
from tests.contract.specimens import specimen


def clip(folder: Path, frames: int = 48, **facts: object) -> Media:
    """A clip at 24 frames a second that grows brighter."""
    path = folder / "clip.mp4"
    pictures = (np.full((32, 32, 3), 4 * index, np.uint8) for index in range(frames))
    write_video(path, 32, 32, Fraction(24), pictures, timecode=None)
    return Media(digest(path.read_bytes()), path, "video/mp4", facts)


def test_a_voice_begins_at_its_moment_in_a_sound_as_long_as_the_clip(tmp_path: Path) -> None:
    voices = []
    for index, amplitude in enumerate((0.2, 0.4)):
        path = tmp_path / f"{index}.wav"
        write_wav(path, np.full(RATE // 2, amplitude, np.float32))
        voices.append((path, 0.25 + index))
    made = laid(voices, Fraction(3, 2), tmp_path)
    sound = np.concatenate(list(read_sound(made.path, channels=1)))[:, 0]
    assert len(sound) == RATE * 3 // 2
    heard = [round(float(sound[round(at * RATE)]), 1) for at in (0.2, 0.3, 0.7, 0.8, 1.3)]
    assert heard == [0.0, 0.2, 0.2, 0.0, 0.4], "the second is cut with the clip"
    assert laid(voices, Fraction(3, 2), tmp_path).digest == made.digest


def test_only_what_is_meant_of_a_clip_is_given_and_a_whole_one_as_it_is(tmp_path: Path) -> None:
    whole = clip(tmp_path)
    assert shown_part(whole, Fraction(2), tmp_path) is whole
    part = shown_part(replace(whole, facts={"range": [12, 40]}), Fraction(1), tmp_path)
    assert probe(part.path).frames == 24, "no more than is paid for"
    assert part.digest != whole.digest


def test_lips_of_nothing_spoken_are_refused() -> None:
    backend = Rehearsal()
    ability = next(each for each in backend.describe().abilities if each.model == "lips")
    job = specimen(ability)
    silent = replace(job, timing=timings.ClipTiming(body_frames=24))
    for wrong in (silent, replace(job, inputs=job.inputs[1:])):
        with pytest.raises(ServiceError, match="lips are moved in one clip"):
            backend.lower([wrong])
