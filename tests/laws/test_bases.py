"""The basis of a job is what it is of: layout, comments, order and size leave it alone."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import pytest

from drama_compiler.film.film import Film
from drama_compiler.film.names import Names
from drama_compiler.film.resolve import resolve
from drama_compiler.film.schedule import schedule
from drama_compiler.graph.keys import basis, canonical, digest
from drama_compiler.graph.lower import lower
from drama_compiler.passes import run_passes
from drama_dsl.parser import Dialect, parse
from drama_dsl.source import Source

ROOT = Path(__file__).parents[2]
SCRIPT = (ROOT / "examples" / "first-cup" / "first-cup.drama").read_text("utf-8")
EDITS = 60


def film_of(text: str, names: Names | None = None) -> tuple[Film, Names]:
    tree = parse(Source("film.drama", text), dialect=Dialect.DRAMA)
    resolution = resolve((tree,), names or Names())
    return run_passes(resolution.film)[0], resolution.names


def bases(film: Film, scale: Fraction = Fraction(1)) -> dict[str, str]:
    """The digest of every job's basis, inputs told by name."""
    times, _ = schedule(film)
    return {
        job.name: digest(canonical(basis(job, dict.fromkeys(job.inputs, "?"))))
        for job in lower(film, times, scale=scale)
    }


def scenes(text: str) -> tuple[str, list[str]]:
    """The script before its first heading, and its scenes."""
    parts = text.replace("\nINT. ", "\0INT. ").replace("\nEXT. ", "\0EXT. ").split("\0")
    return parts[0], parts[1:]


@pytest.mark.parametrize("seed", range(EDITS))
def test_layout_and_comments_change_no_basis(seed: int) -> None:
    chance = random.Random(seed)
    before, names = film_of(SCRIPT)
    lines = SCRIPT.split("\n")
    blanks = [index for index, line in enumerate(lines) if not line and index > 7]
    for index in sorted(chance.sample(blanks, 5), reverse=True):
        lines.insert(index, chance.choice(["", "", "\n/* a thought */\n", "\n[[a note]]\n"]))
    after, _ = film_of("\n".join(lines).replace("  look:", "     look:"), names)
    assert bases(after) == bases(before)


def test_a_moved_scene_changes_no_basis_of_a_picture() -> None:
    before, names = film_of(SCRIPT)
    head, parts = scenes(SCRIPT)
    after, _ = film_of("\n".join([head, *reversed(parts)]), names)
    kinds = ("clip/", "picture/", "voice/")
    kept = {name: key for name, key in bases(before).items() if name.startswith(kinds)}
    assert kept and kept.items() <= bases(after).items()


def test_another_size_of_picture_is_the_same_film() -> None:
    film, _ = film_of(SCRIPT)
    assert bases(film, Fraction(1, 4)) == bases(film)


def test_another_length_of_a_shot_is_the_same_picture() -> None:
    before, names = film_of(SCRIPT)
    after, _ = film_of(SCRIPT.replace("2.5s", "3s"), names)
    old, new = bases(before), bases(after)
    assert {name for name in old if old[name] != new[name]} <= {"master/film"}


@pytest.mark.parametrize(
    ("was", "is_", "kinds"),
    [
        ("Uphill.", "Downhill.", {"voice", "segment"}),
        ("beard, grey", "beard, red", {"clip", "voice"}),
        ("weather: rain", "weather: snow", {"clip", "ambience"}),
        ("super: FIRST", "super: LAST", {"segment"}),
        ("warm, hopeful", "cold, dark", {"cue"}),
        ("once shop bell", "once thunder", {"effect"}),
        ("warm amber, teal", "warm amber, red", {"clip"}),
    ],
)
def test_a_change_reaches_the_bases_that_it_means(was: str, is_: str, kinds: set[str]) -> None:
    assert was in SCRIPT
    before, names = film_of(SCRIPT)
    after, _ = film_of(SCRIPT.replace(was, is_), names)
    old, new = bases(before), bases(after)
    changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    assert {name.partition("/")[0] for name in changed} == kinds
