"""Law over random edits: a script read again after an edit is read as if for the first time."""

from __future__ import annotations

import random

import pytest

from drama_dsl.parser import Dialect, parse
from drama_dsl.reparse import reparse
from drama_dsl.source import Source
from tests.fuzz.mutate import PIECES

EDITS = 400
MARKS = [piece.decode() for piece in PIECES]
SCENE = """{heading} - DAY #{number}#

Sam looks *up* at the clock. [[a note
over lines]]

SAM
(low)
Again? /* no */

shot: close on SAM, slow push in
  first: dust
  frist: more

charcter: NORA
李雷：你好。

"""


def script(chance: random.Random) -> str:
    """Scenes of every kind of element, with something in the way here and there."""
    scenes = ["Title: Edits\n\n", "FADE IN:\n\n"]
    for number in range(chance.randrange(2, 7)):
        heading = chance.choice(["INT. HALL", "EXT. SEA", "内景 茶馆", "INT./EXT. CAR"])
        scenes.append(SCENE.format(heading=heading, number=number))
        scenes.append(
            chance.choice(["", "", "[[open\n\n", "/* open\n", "CUT TO:\n\n", "> END <\n"])
        )
    return "".join(scenes)


def edited(text: str, chance: random.Random) -> str:
    """The text after one edit, of a sign or of some lines."""
    start = chance.randrange(len(text) + 1)
    end = min(len(text), start + chance.choice((0, 0, 1, 1, 3, 30, 200)))
    piece = chance.choice(["", "x", "\n", *chance.choices(MARKS, k=4)])
    return text[:start] + piece + text[end:]


@pytest.mark.parametrize("dialect", Dialect)
def test_a_script_reads_the_same_after_an_edit_as_anew(dialect: Dialect) -> None:
    chance = random.Random(20_261_123)
    for _ in range(EDITS // 8):
        text = script(chance)
        tree = parse(Source("edit.drama", text), dialect=dialect)
        for _ in range(8):
            text = edited(text, chance)
            source = Source("edit.drama", text)
            tree = reparse(tree, source, dialect=dialect)
            assert tree == parse(source, dialect=dialect), text


def test_what_an_edit_does_not_touch_is_taken_over() -> None:
    text = "".join(SCENE.format(heading=f"INT. ROOM {n}", number=n) for n in range(20))
    tree = parse(Source("edit.drama", text))
    place = text.index("Again?", text.index("ROOM 10"))
    again = reparse(tree, Source("edit.drama", text[:place] + "Ag" + text[place + 2 :]))
    assert again == tree
    changed = [new for old, new in zip(tree.nodes, again.nodes, strict=True) if old is not new]
    assert 0 < len(changed) < 2 * len(tree.nodes) / 20
