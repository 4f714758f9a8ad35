"""Models that a service passes calls on to: each by a mapping file, those of a project first."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drama_backends.fal import Fal
from drama_backends.replicate import Replicate
from drama_backends.services.mapped import link_in, result_in
from drama_compiler.contract import Job, JobKind, Service, ServiceError, Trouble
from tests.backends.vertical import jobs

SHOTS = jobs()
MINE = """\
model = "maker/film-9"
kinds = ["clip"]
usd = 0.2
per = "clip second"
seconds = [5.0, 10.0]
as_of = "2026-11-01"
output = "film.url"
[fields]
prompt = "text"
first = "start.image"
last = "end.image"
seconds = "length"
aspect = "shape"
seed = "seed"
[values]
seconds = "{}s"
[values.aspect]
"9:16" = "tall"
"16:9" = "wide"
[fixed]
start = { weight = 1 }
"""


def told(folder: Path, text: str = MINE, name: str = "mine", **more: str) -> Fal:
    """The adapter in a project with mappings of its own."""
    place = folder / "prompts" / "fal"
    place.mkdir(parents=True, exist_ok=True)
    for stem, each in {name: text, **more}.items():
        (place / f"{stem}.toml").write_text(each, "utf-8")
    return Fal().with_project(folder)


def asked(backend: Service, words: str, model: str) -> Any:
    """What is sent for a few vertical shots."""
    return backend.lower([replace(job, model=model) for job in SHOTS[words]]).body["call"]


def why(backend: Service, words: str, model: str) -> str:
    """Why it is refused, before anything is paid."""
    [problem] = backend.check(_of(words, model))
    assert problem.severity == "error"
    return problem.message


def test_a_model_of_ones_own_is_a_file_in_the_project(tmp_path: Path) -> None:
    backend = told(tmp_path)
    call = asked(backend, "clip of frames", "mine")
    assert call["path"] == "/maker/film-9"
    assert call["output"] == "film.url"
    body = dict(call["json"])
    assert "slow dolly in, then pan left" in body.pop("text")
    assert body == {
        "start": {"weight": 1, "image": {"media": "frame/a1b2c/first"}},
        "end": {"image": {"media": "frame/a1b2c/last"}},
        "length": "5s",
        "shape": "tall",
        "seed": 4242,
    }
    request = backend.lower([_of("clip of frames", "mine")])
    assert backend.estimate(request).usd_max == 1.0
    clip = backend.describe().ability(JobKind.CLIP)
    assert clip and (clip.model, clip.as_of) == ("mine", "2026-11-01")
    assert clip.takes == {JobKind.FRAME}


def test_the_example_of_the_page_is_one(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "backends.md"
    (text,) = re.findall(r"```toml\n# prompts/fal/mine.toml.*?```", page.read_text("utf-8"), re.S)
    backend = told(tmp_path, text.removeprefix("```toml").removesuffix("```"))
    body = asked(backend, "clip of references", "mine")["json"]
    assert len(body["reference_image_urls"]) == 3
    call = asked(backend, "clip of frames", "mine")
    assert call["path"] == "/maker/film-9/image-to-video"
    assert "aspect_ratio" not in call["json"]


def test_the_same_mapping_goes_to_another_service_in_its_own_wrapping(tmp_path: Path) -> None:
    place = tmp_path / "prompts" / "replicate"
    place.mkdir(parents=True)
    (place / "mine.toml").write_text(MINE)
    (place / "fixed.toml").write_text('like = "mine"\nmodel = "maker/film-9:a1b2c3"')
    backend = Replicate().with_project(tmp_path)
    call = asked(backend, "clip of words", "mine")
    assert call["path"] == "/v1/models/maker/film-9/predictions"
    assert call["json"]["input"]["length"] == "5s"
    call = asked(backend, "clip of words", "fixed")
    assert (call["path"], call["json"]["version"]) == ("/v1/predictions", "a1b2c3")


def test_a_file_of_the_same_name_takes_the_place_of_ours(tmp_path: Path) -> None:
    ours = {each.model for each in Fal().describe().abilities}
    backend = told(tmp_path, MINE, "seedance-2.0")
    assert {each.model for each in backend.describe().abilities} == ours
    assert asked(backend, "clip of words", "seedance-2.0")["path"] == "/maker/film-9"


def test_a_mapping_that_is_like_another_says_what_differs(tmp_path: Path) -> None:
    text = 'like = "kling-v3-pro"\nusd = 0.1\nper = "clip second"\nfields = { negative = "" }'
    backend = told(tmp_path, text)
    body = asked(backend, "clip of words", "mine")["json"]
    assert "negative_prompt" not in body
    assert "Avoid: lettering; modern boats." in body["prompt"]
    request = backend.lower([_of("clip of words", "mine")])
    assert backend.estimate(request).usd_max == 0.5


@pytest.mark.parametrize(
    ("old", "new", "told_why"),
    [
        ("[fields]", "[feilds]", "`fields`: Field required"),
        ('seed = "seed"', 'sead = "seed"', "`fields.sead` is no key of a mapping"),
        ("usd =", "usb =", "`usb` is no key of a mapping"),
        ('["clip"]', '["film"]', "`kinds.0`"),
        ("clip second", "clip minute", "`per` is one of"),
        ("seconds = [5.0, 10.0]", "", "a clip has `seconds`, or `seconds_max`"),
        ('model = "maker/film-9"', "", "it names no `model`"),
        ('"text"', '"text with spaces"', "`fields.prompt`"),
        ('"{}s"', '"five"', "`values.seconds`"),
        ('first = "start.image"', "", "`last` wants `first`"),
        ('seed = "seed"', 'references = "images"', "references want `references_max`"),
        ("start = {", "text = {", "`text.weight` is both a field and fixed"),
        ("start = { weight = 1 }", "start = 1", "`start` is both a field and fixed"),
        ('"end.image"', '"start.image"', "`start.image` is two fields"),
        ('"end.image"', '"text.image"', "`text` is two fields"),
        ('"tall"', "[" * 3000, "it is nested too deep"),
        ('model = "maker/film-9"', "like = []", "there is no other mapping `[]`"),
        ('["clip"]', '["clip", "master"]', "`kinds` are of"),
        ('seed = "seed"', 'reference = "image"', "references want `references_max`"),
        ("2026-11-01", "last week", "`as_of`"),
        ("usd = 0.2", "usd = -1", "`usd."),
        ('"9:16"', '"tall"', "`values.aspect.tall"),
        ("usd = 0.2", "usd =", "Invalid value"),
        ('model = "maker/film-9"', 'like = "nothing"', "there is no other mapping `nothing`"),
        ('model = "maker/film-9"', 'like = "mine"', "there is no other mapping `mine`"),
    ],
)
def test_a_slip_in_a_mapping_is_told_by_who_is_asked_for_it(
    old: str, new: str, told_why: str, tmp_path: Path
) -> None:
    assert old in MINE
    backend = told(tmp_path, MINE.replace(old, new, 1))
    said = why(backend, "clip of words", "mine")
    assert said.startswith("fal: mine.toml: ")
    assert told_why in said


def test_a_file_that_is_no_mapping_stands_behind_all_others(tmp_path: Path) -> None:
    backend = told(tmp_path, "\x00", "a-broken-one")
    assert "a-broken-one.toml" in why(backend, "clip of words", "a-broken-one")
    usual = Fal().describe().ability(JobKind.CLIP)
    assert usual and backend.describe().ability(JobKind.CLIP) == usual


def test_a_mapping_is_read_again_once_it_is_another(tmp_path: Path) -> None:
    backend = told(tmp_path)
    assert asked(backend, "clip of words", "mine")["path"] == "/maker/film-9"
    told(tmp_path, MINE.replace("film-9", "film-10"))
    assert asked(backend, "clip of words", "mine")["path"] == "/maker/film-10"


def test_a_mapping_is_no_link_to_a_file_of_the_machine(tmp_path: Path) -> None:
    backend = told(tmp_path)
    (tmp_path / "other.toml").write_text(MINE)
    (tmp_path / "prompts/fal/linked.toml").symlink_to(tmp_path / "other.toml")
    assert "lies in the folder" in why(backend, "clip of words", "linked")


def test_a_model_that_wants_a_frame_is_asked_for_nothing_else(tmp_path: Path) -> None:
    text = MINE.replace('model = "maker/film-9"', "") + '[of.frames]\nmodel = "maker/film-9/move"'
    backend = told(tmp_path, text)
    assert why(backend, "clip of words", "mine") == "fal: `mine` makes no clip of words alone"
    assert asked(backend, "clip of a first frame", "mine")["path"] == "/maker/film-9/move"


def test_what_a_way_has_no_field_for_is_told(tmp_path: Path) -> None:
    text = MINE + '[of.words]\nmodel = "maker/film-9/words"\nwithout = ["seed", "aspect"]'
    backend = told(tmp_path, text)
    assert not {"seed", "shape"} & asked(backend, "clip of words", "mine")["json"].keys()
    said = [each.message for each in backend.check(_of("clip of words", "mine"))]
    assert said == [f"`fal/mine` cannot be told {each}" for each in ("its shape", "its seed")]


def test_a_shape_can_be_two_sides_and_a_reference_one_image(tmp_path: Path) -> None:
    text = """\
