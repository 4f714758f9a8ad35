"""A `.fountain` file is read as the Fountain 1.1 page says, with the decisions of the manual."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from drama_dsl.tree import SceneHeading, Section, TitleEntry
from tests.language.reads import codes, cues, fountain, kinds, merged, slices, texts, tree_of

CASES = json.loads((Path(__file__).parent / "fountain_cases.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_what_the_page_and_its_parsers_agree_on_is_read_so(case: dict[str, Any]) -> None:
    assert merged(case["source"]) == case["expected"]


# What the page leaves open, as docs/language.md decides it, and the named departures.
DECIDED = {
    "I./E. CAR - DAY\n": "H",
    "A.\n\nI./E. CAR - DAY\n": "AH",
    "FADE IN:\n\nINT. A - DAY\n": "TH",
    "FADE IN:\nINT. A - DAY\n": "TH",
    "Text.\n\nFADE OUT.\n": "AT",
    "Text.\n\nCUT TO BLACK.\n": "AT",
    "Text.\n\nFade out.\n": "AA",
    "INT. A - DAY\nHe runs.\n": "HA",
    "INT. A - DAY\nSAM\nHello.\n": "HCD",
    "CUT TO:\nINT. A - DAY\n": "TH",
    "CUT TO:\nHe runs.\n": "A",
    "He opens the card: a threat.\n": "A",
    "CUT TO:\n\nText.\n": "TA",
    "Credit:\nAuthor: X\n\nText.\n": "KKA",
    "Title: X\nNotes:\n    Draft 3: final\n\nText.\n": "KKA",
    "title: X\n\nText.\n": "KA",
    "\n\nTitle: X\n\nText.\n": "KA",
    "INT. A: B - DAY\n": "H",
    "@sam\n\nText.\n": "AA",
    "@sam\nHi.\n": "CD",
    "@sam ^\nHi.\n": "CD",
    "SAM\nHi.\n\n@sam ^\nHi.\n": "CDC^D",
    "Text.\n@sam\nHi.\n": "A",
    "Text.\n.45 calibre\n": "A",
    "Text.\n!More.\n": "AA",
    "Text.\n> CUT TO:\n": "AT",
    "Text.\n# Act\n= What happens\n": "A#=",
    "Text.\n~La\nMore.\n": "ALA",
    "SAM\nHi.\n!He falls.\n": "CDA",
    "SAM\nHi.\n> CUT TO:\n": "CDT",
    "SAM\nHi.\n# Act\n": "CD#",
    "SAM\nHi.\n.45 calibre\n@home\n": "CD",
    "SAM\n(a)\n(b)\nHi.\n": "CPPD",
    "SAM\n*(a)*\nHi.\n": "CD",
    "SAM\nHi.\n[[a note]]\nMore.\n": "CDD",
    "SAM\n[[a note]]\nMore.\n": "CD",
    "SAM\nHi.\n/* cut */\nMore.\n": "CDD",
    "SAM\nHi.\n/*\ncut\n*/\nINT. A - DAY\n": "CDBH",
    "Text.\n[[a note]]\nMore.\n": "ANA",
    "== x\n": "A",
    "==\n": "A",
    "=\n": "A",
    "= a synopsis\n": "=",
    "==== \n": "|",
    "/* x */ INT. A - DAY\n": "H",
    "INT. A - DAY /* x */\n": "H",
    "/* x\n\n*/ INT. A - DAY\n": "H",
    "Text [[note\nof two lines]] goes on.\n": "A",
    "Text [[note\n\nnever closed]] goes on.\n": "AA",
    "/* never closed\n\nINT. A - DAY\n": "AH",
    "ALLEZ [[a]\nb]] SAM\nHi.\n": "CD",
    ".**ACT 1**\n": "H",
    ". x\n": "A",
    "..x\n": "A",
    "#\n": "A",
    ">\n": "A",
    "THE END\n\n# Act\n": "A#",
    "SAM\n===\n": "A|",
    "23\nHi.\n": "A",
    "R2D2\nHi.\n": "CD",
    "HANS (on the radio)\nHi.\n": "CD",
    "ИВАН\nHi.\n": "CD",
    "ÉLODIE\nHi.\n": "CD",
    "老王A\n你好\n": "CD",
    "ATM机坏了。\n没钱。\n": "A",
    "!!CLOSE\n": "A",
    "shot: close\n": "A",
    "character: LI\n": "A",
    "SAM\n  \nHi.\n": "CD",
    "SAM\n \nHi.\n": "AA",
    "~La\n~La\n": "L",
    "> a <\n> b <\n": ">>",
    "": "",
    "\n\n": "",
}


@pytest.mark.parametrize("text", DECIDED)
def test_what_the_page_leaves_open_is_decided_once(text: str) -> None:
    assert fountain(text) == DECIDED[text]


# What the shared cases cover thinly: boneyards, page breaks, line ends, a mark at the top, tabs.
THIN = {
    "/* a\nb\n*/\n": "B",
    "/**/\n": "B",
    "/* a */ /* b */\n": "BB",
    "A /* b */ c.\n": "A",
    "A /* b\n\nc */ d.\n": "A",
    "A */ b\n": "A",
    "/* a /* b */ c */\n": "A",
    "[[ /* ]] */ x\n": "A",
    "/* [[ */ x ]]\n": "A",
    "CUT TO:\n/*\nx\n*/\nINT. A - DAY\n": "TBH",
    "INT. A\n\n/* b\n\nINT. C\n\n*/\n\nINT. D\n": "HBH",
    "SAM /* x */\nHi.\n": "CD",
    "A.\n===\nB.\n": "A|A",
    "A.\n\n=====\n\nB.\n": "A|A",
    "=== \n": "|",
    "====== x\n": "A",
    "SAM\nHi.\n===\nMore.\n": "CD|A",
    "INT. A - DAY\r\n\r\nSAM\r\nHi.\r\n": "HCD",
    "INT. A - DAY\r\rSAM\rHi.\r": "HCD",
    "Title: X\r\nNotes:\r\n\tA\r\n\tB\r\n\r\nINT. A\r\n": "KKH",
    "\ufeffTitle: X\n\nText.\n": "KA",
    "\ufeffINT. A - DAY\n": "H",
    "\tINT. A - DAY\n\n\tSAM\n\t(low)\n\tHi.\n": "HCPD",
    "SAM\nHi.\n\t\nMore.\n": "CDA",
    "\u3000SAM\nHi.\n": "CD",
    "SAM\nHi.\n\u3000\nMore.\n": "CDA",
    "SAM\u2028Hi.\n": "A",
}


@pytest.mark.parametrize("text", THIN)
def test_what_parsers_seldom_try_is_read_by_the_page(text: str) -> None:
    assert fountain(text) == THIN[text]


CASELESS = {
    "李雷\n你好\n": "A",
    "他走进房间\n然后坐下\n": "A",
    "@李雷\n你好\n": "CD",
    "＠李雷\n你好\n": "A",
    ".内景 客厅 - 夜\n": "H",
    "．内景 客厅\n": "A",
    "内景 客厅 夜\n": "A",
    "INT. 客厅 - 夜\n": "H",
    "@甲\n你好\n\n@乙 ^\n你好\n": "CDC^D",
    "标题：你好\n": "A",
    "李雷：你好\n": "A",
    "ИНТ. ДОМ - ДЕНЬ\n": "A",
    "～啦啦\n": "A",
    "！走\n": "A",
}


@pytest.mark.parametrize("text", CASELESS)
def test_in_fountain_files_chinese_forms_are_action(text: str) -> None:
    assert fountain(text) == CASELESS[text]


def test_a_heading_is_read_in_its_parts() -> None:
    text = "\n  INT./EXT. LI WEI'S CAR - THE ROAD - LATE NIGHT #12A#\n"
    (heading,) = [node for node in tree_of(text) if isinstance(node, SceneHeading)]
    assert (heading.setting, heading.number) == ("both", "12A")
    assert heading.text == "INT./EXT. LI WEI'S CAR - THE ROAD - LATE NIGHT"
    assert (heading.place, heading.time) == ("LI WEI'S CAR - THE ROAD", "LATE NIGHT")
    assert slices(text, heading, "place", "time", "text") == [
        heading.place,
        heading.time,
        heading.text,
    ]


@pytest.mark.parametrize(
    ("written", "setting"),
    [
        ("EXT./INT. CAR - DAY", "both"),
        ("INT. / EXT. CAR - DAY", "both"),
        ("INT/EXT CAR - DAY", "both"),
        ("I/E. CAR - DAY", "both"),
        ("EXT. CAR - DAY", "exterior"),
    ],
)
def test_a_heading_may_have_two_settings(written: str, setting: str) -> None:
    (heading,) = [node for node in tree_of(written + "\n") if isinstance(node, SceneHeading)]
    assert (heading.setting, heading.place, heading.time) == (setting, "CAR", "DAY")


def test_a_time_is_only_what_the_vocabulary_calls_one() -> None:
    headings = [
        (node.place, node.time)
        for text in ("INT. A - HALL", "INT. A - HALL - CONTINUOUS", "EXT. B-NIGHT", ".THE DREAM")
        for node in tree_of(text)
        if isinstance(node, SceneHeading)
    ]
    assert headings == [("A - HALL", ""), ("A - HALL", "CONTINUOUS"), ("B", "NIGHT"),
                        ("THE DREAM", "")]  # fmt: skip


def test_a_cue_is_read_in_its_parts() -> None:
    text = "SAM\nHi.\n\n    ***LI WEI*** (V.O.) (CONT'D) ^\nHi.\n"
    cue = cues(text)[1]
    assert (cue.name, cue.extension, cue.dual) == ("LI WEI", "V.O.) (CONT'D", True)
    assert slices(text, cue, "name", "text") == [cue.name, cue.text]


def test_a_caret_without_a_partner_is_no_dual_dialogue() -> None:
    assert [cue.dual for cue in cues("INT. A - DAY\n\nSAM ^\nHi.\n")] == [False]
    assert [cue.dual for cue in cues("SAM\nHi.\n\n[[n]]\n\nBOB^\nHi.\n")] == [False, True]


def test_a_title_page_keeps_every_line_of_a_value() -> None:
    text = "Title:\n    A\n    B\nAuthor: C\n\nText.\n"
    entries = [node for node in tree_of(text) if isinstance(node, TitleEntry)]
    assert [(entry.key, entry.text) for entry in entries] == [("Title", "A\nB"), ("Author", "C")]


def test_marks_indents_and_notes_are_no_part_of_the_text() -> None:
    assert texts(".A\n\n!B\n\n>C\n\n> D <\n\n# E\n\n= F\n\n~G\n\n  H [[n]]i\n", "a.fountain") == [
        "A", "B", "C", "D", "E", "F", "G", "H i",
    ]  # fmt: skip


def test_a_section_knows_its_depth() -> None:
    (section,) = [node for node in tree_of("### Act #2#\n") if isinstance(node, Section)]
    assert (section.depth, section.text) == (3, "Act #2#")


def test_what_is_never_closed_is_told_once_a_paragraph() -> None:
    assert codes("[[a [[b [[c\n\n[[d\n\n/* e /* f\n") == [
        "unclosed-note",
        "unclosed-note",
        "unclosed-boneyard",
    ]


def test_both_dialects_read_english_alike() -> None:
    for text in DECIDED:
        if "!!" not in text and text[:4] not in ("shot", "char") and text.isascii():
            assert kinds(text) == DECIDED[text], text
