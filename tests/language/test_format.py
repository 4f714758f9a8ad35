"""The formatter: one way for every element, and nothing that the writer meant is touched."""

from __future__ import annotations

import pytest

from drama_dsl.format import format_tree
from tests.language.reads import tree_of


def formatted(text: str, name: str = "script.drama") -> str:
    return format_tree(tree_of(text, name))


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("INT.   HOUSE\t-  DAY#1#", "INT. HOUSE - DAY #1#\n"),
        ("A.\n\n\n\n\nB.", "A.\n\n\nB.\n"),
        ("A.\n\nB.\n\n\n", "A.\n\nB.\n"),
        ("INT. A - DAY\nAnn.", "INT. A - DAY\n\nAnn.\n"),
        ("INT. A - DAY\n= what\nAnn.", "INT. A - DAY\n= what\n\nAnn.\n"),
        ("CUT TO:\nINT. A - DAY", "CUT TO:\n\nINT. A - DAY\n"),
        ("\t\tANN(V.O.)^\n\t( low )\n\tHi.  ", "ANN (V.O.) ^\n(low)\nHi.\n"),
        ("ANN\nHi.\n  \nYou.", "ANN\nHi.\n  \nYou.\n"),
        ("  He waits.  \n    And waits.", "  He waits.\n    And waits.\n"),
        ("shot:wide,\n    3s\n    last:x", "shot: wide,\n    3s\n  last: x\n"),
        ("prop: KEY\n\tlook :  old\n\t\tand gold", "prop: KEY\n  look: old\n    and gold\n"),
        ("镜头： 特写\n　尾帧： 他笑", "镜头：特写\n  尾帧：他笑\n"),
        ("!!close on ANN\n！！ 特写", "!! close on ANN\n！！特写\n"),
        ("[[SHOT:close|last:x\\|y]]", "[[SHOT: close | last: x\\|y]]\n"),
        (">fade out.\n\n>the end<", "> fade out.\n\n> the end <\n"),
        ("#Act\n##  Two\n=what", "# Act\n## Two\n= what\n"),
        (
            "character: 李雷\n\n李雷： 走吧。\n李雷：好。",
            "character: 李雷\n\n李雷：走吧。\n李雷：好。\n",
        ),
        ("[[a\n   b  ]]   [[c]]", "[[a\n   b  ]] [[c]]\n"),
    ],
)
def test_every_element_has_one_way(written: str, wanted: str) -> None:
    assert formatted(written) == wanted
    assert formatted(wanted) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeff",
        "CUT TO: \n",
        "Ann comes.  She sits.\n",
        "ANN\nHello.\nsub zh: 你好\n",
        "ANN\nHello.\n!He goes.\nsub zh: 你好\n",
        "shot: wide\nANN\nHello.\n",
        "music: out\ncast: ANN\nlight: dim\n",
        "他说： 走吧。\n",
        "/* cut\n   this */\n",
        "Hello [[see\nhere]] you.\n",
        "a\n\n\nb\n",
    ],
)
def test_what_is_meant_stays(text: str) -> None:
    assert formatted(text) == text


def test_line_ends_are_those_of_the_file_if_it_has_one_kind() -> None:
    assert formatted("INT.  A\r\n\r\nHi.") == "INT.  A\r\n\r\nHi.\r\n".replace("  ", " ")
    assert formatted("INT.  A\r\n\nHi.\r") == "INT. A\n\nHi.\n"
    assert formatted("\ufeffINT.  A\n") == "\ufeffINT. A\n"


def test_a_title_page_has_its_values_behind_one_blank_or_four_beneath() -> None:
    page = "Title:\tX\nContact:\nBox 1\n\tCity\nINT. A - DAY\n"
    wanted = "Title: X\nContact:\n    Box 1\n    City\n\nINT. A - DAY\n"
    assert formatted(page, "script.fountain") == wanted


def test_where_the_one_way_would_read_otherwise_the_writers_way_stays() -> None:
    text = "ANN\nHello.\n  shot: wide\n\nINT.  A - DAY\n"
    assert formatted(text) == text.replace("INT.  A", "INT. A")
