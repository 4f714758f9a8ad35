"""Bytes come in; every reader of scripts is run on them, and its laws are checked."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from drama_compiler.film.names import Names
from drama_compiler.film.resolve import resolve
from drama_compiler.film.schedule import schedule
from drama_compiler.graph.lower import lower
from drama_compiler.graph.route import route
from drama_compiler.passes import run_passes
from drama_dsl.emphasis import plain
from drama_dsl.format import format_tree
from drama_dsl.parser import Dialect, parse
from drama_dsl.reparse import reparse
from drama_dsl.report import text as text_report
from drama_dsl.shot import parse_shot
from drama_dsl.source import Source
from tests.language.test_losslessness import check_places, check_tiles

SECONDS_MIN = 0.5
SECONDS_A_KILOBYTE_MAX = 0.5
"""A hang is more processor time than both of these together; a busy machine is none."""


def check(data: bytes) -> None:
    """Run the target that the first byte names on the text that the rest is."""
    names = list(TARGETS)
    text = data[1:].decode("utf-8", "replace")
    target = TARGETS[names[data[0] % len(names)]] if data else parse_any
    began = time.process_time()
    target(text)
    spent = time.process_time() - began
    assert spent < SECONDS_MIN + SECONDS_A_KILOBYTE_MAX * len(data) / 1024, "too slow"


def parse_any(text: str) -> None:
    """Every text is parsed in both dialects, and its nodes tile it."""
    for dialect in Dialect:
        tree = parse(Source("fuzz.drama", text), dialect=dialect)
        assert tree.text == text
        check_tiles(tree)
        for node in tree:
            check_places(node, text)
            plain(node.text)


def read_again(text: str) -> None:
    """A text from which something was cut, or into which it was put, is read as if anew."""
    start, end = len(text) // 3, 2 * len(text) // 3
    for dialect in Dialect:
        texts = [text, text[:start] + text[end:], text]
        tree = parse(Source("fuzz.drama", texts[0]), dialect=dialect)
        for after in texts[1:]:
            source = Source("fuzz.drama", after)
            tree = reparse(tree, source, dialect=dialect)
            assert tree == parse(source, dialect=dialect)


def read_shot(text: str) -> None:
    """Every text is the value of a shot, said plainly or in a note."""
    for lenient in (False, True):
        clauses, found = parse_shot(text, 0, Source("fuzz.drama", text), lenient=lenient)
        assert all(0 <= each.start <= each.end <= len(text) for each in clauses)
        assert not (lenient and found)


def format_any(text: str) -> None:
    """Formatting loses no sign, and formatting again changes nothing."""
    for dialect in Dialect:
        once = format_tree(parse(Source("fuzz.drama", text), dialect=dialect), dialect=dialect)
        assert "".join(once.split()) == "".join(text.split())
        again = format_tree(parse(Source("fuzz.drama", once), dialect=dialect), dialect=dialect)
        assert again == once


def compile_any(text: str) -> None:
    """Every text becomes a film, a schedule that tiles it, and a graph without loose ends."""
    source = Source("fuzz.drama", text)
    tree = parse(source)
    resolution = resolve((tree,), Names())
    again = resolve((tree,), resolution.names)
    assert again.names == resolution.names
    film, found = run_passes(resolution.film)
    times, late = schedule(film, {}, resolution.origins)
    assert sum(each.body_frames for each in times.shots) == times.frames
    graph = route(lower(film, times))
    assert all(name in graph.jobs for job in graph for name in job.inputs)
    told = (*tree.diagnostics, *resolution.diagnostics, *found, *late)
    text_report.render(told, {source.name: source})


TARGETS: Mapping[str, Callable[[str], None]] = {
    "parser": parse_any,
    "annotations": read_shot,
    "formatter": format_any,
    "compiler": compile_any,
    "edits": read_again,
}
"""What is fuzzed, by name; the first byte of an input tells which."""
