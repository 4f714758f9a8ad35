"""Law over random edits: a script understood again after an edit is understood as if anew."""

from __future__ import annotations

import random
import re

import pytest

from drama_compiler.film.memo import Memo
from drama_compiler.film.names import Names
from drama_compiler.film.resolve import Resolution, resolve
from drama_compiler.film.schedule import schedule
from drama_compiler.passes import run_passes
from drama_compiler.rules import lint
from drama_compiler.rules.lint_memo import LintMemo
from drama_dsl.parser import parse
from drama_dsl.reparse import reparse
from drama_dsl.source import Source
from drama_dsl.tree import Tree

DECLARED = """Title: Edits
Style: ink

character: NORA
  wardrobe wet: a wet coat
  wardrobe dry: an apron

location: HARBOUR
  variant storm: black water

preset: duel = close, low, 2s

style: ink
  look: brush and ink

"""
HEADINGS = (
    "INT. HALL - DAY",
    "EXT. HARBOUR - NIGHT",
    "EXT. HARBUOR - NIGHT",
    "INT. HALL - CONTINUOUS",
    "内景 茶馆 夜",
    "INT. CELLAR - LATER #7#",
    "INT. KITCHEN",
)
PIECES = (
    "Nora waits at the window.",
    "SAM finds an OLD LANTERN. He looks at it.",
    "Nora takes the lantern from SAM.",
    "NORA\nHello. [[sub zh: 你好]]",
    "NORA (V.O.)\nI was there.",
    "SAM\n(low)\nIs it *you*?",
    "NROA\nNo.",
    "李雷：你好。",
    "他走了。",
    "KIM\nYes.\n\nLEE ^\nYes.",
    "shot: close on NORA in wet, NORA left",
    "shot: close on NORA in dry, NORA right",
    "shot: duel, insert on the OLD LANTERN, #9A#",
    "shot: wide on NRA, reuse 1A",
    "shot: over SAM on NORA, match 2A",
    "shot: medium on SAM\n  performance: Nora waits",
    "!! close on SAM, 1s",
    "cast: NORA in wet, SAM",
    "cast: NOBODY",
    "light: candles",
    "weather: storm",
    "music: slow, piano",
    "music: out",
    "sound: rain",
    "sound: once, a bell",
    "super: Later",
    "CUT TO:",
    "FADE OUT.",
    "# Act one",
    "= She leaves.",
    "[[allow: crossed-line]]",
    "character: LEE",
    "prop: OLD LANTERN",
    "location: HALL",
    "preset: far = wide, high",
    "sub en: Hello",
    "[[open",
    "/* gone */",
)


def script(chance: random.Random) -> list[str]:
    """Paragraphs of a few scenes."""
    story = [DECLARED] if chance.random() < 0.8 else []
    for _ in range(chance.randrange(3, 8)):
        story.append(chance.choice(HEADINGS))
        story += chance.choices(PIECES, k=chance.randrange(2, 7))
    return story


SPELLINGS = (
    *(
        "NORA",
        "Nora",
        "NROA",
        "SAM",
        "Sam",
        "KIM",
        "李雷",
        "他",
        "OLD LANTERN",
        "LANTERN",
        "HARBOUR",
    ),
    *(
        "HALL",
        "茶馆",
        "wet",
        "dry",
        "storm",
        "duel",
        "ink",
        "DAY",
        "NIGHT",
        "CONTINUOUS",
        "#9A#",
        "1A",
    ),
    *("shot:", "character:", "cast:", "allow:", "INT.", "!!", "：", "[[", "]]", "\n", "\n\n"),
)
"""What names, declares, cues, heads or marks: put in the place of each other."""

KINDS = ("word", "word", "word", "add", "drop", "swap", "heading", "move", "spell", "spell", "cut")