model = "maker/still"
kinds = ["portrait", "plate", "object", "frame"]
references_max = 1
as_of = 2026-11-01
reference = "<{}>"
[fields]
prompt = "prompt"
reference = "image"
width = "size.w"
height = "size.h"
[values.aspect]
"9:16" = { width = 720, height = 1280 }
"""
    job = _of("frame with references", "mine")
    job = replace(job, inputs=job.inputs[:1])
    body = told(tmp_path, text).lower([job]).body["call"]["json"]
    assert body["size"] == {"w": 720, "h": 1280}
    assert body["image"] == {"media": "portrait/li-wei/straw-cape"}
    assert "<1> (LI WEI)" in body["prompt"]


@pytest.mark.parametrize(
    ("voice", "id_"),
    [
        ("fal:Abbess", "Abbess"),
        ("a man of forty, hoarse", "Deep_Voice_Man"),
        ("苍老的女人", "Abbess"),
    ],
)
def test_a_voice_is_the_one_that_is_named_or_the_one_most_like_its_description(
    voice: str, id_: str
) -> None:
    (job,) = SHOTS["line"]
    brief = job.brief.model_copy(update={"voice": voice, "look": "", "mood": "afraid"})
    job = replace(job, brief=brief, model="minimax-speech-2.8-hd")
    body = Fal().lower([job]).body["call"]["json"]
    assert body["voice_setting"] == {"voice_id": id_, "emotion": "fearful"}


def test_more_voices_in_one_call_are_refused() -> None:
    (job,) = SHOTS["line"]
    with pytest.raises(ServiceError) as refusal:
        Fal().lower([job, replace(job, name="voice/other")])
    assert refusal.value.trouble is Trouble.INVALID


@pytest.mark.parametrize(
    ("said", "path", "link"),
    [
        ({"images": [{"url": "a"}, {"url": "b"}]}, "images.0.url", "a"),
        ({"images": [{"url": "a"}, {"url": "b"}]}, "images", "a"),
        ({"video": {"url": "a"}}, "video", "a"),
        ("a", "", "a"),
        (["a", "b"], "", "a"),
        (["a", "b"], "1", "b"),
        (["a"], "7.url", ""),
        ({"video": None}, "video.url", ""),
        ({"video": {"url": 4}}, "video.url", ""),
        ([], "", ""),
        (None, "x", ""),
    ],
)
def test_a_link_is_found_where_the_mapping_says(said: Any, path: str, link: str) -> None:
    assert link_in(said, path) == link


def test_a_result_that_is_not_where_the_mapping_says_is_not_lost() -> None:
    said = {"seed": 1, "prompt": "a boat", "film": {"file": "https://a.example/x.mp4"}}
    assert result_in(said, "video.url") == "https://a.example/x.mp4"
    assert result_in({"seed": 1, "prompt": "a boat"}, "video.url") == ""


def _of(words: str, model: str) -> Job:
    return replace(SHOTS[words][0], model=model)
