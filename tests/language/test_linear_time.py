"""Reading takes time in proportion to the text: ten times the text, less than thirty the time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from drama_dsl.emphasis import emphasis
from drama_dsl.parser import parse
from drama_dsl.shot import parse_shot
from drama_dsl.source import Source

RATIO_MAX = 30

SCRIPTS: dict[str, Callable[[int], str]] = {
    "scenes": lambda n: "INT. A - DAY\n\nText *b*.\n\nSAM\nHi. [[n]]\n\nshot: wide\n\n" * n,
    "nested notes": lambda n: "[[" * (20 * n),
    "nested notes, closed": lambda n: "[[" * (10 * n) + "]]" * (10 * n),
    "escaped note ends": lambda n: "[[a\\]]" * (10 * n),
    "a note a paragraph": lambda n: "[[a\n\n" * (10 * n),
    "open boneyards": lambda n: "/*" * (20 * n),
    "boneyards": lambda n: "/* a */ b\n" * (5 * n),
    "a long line": lambda n: "word " * (20 * n),
    "a long line of blanks": lambda n: " " * (100 * n) + "x",
    "a heading of blanks": lambda n: "INT. " + " " * (100 * n) + "#",
    "a heading of dashes": lambda n: "INT. A" + " - -" * (25 * n),
    "a Chinese heading": lambda n: "内景 " + "茶馆 . " * (20 * n),
    "a numbered line": lambda n: "1" * (50 * n) + " 日 内",
    "a cue in capitals": lambda n: "A" * (50 * n) + " (" * (5 * n) + "\nHi.\n",
    "a name": lambda n: "李" * (50 * n) + "：你好\n",
    "colons": lambda n: "李：" * (20 * n) + "\n",
    "blank lines": lambda n: " \n" * (20 * n),
    "carriage returns": lambda n: "\r" * (20 * n),
    "properties": lambda n: "character: A\n" + "  wardrobe a: b\n" * n,
    "a note of fields": lambda n: "[[shot: " + "a: b |" * (5 * n) + "]]",
    "hashes": lambda n: "INT. A " + "#" * (50 * n),
    "near misses": lambda n: "charcter: LI\n\n" * n,
    "title page": lambda n: "Title: A\n" * (5 * n),
}
SHOTS: dict[str, Callable[[int], str]] = {
    "clauses": lambda n: "close on LI WEI, slow push in, 3s, " * n,
    "words": lambda n: "word " * (10 * n),
    "Chinese": lambda n: "特写李雷缓推" * (4 * n),
    "moves": lambda n: "pan left slow then " * (3 * n),
    "keywords": lambda n: "slow left " * (5 * n),
    "open quotes": lambda n: '"“`' * (10 * n),
    "digits": lambda n: "一" * (20 * n) + "1" * (20 * n),
}


def seconds(act: Callable[[], object]) -> float:
    """The shortest processor time of three runs."""
    best = 1e9
    for _ in range(3):
        start = time.process_time()
        act()
        best = min(best, time.process_time() - start)
    return best


def check(act: Callable[[str], object], make: Callable[[int], str], size: int) -> None:
    """A busy machine may spoil a measurement, so a slow one is taken again."""
    small, large = make(size), make(10 * size)
    act(small)
    for _ in range(3):
        few = max(seconds(lambda: act(small)), 5e-4)
        many = seconds(lambda: act(large))
        if many < RATIO_MAX * few:
            return
    raise AssertionError(f"{many:.3f} s for ten times the text that took {few:.4f} s")


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_read_in_linear_time(name: str) -> None:
    check(lambda text: parse(Source("a.drama", text)), SCRIPTS[name], 100)


@pytest.mark.parametrize("name", SHOTS)
def test_a_shot_is_read_in_linear_time(name: str) -> None:
    source = Source("a.drama", "")
    check(lambda text: parse_shot(text, 0, source, lenient=False), SHOTS[name], 20)


@pytest.mark.parametrize("piece", ["*a* ", "**a ", "_a_", "*", "\\*", "*a_b"])
def test_emphasis_is_read_in_linear_time(piece: str) -> None:
    check(emphasis, lambda n: piece * n, 1000)


def test_twenty_thousand_open_notes_and_a_line_of_a_hundred_thousand_are_read_at_once() -> None:
    start = time.process_time()
    for text in ("[[" * 20_000, "x" * 100_000, "[[a " * 20_000 + "]]", "a*_" * 33_000):
        tree = parse(Source("a.drama", text))
        assert tree.text == text
        emphasis(text)
    assert time.process_time() - start < 5