def edited(story: list[str], chance: random.Random) -> list[str]:
    """The paragraphs after one edit: of a word, a paragraph, a scene."""
    story = list(story)
    place = chance.randrange(len(story))
    kind = chance.choice(KINDS)
    if kind == "word":
        story[place] += chance.choice((" Again.", "x", " NORA nods.", "。"))
    elif kind == "add":
        story.insert(place, chance.choice(PIECES))
    elif kind == "drop" and len(story) > 2:
        del story[place]
    elif kind == "swap":
        story[place] = chance.choice(PIECES)
    elif kind == "heading":
        story.insert(place, chance.choice(HEADINGS))
    elif kind == "spell":
        places = [chance.randrange(len(story))] if chance.random() < 0.7 else range(len(story))
        said = [each for each in SPELLINGS if any(each in story[place] for place in places)]
        was, is_ = chance.choice(said or SPELLINGS), chance.choice(SPELLINGS)
        for place in places:
            story[place] = story[place].replace(was, is_)
    elif kind == "cut":
        at = chance.randrange(len(story[place]) + 1)
        story[place] = story[place][:at] + story[place][at + chance.randrange(1, 4) :]
    else:
        end = min(len(story), place + chance.randrange(1, 8))
        moved, story[place:end] = story[place:end], []
        at = chance.randrange(len(story) + 1)
        story[at:at] = moved
    return story


def understood(tree: Tree, names: Names, memo: Memo | None, linted: LintMemo | None) -> object:
    """All that is found of a script."""
    scenes = memo.scenes if memo else None
    found: Resolution = resolve((tree,), names, memo)
    film, from_passes = run_passes(found.film, memo=scenes)
    times, outrun = schedule(film, {}, found.origins, scenes)
    rules = lint(found.film, found.origins, (tree,), (), linted)
    names_in_order = [list(table) for table in found.names.model_dump().values()]
    return found, names_in_order, film, from_passes, times, outrun, rules


@pytest.mark.parametrize("seed", range(12))
def test_a_script_is_understood_the_same_after_an_edit_as_anew(seed: int) -> None:
    chance = random.Random(seed)
    story = script(chance)
    ends = chance.choice(("\n", "\n", "\r\n"))
    source = Source("edit.drama", "\n\n".join(story).replace("\n", ends) + ends)
    tree = parse(source)
    names = Names()
    memo, linted = Memo(), LintMemo()
    for edit in range(25):
        again = understood(tree, names, memo, linted)
        assert again == understood(parse(source), names, None, None), (seed, edit)
        if chance.random() < 0.15:  # As after a build, which keeps the names.
            names = resolve((tree,), names).names
        story = edited(story, chance) or [HEADINGS[0]]
        source = Source("edit.drama", "\n\n".join(story).replace("\n", ends) + ends)
        tree = reparse(tree, source)


def test_what_an_edit_does_not_touch_is_the_very_same_scene() -> None:
    text = "".join(f"INT. ROOM {n} - DAY\n\nNORA\nHello, {n}.\n\n" for n in range(9))
    memo = Memo()
    tree = parse(Source("edit.drama", text))
    before = resolve((tree,), Names(), memo).film.scenes
    again = reparse(tree, Source("edit.drama", re.sub(r"Hello, 4", "Good evening", text)))
    after = resolve((again,), Names(), memo).film.scenes
    assert [one is other for one, other in zip(before, after, strict=True)] == [
        number != 4 for number in range(9)
    ]


def test_a_thing_that_takes_the_id_of_a_later_one_has_it_after_an_edit_too() -> None:
    text = "INT. A - DAY\n\nSam waits.\n\nINT. B - DAY\n\nHe lifts the RED'S CUP slowly.\n"
    memo = Memo()
    tree = parse(Source("edit.drama", text))
    before = resolve((tree,), Names(), memo).film
    source = Source("edit.drama", text.replace("Sam waits.", "He sees the RED-S CUP."))
    after = resolve((reparse(tree, source),), Names(), memo)
    assert after == resolve((parse(source),), Names())
    ids = [
        [shot.props for shot in scene.shots] for scene in (before.scenes[1], after.film.scenes[1])
    ]
    assert ids[0] != ids[1]
