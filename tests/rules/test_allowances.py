"""A note allows what a rule forbids: for a shot, a scene, a declaration, or the whole script."""

from __future__ import annotations

import pytest

from tests.rules.linted import codes, linted

SHOTS = (
    "shot: medium on KAI\n\nKAI waits.\n\n{above}shot: medium on KAI{line}\n\nKAI yawns.{text}\n"
)
SCENE = "{top}character: KAI\n\nINT. CAFE - DAY{heading}\n{under}\n" + SHOTS
NOTHING = {"top": "", "heading": "", "under": "", "above": "", "line": "", "text": ""}


@pytest.mark.parametrize(
    ("place", "note"),
    [
        ("above", "[[allow: jump-cut]]\n\n"),
        ("above", "[[allow: jump-cut]]\n"),
        ("above", "[[allow: eyeline-flip, jump-cut]]\n"),
        ("above", "[[允许：jump-cut]]\n"),
        ("line", " [[allow: jump-cut]]"),
        ("text", " [[Allow: jump-cut | he nods off]]"),
        ("text", "\n\n[[allow: jump-cut]]"),
        ("heading", " [[allow: jump-cut]]"),
        ("under", "\n[[allow: jump-cut]]\n"),
        ("under", "[[allow: jump-cut]]\n"),
        ("top", "[[allow: jump-cut]]\n\n"),
        ("top", "Title: Rain\n\n[[allow: jump-cut]]\n\n"),
    ],
)
def test_a_note_allows_a_rule_where_it_stands(place: str, note: str) -> None:
    assert codes(SCENE.format(**NOTHING)) == ["jump-cut"]
    assert codes(SCENE.format(**{**NOTHING, place: note})) == []


def test_a_note_in_another_shot_or_scene_allows_nothing_here() -> None:
    script = SCENE.format(**NOTHING)
    before = script.replace("KAI waits.", "KAI waits. [[allow: jump-cut]]")
    after = script + "\nINT. HALL - DAY\n\n[[allow: jump-cut]]\n\nKAI waits.\n"
    assert codes(before) == codes(after) == ["jump-cut"]


def test_a_note_above_a_declaration_is_about_it_alone() -> None:
    script = "{}prop: SWORD\n\nprop: CUP\n\nINT. CAFE - DAY\n\nHe waits.\n"
    assert codes(script.format("")) == ["unused-declaration"] * 2
    (left,) = linted(script.format("[[allow: unused-declaration]]\n"))
    assert left.primary is not None
    assert left.primary.span.start == script.format("[[allow: unused-declaration]]\n").index("CUP")


def test_an_error_is_never_allowed() -> None:
    script = "[[allow: unknown-move]]\n\nINT. CAFE - DAY\n\nshot: close, doly in\n\nHe waits.\n"
    assert codes(script) == ["unknown-move"]
    assert codes(script, "unknown-move") == ["unknown-move"]


def test_a_misspelt_name_in_a_note_is_told_with_what_was_meant() -> None:
    script = "INT. CAFE - DAY\n\n[[allow: jumpcut]]\n\nHe waits.\n"
    (found,) = linted(script)
    assert found.code == "unknown-rule" and found.primary is not None
    assert script[found.primary.span.start : found.primary.span.end] == "jumpcut"
    assert found.helps[0].fix is not None and found.helps[0].fix.edits[0].text == "jump-cut"


def test_notes_allow_in_fountain_files_too() -> None:
    script = (
        "INT. CAFE - DAY\n\n[[SHOT: wide, 0.2s]]\nHe waits. [[allow: shot-too-short]]\n\n"
        "[[SHOT: wide, 0.2s, low angle]]\nHe waits.\n"
    )
    assert codes(script, file="film.fountain") == ["shot-too-short"]


def test_a_rule_that_is_switched_off_says_nothing() -> None:
    assert codes(SCENE.format(**NOTHING), "jump-cut") == []
