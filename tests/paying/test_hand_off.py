"""What no machine may ask for: sheets go out, results come back, and the film shows them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from drama_backends.media.footage import probe
from tests.doubles import studio
from tests.faces.run import Run, run

SCRIPT = """\
Title: The Lamp
Format: 16:9 160x90 24fps

character: SAM
  look: boy of nine, red cap

EXT. HARBOUR - DUSK

shot: close on SAM, 1s, #sam-waves#
  prompt: grain --stylize 250

SAM waves <b>.
"""
PROFILE = """\
[film]
script = "lamp.drama"
[profile.hand]
portrait = "midjourney/v7"
plate = "none"
object = "none"
frame = "midjourney/v7"
clip = "midjourney/video"
"""


class Project:
    """A film in a folder whose stills and clips are made by hand."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self.script = folder, folder / "lamp.drama"
        self.script.write_text(SCRIPT, "utf-8")
        (folder / "drama.toml").write_text(PROFILE, "utf-8")
        self.results = folder.parent / "results"
        self.results.mkdir()
        self.sheets = folder / "build" / "lamp" / "handoff" / "midjourney"

    def build(self) -> Any:
        result = run("build", self.script, "--profile", "hand", "--json")
        assert result.code == 0, result.err
        return result.json

    def actions(self) -> dict[str, str]:
        """What the plan says about each job."""
        plan = run("plan", self.script, "--profile", "hand", "--json").json
        assert plan["total"]["calls"] == 0
        return {each["job"]: each["action"] for each in plan["steps"]}

    def states(self) -> dict[str, str]:
        plan = run("plan", self.script, "--profile", "hand", "--json").json
        return {each["job"]: each["state"] for each in plan["steps"]}

    def collect(self, *words: object) -> Run:
        return run("collect", self.results, "--film", self.script, *words)

    def image(self, name: str, prompt: str = "", shade: int = 90) -> None:
        """A picture as Midjourney gives it out, with its prompt in it."""
        told = PngInfo()
        if prompt:
            told.add_itxt("Description", f"{prompt} Job ID: 1b2c")
        picture = Image.fromarray(np.full((90, 160, 3), shade, np.uint8))
        picture.save(self.results / name, pnginfo=told)

    def clip(self, name: str) -> None:
        (self.results / name).write_bytes(studio.clip(160, 90, 5.0))

    def prompts(self) -> dict[str, str]:
        """The prompts of the text, by their names."""
        parts = (self.sheets / "sheet.txt").read_text("utf-8").split("=== ")[1:]
        prompts = (each.split("\n")[2] for each in parts[1::2])
        return dict(zip((each.strip() for each in parts[::2]), prompts, strict=True))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "film")


def test_sheets_go_out_and_the_film_goes_on_with_stand_ins(project: Project) -> None:
    assert set(project.actions().values()) == {"hand off"}
    told = project.build()
    assert probe(Path(told["film"])).frames == 24
    [handed] = told["handed_off"]
    assert handed == {
        "service": "Midjourney",
        "page": str(project.sheets / "sheet.html"),
        "prompts": 3,
    }
    prompts = project.prompts()
    assert prompts.keys() == {"portrait-sam-default", "sam-waves-first", "sam-waves"}
    assert prompts["sam-waves-first"].endswith("--ar 16:9 --raw --ow 100 --stylize 250 --v 7")
    assert "--motion low" in prompts["sam-waves"]
    page = (project.sheets / "sheet.html").read_text("utf-8")
    assert page.count("<button") == 3 and "SAM waves &lt;b&gt;." in page and "<b>" not in page


def test_what_comes_back_is_known_by_its_name_or_its_prompt_and_shown(project: Project) -> None:
    project.build()
    prompts = project.prompts()
    project.image("user_a_boy_0.png", prompts["portrait-sam-default"])
    project.image("sam-waves-first-2.png", shade=120)
    project.clip("sam-waves.mp4")
    project.image("holiday.png", "a beach --v 7", shade=10)
    (project.results / "notes.txt").write_text("hello")
    result = project.collect("--json")
    assert result.code == 1
    assert {(each["job"], each["by"]) for each in result.json["placed"]} == {
        ("portrait/sam/default", "its prompt"),
        ("frame/sam-waves/first", "its name"),
        ("clip/sam-waves", "its name"),
    }
    assert {Path(each["file"]).name for each in result.json["left"]} == {"holiday.png", "notes.txt"}
    assert set(project.states().values()) == {"made"}
    told = project.build()
    assert not told["handed_off"] and not project.sheets.exists()
    assert not [each for each in told["made"] if each["job"].startswith("clip/")]
    again = project.collect("--json").json
    assert not any(each["new"] for each in again["placed"])


def test_what_is_attached_lies_beside_the_sheet_under_the_shots_name(project: Project) -> None:
    project.build()
    assert not (project.sheets / "references").exists()
    project.image("portrait-sam-default.png")
    assert project.collect().code == 0
    project.build()
    assert [each.name for each in (project.sheets / "references").iterdir()] == [
        "sam-waves-first-1-sam.png"
    ]
    assert "Omni Reference: references/sam-waves-first-1-sam.png" in (
        project.sheets / "sheet.txt"
    ).read_text("utf-8")


def test_a_result_of_an_older_sheet_is_out_of_date_and_says_so(project: Project) -> None:
    project.build()
    old = project.prompts()["portrait-sam-default"]
    text = project.script.read_text("utf-8").replace("red cap", "blue cap")
    project.script.write_text(text, "utf-8")
    project.build()
    project.image("old.png", old)
    assert project.collect().code == 0
    assert project.states()["portrait/sam/default"] == "redo"
    project.image("new.png", project.prompts()["portrait-sam-default"], shade=200)
    assert project.collect().code == 0
    assert project.states()["portrait/sam/default"] == "made"
