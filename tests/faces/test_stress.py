"""What no writer writes is read in time that grows as its text does, and told of in a sentence."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faces.run import Run, run

TIMES = 4
"""How much longer the second script is than the first."""

RATIO_MAX = 9
"""Its time may be so many times as long: four would be linear, sixteen quadratic."""

HALL = "INT. HALL - DAY\n\n"
SCRIPTS: dict[str, Callable[[int], str]] = {
    "a line": lambda n: HALL + "Sam looks at the *clock* and MARY (he waits) goes. " * n + "\n",
    "a line of signs": lambda n: HALL + "李雷看着钟，走了过去。" * n + "\n",
    "a line of notes": lambda n: HALL + "Sam [[a]] goes. " * n + "\n",
    "a line of shots": lambda n: HALL + "Sam [[shot: close on SAM]] goes. " * (n // 4) + "\n",
    "nested notes": lambda n: HALL + "[[" * (9 * n) + " a " + "]]" * (9 * n) + "\n\nSam.\n",
    "paragraphs that are alike": lambda n: HALL + "Sam [[a]] goes.\n\n" * n,
    "scenes that are alike": lambda n: f"{HALL}SAM\nHi.\n\n" * (n // 2),
    "a scene": lambda n: HALL + "SAM\nHello.\n\nMARY\nYes.\n\nThe door opens.\n\n" * (n // 4),
    "characters": lambda n: (
        "".join(f"character: NAME{each}\n  look: tall {each}\n\n" for each in range(n // 2))
        + HALL
        + "".join(f"NAME{each}\nHi there.\n\n" for each in range(n // 2))
    ),
    "clauses": lambda n: f"{HALL}shot: close on SAM{', pan left' * n}\n\nSam.\n",
    "clauses that nobody knows": lambda n: (
        f"{HALL}shot: close{''.join(f', wobble{each}' for each in range(n // 2))}\n\nSam.\n"
    ),
}
SIZE = 400


@pytest.mark.parametrize("verb", ["check", "fmt", "ir"])
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_longer_script_takes_longer_in_proportion(name: str, verb: str, tmp_path: Path) -> None:
    small, large = tmp_path / "small.drama", tmp_path / "large.drama"
    small.write_text(SCRIPTS[name](SIZE), "utf-8")
    large.write_text(SCRIPTS[name](SIZE * TIMES), "utf-8")
    spent(verb, small)
    for _ in range(3):
        few, many = max(spent(verb, small), 0.02), spent(verb, large)
        if many < RATIO_MAX * few:
            return
    raise AssertionError(f"{many:.3f} s for {TIMES} times the text that took {few:.3f} s")


def spent(verb: str, script: Path) -> float:
    """The processor time that a verb takes for a script."""
    words = {"check": ["--line"], "fmt": ["--check"], "ir": ["--json"]}[verb]
    # What the collector of rubbish takes depends on what other tests have left in this process.
    gc.disable()
    try:
        began = time.process_time()
        assert run(verb, *words, script).code in (0, 1)
        return time.process_time() - began
    finally:
        gc.enable()


def checked(tmp_path: Path, text: str) -> Run:
    script = tmp_path / "film.drama"
    script.write_text(text, "utf-8")
    return run("check", "--line", script)


def test_a_line_of_a_megabyte_is_no_trouble(tmp_path: Path) -> None:
    done = checked(tmp_path, f"{HALL}{'x' * 2**20}\n")
    assert (done.code, done.out) == (0, "")


def test_a_hundred_thousand_notes_that_nobody_closes_are_one_trouble(tmp_path: Path) -> None:
    done = checked(tmp_path, HALL + "[[" * 100_000 + "\n\nSam looks.\n")
    (told,) = done.out.splitlines()
    assert "unclosed-note" in told and "film.drama:3:1" in told and len(told) < 200


def test_every_one_of_many_unknown_clauses_is_told_at_its_place(tmp_path: Path) -> None:
    clauses = "".join(f", wobble{each}" for each in range(1000))
    done = checked(tmp_path, f"character: SAM\n\n{HALL}shot: close on SAM{clauses}\n\nSam.\n")
    told = done.out.splitlines()
    assert len(told) == 1000
    assert "wobble0`" in told[0] and "film.drama:5:21" in told[0]
