"""Every mistake is told once, at its place, with what was meant; and every code has a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import drama_compiler.film
from drama_compiler.film.pages import PAGES
from tests.film.told import marked, shots, told, trouble

TWELVE = """Title: Waves
Format: 9:16 hd
Style: inkk

style: ink
  look: ink wash

character: LI WEI
  wardrobe storm: soaked tunic

character: LI WEI

character: MOTHER
  wardrobe: plain

prop: JADE SWORD

preset: hero = close, low angle

EXT. SEA - NIGHT

cast: LI WEI in strom, MOTHRE

shot: heroo on LI WEI
Li Wei rows.

shot: close on LI WEI, doly in
LI WIE
Where are you, mother? I have come so far to find you.

sub zh: 娘

shot: close on LI WEI, reuse 9Z

shot: wide, 1s
MOTHER
Go home, my son, before the dragon wakes and takes you too.
"""

EXPECTED = [
    ("bad-format", "hd", None),
    ("unknown-style", "inkk", "ink"),
    ("duplicate-declaration", "LI WEI", None),
    ("property-without-name", "wardrobe: ", None),
    ("unused-declaration", "JADE SWORD", None),
    ("unknown-wardrobe", "strom", "storm"),
    ("unknown-character", "MOTHRE", "MOTHER"),
    ("unknown-preset", "heroo", "hero"),
    ("unknown-move", "doly in", "dolly in"),
    ("unknown-speaker", "LI WIE", "LI WEI"),
    ("sub-without-line", "sub zh", None),
    ("reuse-of-unknown-shot", "reuse 9Z", None),
    ("speech-outruns-shot", "wide, 1s", None),
]


def test_thirteen_mistakes_are_told_in_order_each_at_its_place() -> None:
    found = trouble(TWELVE)
    assert [(each.code, marked(TWELVE, each)) for each in found] == [
        (code, place) for code, place, _ in EXPECTED
    ]
    for each, (code, place, meant) in zip(found, EXPECTED, strict=True):
        edits = [help_.fix.edits[0] for help_ in each.helps if help_.fix]
        if meant:
            assert [edit.text for edit in edits] == [meant], code
            assert TWELVE[edits[0].span.start : edits[0].span.end] == place


def test_a_second_declaration_points_at_the_first() -> None:
    (found,) = [each for each in trouble(TWELVE) if each.code == "duplicate-declaration"]
    (label,) = found.secondary
    assert label.text == "first declared here"
    assert label.span.start == TWELVE.index("LI WEI")
    assert found.primary is not None
    assert found.primary.span.start == TWELVE.index("LI WEI\n\ncharacter: MOTHER")


def test_the_needed_length_is_named() -> None:
    (found,) = [each for each in trouble(TWELVE) if each.code == "speech-outruns-shot"]
    needed = re.search(r"give it `([\d.]+)s`", found.helps[0].text)
    assert needed
    assert 2.5 < float(needed[1]) < 6
    mended = TWELVE.replace("wide, 1s", f"wide, {needed[1]}s")
    assert "speech-outruns-shot" not in [each.code for each in trouble(mended)]


def test_what_was_meant_is_taken_as_if_mended() -> None:
    found = told(TWELVE)
    assert list(found.film.characters) == ["li-wei", "mother"]
    assert found.film.style == "ink"
    assert [each.character for each in found.film.scenes[0].cast] == ["li-wei", "mother"]


def test_notes_and_shot_lines_are_free_text_without_complaint() -> None:
    text = (
        "INT. HUT - DAY\n\n!! WIDE ON THE CITY at night\n\nIt rains.\n\n"
        "[[SHOT: something with BOB in it]]\n\nBob waits.\n"
    )
    assert trouble(text) == []


def test_near_names_that_are_no_slips_are_left_alone() -> None:
    text = "character: GUARD 1\n\nINT. A - DAY\n\nGUARD 1\nHalt.\n\nGUARD 2\nHalt.\n"
    assert trouble(text) == []


ELSEWHERE = {"unsure-name", "bad-translations", "unknown-line"}
"""What no script alone has: a film before it, or a file beside it, has a part in it."""


@pytest.mark.parametrize("code", [code for code in PAGES if code not in ELSEWHERE])
def test_the_example_of_a_page_gets_its_diagnostic_and_what_it_says_instead_none(code: str) -> None:
    assert {each.code for each in trouble(PAGES[code].example)} == {code}
    assert trouble(PAGES[code].instead) == []


def test_every_code_of_the_room_has_a_page() -> None:
    room = Path(drama_compiler.film.__file__).parent
    found = {
        code
        for file in room.glob("*.py")
        for code in re.findall(r"(?:error|warning|hint)\(\s*\"([a-z-]+)\"", file.read_text("utf-8"))
    }
    assert len(found) > 12
    assert found <= set(PAGES)


def test_a_shot_that_could_be_either_of_two_is_told() -> None:
    row = "shot: close on the door\n\nHe runs to the boat at {}, and the waves are high.\n\n"
    start, end = "INT. HUT - DAY\n\nshot: wide\n\nRain.\n\n", "shot: full\n\nThe boat.\n"
    before = told(start + row.format("dawn") + end)
    after = told(start + row.format("dusk") + row.format("noon") + end, before.names)
    assert [found.code for found in after.diagnostics] == ["unsure-name", "unsure-name"]
    assert len({shot.id for shot in shots(before)} & {shot.id for shot in shots(after)}) == 2
