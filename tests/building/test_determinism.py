"""The same film built twice, in other folders, locales, zones and with other numbers of workers."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

SCRIPT = """\
Title: The Ferry
Format: 9:16 180x320 24fps

character: NORA
  look: woman of thirty, yellow raincoat
character: 阿海
  look: 少年，短发，蓝布衣

EXT. HARBOUR - DUSK

music: tender, 72 bpm, piano
sound: waves
weather: rain

shot: wide, slow push in, 2s
super: The Ferry

A small boat comes home.

shot: close on NORA, handheld

NORA
I can see it!

> DISSOLVE TO:

INT. KITCHEN - NIGHT

shot: medium on 阿海, 2s

阿海
你好。
"""


def environment(**changed: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))}
    return {**kept, **changed}


def building(
    folder: Path, workers: int, surroundings: Mapping[str, str], cwd: Path
) -> subprocess.Popen[bytes]:
    folder.mkdir(parents=True)
    script = folder / "ferry.drama"
    script.write_text(SCRIPT, "utf-8")
    (folder / "drama.toml").touch()
    program = Path(sys.executable).parent / "drama"
    return subprocess.Popen(
        [str(program), "build", str(script), "--jobs", str(workers), "--json"],
        env=dict(surroundings),
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def built(folder: Path, process: subprocess.Popen[bytes]) -> Path:
    out, err = process.communicate()
    assert process.returncode == 0, err.decode("utf-8", "replace")
    assert json.loads(out.splitlines()[-1])["made"]
    return folder


def on_record(folder: Path) -> tuple[dict[str, str], dict[str, Any]]:
    """The digest of every job's media, and its basis and request."""
    with sqlite3.connect(folder / ".drama" / "state.db") as db:
        media = dict(db.execute("select job, media from take"))
        asked = {row[0]: row[1:] for row in db.execute("select job, basis, request from made")}
    return media, asked


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    one = tmp_path_factory.mktemp("one") / "film"
    surroundings = environment(LANG="C", LC_ALL="C", TZ="UTC", PYTHONHASHSEED="1")
    first = building(one, 1, surroundings, Path("/"))
    other = tmp_path_factory.mktemp("other") / "ein Ordner" / "片"
    surroundings = environment(
        LANG="zh_CN.UTF-8", LC_ALL="zh_CN.UTF-8", TZ="Asia/Shanghai", PYTHONHASHSEED="2"
    )
    # Side by side: what else goes on in the machine must not be seen either.
    second = building(other, 3, surroundings, tmp_path_factory.getbasetemp())
    return built(one, first), built(other, second)


def test_everything_that_is_made_is_the_same_byte_for_byte(twice: tuple[Path, Path]) -> None:
    (one, _), (other, _) = (on_record(folder) for folder in twice)
    kinds = {job.partition("/")[0] for job in one}
    assert {"voice", "clip", "segment", "transition", "cue", "ambience", "mix", "master"} <= kinds
    assert sorted(job for job in one if one[job] != other.get(job)) == []
    assert one.keys() == other.keys()


def test_nothing_is_asked_for_by_what_is_only_here(twice: tuple[Path, Path]) -> None:
    (_, one), (_, other) = (on_record(folder) for folder in twice)
    assert one == other
    text = json.dumps(one)
    assert str(twice[0]) not in text and "ein Ordner" not in text
