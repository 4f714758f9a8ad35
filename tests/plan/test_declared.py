"""Images that a writer declares by `refs:`: what takes their place, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from drama_compiler.graph.jobs import JobKind, Tier
from drama_compiler.plan.states import DeclaredImage, judge
from tests.faces.run import run
from tests.plan.pretend import Studio

SCRIPT = """\
character: KAI
  look: old sailor
  refs: {refs}

INT. A - DAY

shot: close on KAI, 2s

Rain.
"""
TOML = """\
[film]
script = "film.drama"
[profile.final]
still = "rehearsal"
clip = "rehearsal"
"""
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "drama.toml").write_text(TOML)
    (tmp_path / "kai.png").write_bytes(PNG)
    return tmp_path


def planned(folder: Path, refs: str) -> tuple[dict[str, Any], list[Any]]:
    """The steps of a plan by their jobs, and what is told."""
    (folder / "film.drama").write_text(SCRIPT.format(refs=refs))
    told = run("plan", folder / "film.drama", "--profile", "final", "--json").json
    return {each["job"].split("/")[0]: each for each in told["steps"]}, told["diagnostics"]


def test_an_image_that_is_declared_is_the_reference(folder: Path) -> None:
    steps, found = planned(folder, "kai.png")
    assert steps["portrait"]["action"] == "reuse" and not found
    assert {steps[kind]["action"] for kind in ("plate", "frame", "clip")} == {"make"}
    assert not [step for step in steps.values() if step["kind"] == "portrait" and step["usd_max"]]


@pytest.mark.parametrize(
    ("refs", "why"),
    [
        ("kia.png", "there is no file `kia.png`"),
        ("../kai.png", "lies outside the project"),
        ("drama.toml", "is no PNG, JPEG or WebP image"),
    ],
)
def test_one_that_cannot_be_had_is_shown_where_it_is_said_and_nothing_waits_for_less(
    folder: Path, refs: str, why: str
) -> None:
    steps, (told,) = planned(folder, refs)
    assert told["code"] == "no-such-reference" and why in told["message"]
    start = SCRIPT.index("{refs}")
    assert (told["primary"]["start"], told["primary"]["end"]) == (start, start + len(refs))
    assert steps["portrait"]["action"] == "blocked"
    assert steps["frame"]["action"] == steps["clip"]["action"] == "wait"
    checked = run("check", folder / "film.drama")
    assert "no-such-reference" in checked.out + checked.err and checked.code == 0


def test_only_the_first_is_given_and_that_is_told(folder: Path) -> None:
    (folder / "side.png").write_bytes(PNG + b"side")
    _, (told,) = planned(folder, "kai.png, side.png")
    assert told["code"] == "one-reference" and told["severity"] == "hint"


def test_what_was_chosen_by_hand_goes_before_what_is_declared(folder: Path) -> None:
    planned(folder, "kai.png")
    script = folder / "film.drama"
    other = folder / "other.png"
    cv2.imwrite(str(other), np.zeros((8, 8, 3), np.uint8))
    run("take", "add", "portrait/kai/default", other, "--film", script)
    steps, _ = planned(folder, "kia.png")
    assert steps["portrait"]["state"] == "made" and steps["clip"]["action"] == "make"


def test_a_portrait_that_was_bought_before_is_given_no_more() -> None:
    studio = Studio(SCRIPT.replace("  refs: {refs}\n", ""))
    studio.buy_all(tier=Tier.FINAL)
    image = DeclaredImage(Path("kai.png"), "kai.png", "f" * 64, "image/png")
    known = replace(studio.known, declared={(JobKind.PORTRAIT, "kai"): image})
    found = judge(studio.graph(), known)
    assert found["portrait/kai/default"].content == "f" * 64
    assert str(found[f"frame/{studio.shot('1A')}/first"].state) == "redo"
