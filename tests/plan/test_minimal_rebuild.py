"""Of everything that was paid for, an edit reaches exactly what its meaning reaches."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

import pytest

from drama_compiler.contract import JobKind
from drama_compiler.graph.references import STILLS
from tests.plan.edits import EDITS, Edit, random_edit
from tests.plan.pretend import Studio, made, profile

EXAMPLES = Path(__file__).parents[2] / "examples"
SCRIPTS = {
    "first-cup": (EXAMPLES / "first-cup/first-cup.drama", None),
    "guihai": (EXAMPLES / "guihai/guihai.drama", EXAMPLES / "guihai/cast.drama"),
}
EDITS_EACH = 100
BOUGHT = profile(*sorted(STILLS), JobKind.CLIP, JobKind.VOICE, JobKind.CUE)


@cache
def bought(name: str) -> Studio:
    """The example with everything bought."""
    script, cast = SCRIPTS[name]
    used = {"cast.drama": cast.read_text("utf-8")} if cast else {}
    studio = Studio(script.read_text("utf-8"), profile=BOUGHT, used=used)
    studio.buy_all()
    assert not made(studio.plan(redo_stale=True))
    return studio


def remade(studio: Studio, edit: Edit) -> tuple[set[str], set[str]]:
    """What is to be made after an edit, and what its meaning reaches."""
    after = studio.edited(edit.text, used=edit.used, file=edit.file)
    got = {re.sub(r"^(plate/[^/]+)/.*", r"\1", name) for name in made(after.plan(redo_stale=True))}
    if edit.pictures_only:
        got = {name for name in got if not name.startswith(("voice", "cue"))}
    return got, edit.reaches(after)


@pytest.mark.parametrize("name", SCRIPTS)
def test_an_edit_remakes_what_its_meaning_reaches(name: str) -> None:
    studio, chance = bought(name), random.Random(4)
    done: dict[str, int] = {}
    while sum(done.values()) < EDITS_EACH:
        edit = random_edit(studio, chance)
        if edit is None:
            continue
        got, wanted = remade(studio, edit)
        assert got == wanted, f"{edit.what}: {sorted(got ^ wanted)}"
        kind = edit.what.partition(" ")[0]
        done[kind] = done.get(kind, 0) + 1
    assert len(done) >= len(EDITS) - 4, done


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_scene_can_be_moved_without_a_picture_being_remade(name: str) -> None:
    studio = bought(name)
    chance = random.Random(5)
    moves = [random_edit(studio, chance) for _ in range(150)]
    moved = [each for each in moves if each and each.what == "moved scene"]
    assert moved or len(studio.film.scenes) < 3
    for edit in moved:
        got, _ = remade(studio, edit)
        assert not got
