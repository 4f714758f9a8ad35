"""A writer's own parameters are read, held against the version's limits, and put where they go."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from drama_backends.midjourney import Midjourney
from drama_backends.services.embedded import prompt_in
from drama_compiler.contract import Job, JobKind, ServiceError, briefs
from tests.contract.specimens import CLIP, FRAMES, specimen

V7 = "v7"


def frame(prompt: str, model: str = V7, **more: object) -> Job:
    brief = briefs.FrameBrief(which="first", of=CLIP.model_copy(update={"prompt": prompt, **more}))
    return Job(FRAMES[0], JobKind.FRAME, brief, model=model)


def line(job: Job) -> str:
    backend = Midjourney()
    return backend.sheet(backend.lower([job])).prompt


def test_parameters_among_the_words_stand_behind_them() -> None:
    told = line(frame("film grain --s 250 --sref 1234567, soft light --no cars, dogs"))
    words, parameters = told.split(" --ar ")
    assert "film grain, soft light Style: ink wash." in words
    assert parameters == (
        "16:9 --seed 7 --raw --stylize 250 --sref 1234567 --no lettering, crowds, cars, dogs --v 7"
    )


@pytest.mark.parametrize(
    ("prompt", "model", "why"),
    [
        ("--stylize 1001", "v7", "`--stylize` is 0 to 1000 in v7, not `1001`"),
        ("--weird 9", "v8.1", "`v8.1` has no parameter `--weird`"),
        ("--no cars", "v8.1", "`v8.1` has no parameter `--no`"),
        ("--ar 1:1", "v7", "`--ar` is said by `Format:`, not in a prompt"),
        ("--sref", "v7", "`--sref` is followed by what it is"),
    ],
)
def test_a_parameter_that_a_version_does_not_take_is_refused(
    prompt: str, model: str, why: str
) -> None:
    job = frame(prompt, model)
    [problem] = Midjourney().check(job)
    assert problem.message == f"midjourney: {why}"
    with pytest.raises(ServiceError):
        Midjourney().lower([job])


def test_dashes_and_colons_of_a_writer_are_no_parameters() -> None:
    told = line(frame("she waits--then --goes:: away"))
    assert told.count("--") == told.split(" --ar ", 1)[1].count("--") + 1
    assert "::" not in told


def test_only_one_reference_can_be_the_omni_reference() -> None:
    ability = Midjourney().describe().ability(JobKind.FRAME, V7)
    assert ability is not None
    job = specimen(ability)
    hints = [each.message for each in Midjourney().check(job)]
    assert hints == [
        "`midjourney/v7` cannot be told who or what ben is but loosely: it takes one omni reference"
    ]
    attached = Midjourney().sheet(Midjourney().lower([job])).attachments
    assert [each.role for each in attached] == ["Omni Reference", "Image Prompt"]


def test_a_clip_without_a_still_is_refused() -> None:
    ability = Midjourney().describe().ability(JobKind.CLIP)
    assert ability is not None
    [problem] = Midjourney().check(replace(specimen(ability), inputs=()))
    assert "a clip begins on a still" in problem.message


def test_a_prompt_is_found_in_a_picture_as_exif_or_xmp(tmp_path: Path) -> None:
    picture = Image.fromarray(np.zeros((8, 8, 3), np.uint8))
    exif = Image.Exif()
    exif[0x010E] = "a boy waves --v 7"
    picture.save(tmp_path / "a.jpg", exif=exif)
    xmp = b"<x><dc:description><rdf:Alt><rdf:li xml:lang='x'>a &amp; b</rdf:li></rdf:Alt>"
    xmp += b"</dc:description></x>"
    picture.save(tmp_path / "b.webp", xmp=xmp)
    (tmp_path / "c.png").write_bytes(b"\x89PNG\r\n\x1a\nno")
    assert prompt_in(tmp_path / "a.jpg") == "a boy waves --v 7"
    assert prompt_in(tmp_path / "b.webp") == "a & b"
    assert prompt_in(tmp_path / "c.png") == prompt_in(tmp_path / "none.png") == ""
