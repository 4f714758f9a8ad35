"""`drama breakdown`: what the coverage implies is written down, and the film stays the same."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from drama_compiler.breakdown.breakdown import Breakdown, apply_edits, break_down, seen
from drama_compiler.film.film import Line, Scene
from drama_compiler.film.resolve import Resolution, resolve
from drama_compiler.session import analyse
from drama_dsl.parser import dialect_of, parse
from drama_dsl.source import Source
from drama_dsl.tree import Tree
from tests.faces.invented import invented
from tests.faces.run import run

ROOT = Path(__file__).parents[2]
EXAMPLES = [ROOT / "examples" / name / f"{name}.drama" for name in ("first-cup", "guihai")]
_SHOT = re.compile(r"^(?:shot:|镜头：).*\n(?:[ \t]+.*\n)*", re.MULTILINE)


def broken(
    text: str, name: str = "film.drama", used: tuple[Tree, ...] = ()
) -> tuple[str, Breakdown, Resolution, Resolution]:
    """A script broken down, how, and the film before and after."""
    trees = (parse(Source(name, text)), *used)
    before = resolve(trees)
    found = break_down(trees, before, dialect_of(name))
    after = apply_edits(text, found.edits)
    return after, found, before, resolve((parse(Source(name, after)), *used), before.names)


def pictures(resolution: Resolution) -> list[object]:
    return [seen(scene) for scene in resolution.film.scenes]


def spoken(resolution: Resolution) -> list[str]:
    """The ids of all lines: what has been spoken once is not spoken anew."""
    shots = [shot for scene in resolution.film.scenes for shot in scene.shots]
    return [event.id for shot in shots for event in shot.events if isinstance(event, Line)]


def implied(scenes: tuple[Scene, ...]) -> int:
    return sum(shot.implied for scene in scenes for shot in scene.shots)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_without_its_shots_is_broken_down_into_the_same_film(path: Path) -> None:
    _, reading = analyse(path)
    text = _SHOT.sub("", reading.trees[0].source.text)
    _, found, before, after = broken(text, path.name, reading.trees[1:])
    assert implied(before.film.scenes) > 10 and implied(after.film.scenes) == 0
    assert pictures(before) == pictures(after)
    assert not found.diagnostics


@pytest.mark.parametrize("chinese", [False, True], ids=["english", "chinese"])
@pytest.mark.parametrize("name", ["film.drama", "film.fountain"])
@pytest.mark.parametrize("seed", range(8))
def test_a_breakdown_keeps_the_film(seed: int, name: str, chinese: bool) -> None:
    text = invented(seed, chinese=chinese)
    after, found, before, again = broken(text, name)
    assert pictures(before) == pictures(again)
    assert found.scenes and not found.diagnostics
    assert implied(again.film.scenes) == 0
    kept = {shot.id for scene in again.film.scenes for shot in scene.shots}
    assert sum(shot in kept for shot in found.shots) >= 0.8 * len(found.shots)
    assert spoken(before) == spoken(again)
    # What is written down has nothing left to write, and nothing of the script is lost.
    assert broken(after, name)[1].edits == ()
    assert _is_kept(text, after)


def _is_kept(text: str, after: str) -> bool:
    """Whether every letter of `text` stands in `after`, in order."""
    letters = iter(after)
    return all(sign in letters for sign in text if not sign.isspace())


@pytest.mark.parametrize("name", ["film.drama", "film.fountain"])
def test_every_script_of_the_fountain_suites_is_broken_down_into_the_same_film(name: str) -> None:
    cases = json.loads((ROOT / "tests/language/fountain_cases.json").read_text("utf-8"))
    found = [broken(case["source"], name) for case in cases]
    assert all(pictures(before) == pictures(after) for _, _, before, after in found)
    # Indented text after a `shot:` would be the shot's own, so such scenes are left as they are.
    assert sum(len(each.diagnostics) for _, each, _, _ in found) == (
        5 if name == "film.drama" else 0
    )
    assert sum(len(each.shots) for _, each, _, _ in found) > len(cases)


@pytest.mark.parametrize("seed", [27, 44])
def test_what_sounds_before_a_shot_stays_in_it(seed: int) -> None:
    _, found, before, after = broken(invented(seed))
    assert pictures(before) == pictures(after) and not found.diagnostics


def test_shots_are_written_in_the_words_of_the_script() -> None:
    english, *_ = broken(
        "character: LI WEI\n\nINT. ROOM - DAY\n\nLI WEI waits.\n\nLI WEI\nYes?\n\nANN\nNo.\n"
    )
    assert "\nshot: wide\n" in english
    assert "shot: medium, over LI WEI on ANN\nANN\nNo." in english
    chinese, *_ = broken("内景 茶馆 日\n\n@李雷\n你好。\n\n@韩梅梅\n请坐，喝茶。\n")
    assert "镜头：中景，过肩李雷对韩梅梅\n@韩梅梅\n" in chinese
    note, *_ = broken("INT. ROOM - DAY\n\nANN\nYes.\n", "film.fountain")
    assert "[[SHOT: wide]]\nANN\nYes." in note


def test_a_name_that_misleads_is_quoted() -> None:
    text, _, before, after = broken(
        "character: SALT & PEPPER\n\nINT. ROOM - DAY\n\nRain.\n\nSALT & PEPPER dance.\n"
    )
    assert "on `SALT & PEPPER`" in text
    assert pictures(before) == pictures(after)


def test_a_cut_inside_a_paragraph_parts_it_and_a_speech_keeps_its_mood() -> None:
    long = "We should have gone while the road was open, and the river low. " * 4
    text, _, before, after = broken(
        "INT. ROOM - DAY\n\nANN sits. The OLD LANTERN goes out. INT. is all she reads. ANN rises.\n"
        f"\nANN\n(low)\n{long}\n"
    )
    assert "ANN sits.\n\nshot: insert OLD LANTERN\nThe OLD LANTERN goes out.\n" in text
    assert text.count("\n(low)\n") == len(
        [shot for scene in before.film.scenes for shot in scene.shots if _low(shot.events)]
    )
    assert pictures(before) == pictures(after)


def _low(events: object) -> bool:
    return "mood='low'" in repr(events)


def test_a_scene_that_would_change_is_left_and_told() -> None:
    text = "EXT. SEA - DAY\n\n*He rows. The OLD LANTERN goes out.*\n\nEXT. LAND - DAY\n\nSand.\n"
    after, found, before, again = broken(text)
    assert [each.code for each in found.diagnostics] == ["breakdown-would-change-scene"]
    assert after.startswith(text.partition("EXT. LAND")[0]) and "shot: establishing" in after
    assert pictures(before) == pictures(again)


def test_line_ends_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    text = "\ufeffANN sits.\r\n\r\nINT. ROOM - DAY\r\n\r\nRain. It stops.\r\n"
    script = tmp_path / "film.drama"
    script.write_bytes(text.encode())
    script.chmod(0o640)
    assert run("breakdown", script, "--write").code == 0
    after = script.read_bytes().decode()
    assert after.startswith("\ufeffshot: ") and after.count("\n") == after.count("\r\n")
    assert script.stat().st_mode & 0o777 == 0o640


def test_the_diff_is_one_that_git_applies(tmp_path: Path) -> None:
    script = tmp_path / "film.drama"
    text = invented(3)
    script.write_text(text, "utf-8")
    shown = run("breakdown", script)
    assert script.read_text("utf-8") == text and "--write" in shown.err
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    subprocess.run(
        ["git", "apply"], input=shown.out, text=True, cwd=tmp_path, check=True, env=clean
    )
    applied = script.read_text("utf-8")
    script.write_text(text, "utf-8")
    assert run("breakdown", script, "--write").out == ""
    assert script.read_text("utf-8") == applied
    assert "every shot is written" in run("breakdown", script).err


def test_one_scene_can_be_broken_down_alone(tmp_path: Path) -> None:
    script = tmp_path / "film.drama"
    script.write_text("INT. A - DAY\n\nRain.\n\nINT. B - DAY #7#\n\nSnow.\n")
    data = run("breakdown", script, "--scene", "7", "--write", "--json").json
    assert data["written"] and len(data["shots"]) == 1
    assert script.read_text().index("shot:") > script.read_text().index("INT. B")
    wrong = run("breakdown", script, "--scene", "8")
    assert wrong.code == 2 and "no scene '8'" in wrong.err
