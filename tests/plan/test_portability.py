"""One report says what each backend can carry of a script, and what would be lost, and where."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from drama_compiler.contract import JobKind, Limits
from drama_compiler.portability import Port, ports
from drama_dsl.diagnostic import Severity
from tests.faces.run import run
from tests.plan.pretend import LIMITS, Pretended, Studio

SCRIPT = """\
Title: The Lamp
Format: 16:9 160x90 24fps

character: SAM
  look: boy of nine, red cap

EXT. HARBOUR - DUSK

shot: wide, 2s, #A#
  last: the boat lies still

A small boat comes home.

shot: close on SAM, 25s, #B#

SAM waves.
"""


def port(service: Pretended, text: str = SCRIPT) -> Port:
    studio = Studio(text)
    found, problems = ports(studio.story, studio.schedule, ["pretended"], {"pretended": service})
    assert not problems
    return found[0]


def told(of: Port) -> dict[str, list[str]]:
    """The texts of the script that each code points at."""
    found: dict[str, list[str]] = {}
    for each in of.losses:
        where = SCRIPT[each.primary.span.start : each.primary.span.end] if each.primary else ""
        found.setdefault(each.code, []).append(where.partition("\n")[0])
    return found


def test_what_a_backend_lacks_is_told_at_the_shot_that_loses_it() -> None:
    poor = Pretended(limits=Limits(seconds=(5.0, 10.0)), takes=frozenset())
    losses = told(port(poor))
    assert losses.keys() == {"told-in-words", "made-in-pieces"}
    assert any("wide" in each for each in losses["told-in-words"])
    assert all("close on SAM" in each for each in losses["made-in-pieces"])
    assert port(poor).whole == 0


def test_a_backend_that_carries_all_loses_nothing() -> None:
    able = Pretended(limits=replace(LIMITS, seconds=(5.0, 30.0)))
    found = port(able)
    assert not found.losses and not found.refused
    assert (found.whole, found.shots) == (2, 2)
    assert found.cost.clip_seconds == 35


def test_what_is_refused_counts_as_refused_and_costs_nothing() -> None:
    found = port(Pretended(refuses="clip/"))
    assert found.refused == {JobKind.CLIP: found.jobs[JobKind.CLIP]}
    assert found.cost.clip_seconds == 0
    [problem] = [each for each in found.losses if each.severity is Severity.ERROR]
    assert problem.primary is not None and "so it is with" in problem.notes[0]


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "lamp.drama"
    path.write_text(SCRIPT, "utf-8")
    return path


def test_backends_stand_side_by_side(script: Path) -> None:
    told = run("check", script, "--for", "pixverse,animatic", "--json")
    assert told.code == 0, told.err
    pixverse, animatic = told.json["backends"]
    assert pixverse["usd"][0] > animatic["usd"][1] == 0
    assert "voice" in pixverse["elsewhere"] and "voice" not in animatic["elsewhere"]
    table = run("check", script, "--for", "pixverse,animatic").out
    assert "pixverse" in table and "Shots whole" in table and "2 of 2" in table


def test_a_name_that_means_no_backend_is_an_error(script: Path) -> None:
    for name, code in (
        ("pixversee", "unknown-backend"),
        ("pixverse/v99", "unknown-model"),
        ("finishing", "unable-backend"),
    ):
        result = run("check", script, "--for", name, "--json")
        assert result.code == 1
        assert [each["code"] for each in result.json["diagnostics"]] == [code]
