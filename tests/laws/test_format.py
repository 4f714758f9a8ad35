"""Laws of the formatter over random scripts: only blanks change, the film never does."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from drama_compiler.film.names import Names
from drama_compiler.film.resolve import Resolution, resolve
from drama_compiler.formatting import format_text
from drama_dsl.format import format_tree
from drama_dsl.parser import Dialect, parse
from drama_dsl.source import Source
from drama_dsl.tree import Tree
from tests.laws.test_scribbles import FUZZ_SECONDS, scribble

ROOT = Path(__file__).parents[2]
SCRIBBLES = 1_500
CONVERTED = 250
RESOLVED_SHARE = 0.2
"""How many of the scribbles are compared as films, not as letters alone."""

HEAP = """character: ANNA|  look: tall|character: 李雷|location: HALL|preset: hero = close on ANNA
INT. HALL - NIGHT #1#|内景 茶馆 日|.外景 海|FADE IN:|> WIPE TO:|淡入：|cast: ANNA|light: dim
music: dread|sound: once bang|super: HELLO|sub en: hi|shot: close on ANNA, 3s|shot: hero
镜头：特写李雷，缓推，3秒|!! any old thing ANNA|[[SHOT: close | first: x]]|Anna finds the OLD KEY.
ANNA|(beat)|Hello there.|~la|@老人|＠韩梅|李雷：走吧|李雷|（低声）|他说：走吧。|△ 门开了。|！走
# Act|= synopsis|===|>centred<|/* cut */|[[a note]]|△|外面下着雨。|music: a band""".replace(
    "\n", "|"
).split("|")
"""Elements in any order, most of them out of place."""

CAST = """Title: X

character: ANNA
  look: tall
  wardrobe storm: wet

角色：李雷
  外貌：高
  服装 风暴：湿

prop: JADE KEY

preset: hero = close, low angle

location: HALL
  variant night: dark

INT. HALL - DAY

"""
SOUND = [
    "INT. HALL - NIGHT", "外景 海边 - 黄昏", "cast: ANNA in storm, 李雷\nlight: one | lantern",
    "music: dread, 60 bpm", "music: out", "sound: once thunder\nweather: rain",
    "shot: wide,\n    slow push in, 4s\n  last: she turns\n  blocking: ANNA lunges; 李雷 falls",
    "shot: hero on ANNA", "镜头：特写李雷，缓推，3秒\n  尾帧：他睁眼", "!! close on ANNA",
    'shot: insert JADE KEY, "rain streaks"', "super: Ten years later", "[[a note]]", "/* cut */",
    "ANNA\n(low)\nHello.\nsub zh: 你好", "ANNA ^\nMe too.\n  \nAnd you.", "李雷\n（低声）\n走吧。",
    "李雷（旁白）：走吧。\n李雷：来了。\nsub en: Go.", "＠韩梅\n～啦", "他说：走吧。",
    "外面下着雨。",
    "Anna finds the JADE KEY.\n  She waits.", "△ 门开了。", "！走", "淡入：", "> WIPE TO:", "# Act",
    "＃ 第一场\n= what happens", "Anna sees [[SHOT: close on ANNA]] him.",
    "ANNA\nHm.\nshot: wide\nSo.",
]  # fmt: skip
"""Elements that belong where they stand."""


def read(text: str, dialect: Dialect) -> Tree:
    return parse(Source("film.drama", text), dialect=dialect)


def film_of(tree: Tree) -> Resolution:
    return resolve((tree,), Names())


def check(text: str, dialect: Dialect, *, whole: bool) -> None:
    tree = read(text, dialect)
    formatted = format_tree(tree, dialect=dialect)
    after = read(formatted, dialect)
    assert format_tree(after, dialect=dialect) == formatted, "a second time changes more"
    assert "".join(formatted.split()) == "".join(text.split()), "more than blanks changed"
    if whole:
        was, is_ = film_of(tree), film_of(after)
        assert is_.film == was.film
        assert is_.names == was.names


def convert(text: str, dialect: Dialect) -> None:
    """A script without mistakes makes the same film in the other dialect, and so does it again.

    One with mistakes may not: then it is told.
    """
    other = Dialect.FOUNTAIN if dialect is Dialect.DRAMA else Dialect.DRAMA
    source = Source(f"film.{dialect}", text)
    resolution = film_of(parse(source))
    there = format_text(source, other)
    assert there.after is not None
    came = film_of(parse(Source(f"film.{other}", there.after)))
    assert came.film == resolution.film or there.diagnostics
    if came.film == resolution.film:
        back = format_text(Source(f"film.{other}", there.after), dialect)
        assert back.after is not None
        home = film_of(parse(Source(f"film.{dialect}", back.after)))
        assert home.film == resolution.film or back.diagnostics


def test_any_script_is_the_same_film_in_the_other_dialect_or_that_is_told(
    request: pytest.FixtureRequest,
) -> None:
    chance = random.Random(20_261_125)
    fuzz = request.config.getoption("--fuzz")
    for count in range(CONVERTED * (20 if fuzz else 1)):
        heap = "".join(chance.choice(HEAP) + chance.choice(("\n", "\n\n")) for _ in range(20))
        text = heap if count % 2 else scribble(chance)
        try:
            convert(text, chance.choice(list(Dialect)))
        except Exception as failure:
            raise AssertionError(f"script {count}: {text!r}") from failure


@pytest.mark.parametrize("seed", range(40))
def test_a_script_without_mistakes_is_the_same_film_in_both_dialects(seed: int) -> None:
    chance = random.Random(seed)
    text = CAST + "".join(chance.choice(SOUND) + "\n\n" for _ in range(24))
    source = Source("film.drama", text)
    wanted = film_of(parse(source))
    there = format_text(source, Dialect.FOUNTAIN)
    came = film_of(parse(Source("film.fountain", there.after or "")))
    assert there.diagnostics == ()
    assert came.film == wanted.film and came.names == wanted.names
    back = format_text(Source("film.fountain", there.after or ""), Dialect.DRAMA)
    home = film_of(parse(Source("film.drama", back.after or "")))
    assert back.diagnostics == ()
    assert home.film == wanted.film and home.names == wanted.names


def test_any_scribble_keeps_its_letters_and_its_film(request: pytest.FixtureRequest) -> None:
    fuzz = request.config.getoption("--fuzz")
    seed = time.time_ns() if fuzz else 20_261_124
    chance = random.Random(seed)
    end = time.monotonic() + FUZZ_SECONDS
    count = 0
    while count < SCRIBBLES if not fuzz else time.monotonic() < end:
        text = scribble(chance)
        dialect = chance.choice(list(Dialect))
        try:
            check(text, dialect, whole=chance.random() < RESOLVED_SHARE)
        except Exception as failure:
            raise AssertionError(f"seed {seed}, scribble {count}: {text!r}") from failure
        count += 1
