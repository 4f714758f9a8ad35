"""Final Draft out and in: what goes out comes back, and no file is trusted."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drama_backends.exporters.fdx import export
from drama_backends.exporters.fdx_reading import read
from drama_compiler.contract.script import Imported, ScriptOptions
from drama_dsl.parser import Dialect
from tests.exporters.scripts import script, told

CASES = json.loads(
    (Path(__file__).parents[1] / "language" / "fountain_cases.json").read_text("utf-8")
)

WHOLE = """\
Title: The *Letter*
Credit: Written by
Author: A. Writer
Source: Based on a true story
Draft date: 1/20/2026
Contact:
    Somewhere 5
    Far away

# Act One

= They meet.

INT. HARBOUR - NIGHT #12A#

Rain **hammers** the _glass_. <Tom & Jerry> [[ask Mara]]
On the next line, ***both***.

[[a note of its own]]

MARA (V.O.)
(quietly)
It found us.
<two blanks>
Twice.
~ la la

BRICK
Screw it.

@McCLANE ^
Screw it.

> THE END <

===

> FADE TO WHITE:

.BINOCULARS

!CUT TO:
""".replace("<two blanks>", "  ")


def _fdx(text: str, name: str = "film.fountain") -> bytes:
    return export(script(text, name), ScriptOptions()).files["film.fdx"]


def _document(content: str, rest: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>'
        f'<FinalDraft DocumentType="Script" Version="5"><Content>{content}</Content>{rest}'
        "</FinalDraft>"
    ).encode()


def _read(content: str, dialect: Dialect = Dialect.FOUNTAIN, rest: str = "") -> Imported:
    return read(_document(content, rest), dialect)


def test_a_whole_script_comes_back() -> None:
    text = WHOLE
    back = read(_fdx(text), Dialect.FOUNTAIN)
    assert told(back.text) == told(text)
    assert back.left_out == ()
    assert back.text.startswith("Title: The Letter\nCredit: Written by\nAuthor: A. Writer\n")
    assert "Source: Based on a true story\nDraft date: 1/20/2026\n" in back.text
    assert "Contact:\n    Somewhere 5\n    Far away" in back.text


def test_the_document_is_what_final_draft_writes() -> None:
    root = ET.fromstring(_fdx(WHOLE))
    assert (root.tag, root.get("DocumentType")) == ("FinalDraft", "Script")
    paragraphs = root.findall("Content/Paragraph")
    types = [each.get("Type") for each in paragraphs]
    assert types[:4] == ["Outline 1", "Summary", "Scene Heading", "Action"]
    heading = paragraphs[2]
    assert heading.get("Number") == "12A"
    properties = heading.find("SceneProperties")
    assert properties is not None and properties.get("Length", "").endswith("/8")
    styled = {text.text: text.get("Style") for text in paragraphs[3].findall("Text")}
    assert styled["hammers"] == "Bold" and styled["glass"] == "Underline"
    assert styled["both"] == "Bold+Italic"
    dual = root.findall("Content/Paragraph/DualDialogue")
    assert [each.get("Type") for each in dual[0]] == ["Character", "Dialogue"] * 2
    starts = [each for each in paragraphs if each.get("StartsNewPage") == "Yes"]
    assert [each.get("Type") for each in starts] == ["Transition"]
    assert [e.findtext("Text") for e in paragraphs if e.get("Alignment") == "Center"] == ["THE END"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_fountain_case_comes_back(case: dict[str, Any]) -> None:
    back = read(_fdx(case["source"]), Dialect.FOUNTAIN)
    assert told(back.text) == told(case["source"])


@pytest.mark.parametrize(
    "text",
    [
        "*a **b** c*",
        "_a *b* **c**_ d",
        "**a** *b* ***c*** _d_",
        "a *b*c **d**e",
        "*one*\n*two*",
        "x \\*y\\* 2 * 3 * 4 a_b_c",
        "see \\[\\[this\\]] and 1/\\*2",
    ],
)
def test_styles_come_back(text: str) -> None:
    assert told(read(_fdx(text), Dialect.FOUNTAIN).text) == told(text)


_ELEMENTS = """
INT. A - DAY|BOB|BOB ^|(low)|CUT TO:|===|# x|= y|@bob|!x|.x|~la|> c <|> t|[[n]]|*i* **b**|_u_
李雷|Title: x|shot: wide|/* b */|[[a|a #1#|!!x|(|^|a*b_c\\|  |""".replace("\n", "|").split("|")

_LINES = st.lists(
    st.one_of(st.sampled_from(_ELEMENTS), st.text("abAB*_[]\\ .:#>~=!@()^\t李&<", max_size=12)),
    max_size=9,
)


@settings(max_examples=150, deadline=None)
@given(_LINES, st.sampled_from(["film.fountain", "film.drama"]))
def test_anything_goes_out_and_is_read_again(lines: list[str], name: str) -> None:
    text = "\n".join(lines)
    dialect = Dialect.DRAMA if name.endswith("drama") else Dialect.FOUNTAIN
    back = read(_fdx(text, name), dialect)
    again = read(_fdx(back.text, name), dialect)
    assert told(again.text, name) == told(back.text, name)


def test_annotations_go_out_as_notes_and_come_back() -> None:
    shot = "shot: close on BOB, 3s\n  last: he | she"
    text = f"INT. A - DAY\n\n{shot}\n\nHe looks.\n\nBOB\nHi.\nsub zh: 嗨\n"
    back = read(_fdx(text, "film.drama"), Dialect.DRAMA).text
    assert "[[SHOT: close on BOB, 3s | last: he \\| she]]\n\nHe looks." in back
    assert "BOB\nHi. [[SUB zh: 嗨]]" in back


def test_a_chinese_cue_is_marked_for_what_it_is() -> None:
    content = (
        '<Paragraph Type="Character"><Text>李雷</Text></Paragraph>'
        '<Paragraph Type="Dialogue"><Text>走吧。</Text></Paragraph>'
    )
    assert _read(content).text == "@李雷\n走吧。\n"
    assert _read(content, Dialect.DRAMA).text == "@李雷\n走吧。\n"


def test_what_final_draft_has_besides_is_read_or_told() -> None:
    content = (
        '<Paragraph Type="New Act"><Text>ACT ONE</Text></Paragraph>'
        '<Paragraph Type="Scene Heading" Number="3"><SceneProperties Title=""><Summary>'
        "<Paragraph><Text>A short scene.</Text></Paragraph></Summary></SceneProperties>"
        "<Text>INT. A - DAY</Text></Paragraph>"
        '<Paragraph Type="Shot"><Text>CLOSE ON THE KEYS</Text></Paragraph>'
        '<Paragraph Type="Teleplay"><Text Style="AllCaps">loud</Text>'
        '<Text Style="Strikeout">gone</Text></Paragraph>'
        '<Paragraph Type="Scene Heading"><Text>OMITTED</Text><OmittedScene>'
        '<Paragraph Type="Action"><Text>Not this.</Text></Paragraph></OmittedScene></Paragraph>'
    )
    notes = '<ScriptNotes><ScriptNote Range="1,2"/></ScriptNotes>'
    back = _read(content, Dialect.DRAMA, notes)
    assert back.text == (
        "> ACT ONE <\n\nINT. A - DAY #3#\n\n= A short scene.\n\n!! CLOSE ON THE KEYS\n\n"
        "LOUDgone\n\n.OMITTED\n"
    )
    assert back.left_out == (
        "1 omitted scene",
        "1 script note kept apart from the text",
        "1 strike-through",
    )
    assert "\n\nCLOSE ON THE KEYS\n" in _read(content).text


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not well-formed"),
        (b"not xml <", "not well-formed"),
        (b"<html></html>", "not Final Draft's"),
        (b"<FinalDraft/>", "no content"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"\xe9", "not UTF-8"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><FinalDraft/>', "a type of its own"),
        ('<!DOCTYPE x SYSTEM "file:///x"><FinalDraft/>'.encode("utf-16"), "a type of its own"),
        (b"<a>" * 20_000, "not well-formed"),
    ],
)
def test_what_is_no_final_draft_document_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read(data, Dialect.FOUNTAIN)
