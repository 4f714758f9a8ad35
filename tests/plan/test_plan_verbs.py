"""`drama plan` and `drama why`, as people call them, with the rehearsal's models."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faces.run import run

SCRIPT = """\
Title: Verbs
Budget: $20

character: NORA
  look: woman of thirty
character: SAM
  look: boy of nine

INT. HALL - NIGHT

shot: close on NORA, 2s

NORA
Is it you?

shot: close on SAM, 2s

SAM
It is.
"""
PROJECT = """\
[profile.final]
still = "rehearsal/still"
clip = "rehearsal/steps"
takes = 2

[budget]
stills = 9
"""


@pytest.fixture
def film(tmp_path: Path) -> Path:
    (tmp_path / "drama.toml").write_text(PROJECT)
    script = tmp_path / "verbs.drama"
    script.write_text(SCRIPT)
    return script


def test_a_plan_says_what_is_bought_why_from_whom_and_for_how_much(film: Path) -> None:
    result = run("plan", film)
    assert result.code == 0, result.err
    for words in (
        "Verbs: profile final",
        "NORA's portrait",
        "1A's first frame",
        "a stand-in is shown",
        "10 s (2 takes)",
        "In all",
        "9 calls",
        "$1.20",
        "cap of $20.00: $0.00 spent, up to $1.20 planned, $18.80 left",
        "cap of 9 stills: 0 stills spent, up to 5 stills planned, 4 stills left",
        "Prices are estimates",
    ):
        assert words in result.out, words
    assert not (film.parent / "drama.lock").exists()


def test_a_plan_as_json_has_every_job_and_the_total(film: Path) -> None:
    data = run("plan", film, "--json").json
    assert data["profile"] == "final" and data["total"]["calls"] == 9
    assert data["total"]["usd_max"] == 1.2 and data["total"]["clip_seconds"] == 20
    jobs = {each["job"]: each for each in data["steps"]}
    assert jobs["portrait/nora/default"]["action"] == "make"
    assert len(jobs) == 7 and not data["diagnostics"]


def test_over_its_cap_nothing_can_be_bought(film: Path) -> None:
    film.write_text(SCRIPT.replace("$20", "$1"))
    result = run("plan", film)
    assert result.code == 1
    assert "error[over-budget]" in result.err and "up to $1.20 planned" in result.out


def test_levels_are_shown_side_by_side(film: Path) -> None:
    result = run("plan", film, "--compare")
    assert result.code == 0
    assert all(words in result.out for words in ("-O0", "-O1", "-O2", "Reference images", "Price"))
    figures = run("plan", film, "--compare", "--json").json
    assert [each["level"] for each in figures] == [0, 1, 2]
    assert [each["references"] for each in figures] == [4, 3, 3]


def test_the_payload_is_json_of_what_would_be_sent(film: Path) -> None:
    requests = json.loads(run("plan", film, "--payload").out)
    clips = [each for each in requests if each["jobs"][0].startswith("clip/")]
    assert clips[0]["body"]["call"]["model"] == "steps" and clips[0]["takes"] == 2


def test_a_plan_can_be_saved(film: Path) -> None:
    saved = film.parent / "plan.json"
    assert run("plan", film, "--out", saved, "-O", "2").code == 0
    data = json.loads(saved.read_text("utf-8"))
    assert data["level"] == 2 and set(data["rests_on"]) == {"script", "takes", "profile", "prices"}


def test_without_a_profile_everything_is_made_here(film: Path) -> None:
    result = run("plan", film, "--profile", "preview")
    assert result.code == 0 and "made on this machine" in result.out


def test_what_is_wrong_with_a_profile_is_shown_in_the_file(film: Path) -> None:
    (film.parent / "drama.toml").write_text(PROJECT.replace("rehearsal/steps", "rehersal/steps"))
    result = run("plan", film)
    assert result.code == 1
    assert "error[unknown-backend]" in result.err and "drama.toml:3:9" in result.err
    assert "did you mean `rehearsal`?" in result.err


def test_why_tells_what_a_shot_is_made_of(film: Path) -> None:
    result = run("why", "1b", "--film", film)
    assert result.code == 0
    for words in ("1B", "verbs.drama:16", "SAM's portrait", "missing", "1B's first frame"):
        assert words in result.out
    data = run("why", "1B", "--film", film, "--json").json
    assert data["number"] == "1B" and data["parts"][0]["job"].startswith("clip/")


def test_why_knows_no_shot_of_another_name(film: Path) -> None:
    result = run("why", "1C", "--film", film)
    assert result.code == 2 and "did you mean '1A'?" in result.err
