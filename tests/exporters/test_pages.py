"""Pages: how lines wrap, where pages end, how long scenes are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from drama_dsl.emphasis import Run
from drama_dsl.manuscript import Page, Paper, as_pages, layout_of, pages_in_eighths, paginate
from drama_dsl.manuscript.widths import cells, columns, wrap
from drama_dsl.tree import Kind
from tests.exporters.scripts import manuscript


def _lines(text: str, width: int) -> list[str]:
    return ["".join(c.text for c in line) for line in wrap(cells([Run(text)]), width)]


def _pages(text: str, name: str = "film.fountain", paper: Paper | None = None) -> list[Page]:
    found = manuscript(text, name)
    return paginate(found, layout_of(found, paper))


def _texts(page: Page) -> list[str]:
    return [line.text for _, line in page.rows()]


def test_words_wrap_whole_and_long_ones_are_cut() -> None:
    assert _lines("the quick brown fox", 10) == ["the quick", "brown fox"]
    assert _lines("a well-known abcdefghijkl", 8) == ["a well-", "known", "abcdefgh", "ijkl"]


def test_a_chinese_line_begins_with_no_closing_mark() -> None:
    # Eight columns are four characters; the comma takes the one before it along.
    assert _lines("一二三四，五六", 8) == ["一二三", "四，五六"]
    assert _lines("一二三「四五」", 8) == ["一二三", "「四五」"]
    assert _lines("他说 hello world 好", 10) == ["他说 hello", "world 好"]


def test_marks_are_as_wide_as_the_text_they_stand_in() -> None:
    assert columns("“Yes…”") == 6
    assert columns("“好……”") == 10


@settings(max_examples=200, deadline=None)
@given(st.text("一二三，。「」a b-“”…\n", max_size=40), st.integers(6, 20))
def test_no_character_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    found = wrap(cells([Run(text)]), width)
    assert "".join(c.text for line in found for c in line).split() or not text.split()
    said = "".join("".join(c.text for c in line) for line in found)
    assert said.replace(" ", "") == text.replace("\n", "").replace(" ", "")
    assert all(sum(c.width for c in line) <= width for line in found)


def test_elements_stand_where_the_trade_has_them() -> None:
    page = _pages("INT. A - DAY\n\nHe waits.\n\nBOB\n(low)\nHi.\n\nCUT TO:\n")[0]
    columns_ = {line.kind: line.column for _, line in page.rows()}
    assert columns_ == {
        Kind.SCENE_HEADING: 15,
        Kind.ACTION: 15,
        Kind.CHARACTER: 37,
        Kind.PARENTHETICAL: 31,
        Kind.DIALOGUE: 25,
        Kind.TRANSITION: 15 + 60 - len("CUT TO:"),
    }


def test_a_letter_page_has_55_lines_and_a_chinese_page_is_a4_with_wider_lines() -> None:
    english, chinese = manuscript("He waits.\n"), manuscript("他等着。\n")
    assert (layout_of(english).lines, layout_of(english).width) == (55, 612)
    assert (layout_of(chinese).pitch, round(layout_of(chinese).width)) == (18, 595)
    assert layout_of(chinese, Paper.LETTER).width == 612


def test_a_heading_never_ends_a_page() -> None:
    for filler in range(40, 56):
        text = "\n".join(["x"] * filler) + "\n\nINT. A - DAY\n\nOne.\nTwo.\nThree.\nFour.\n"
        for page in _pages(text)[:-1]:
            assert page.placed[-1].block.kind is not Kind.SCENE_HEADING


def test_a_speech_breaks_with_more_and_goes_on_under_its_name() -> None:
    speech = "BOB (V.O.)\n" + "This is a sentence of the speech. " * 12
    seen = False
    for filler in range(44, 54):
        pages = _pages("\n".join(["x"] * filler) + f"\n\n{speech}\n")
        first, second = _texts(pages[0]), _texts(pages[1])
        if first[-1] == "(MORE)":
            seen = True
            assert second[0] == "BOB (V.O.) (CONT'D)"
            assert first[-2].endswith(".") or len(second) >= 3
            assert len([line for line in first if line != "x"]) >= 4
        else:
            assert second[0] == "BOB (V.O.)"
        said = " ".join(t for t in first + second if not t.startswith(("x", "BOB", "(MORE)")))
        assert said.split() == ("This is a sentence of the speech. " * 12).split()
    assert seen


def test_a_paragraph_leaves_no_single_line() -> None:
    action = "\n".join(f"line {number}" for number in range(6))
    for filler in range(45, 56):
        pages = _pages("\n".join(["x"] * filler) + f"\n\n{action}\n")
        counts = [len([t for t in _texts(page) if t.startswith("line")]) for page in pages]
        assert sum(counts) == 6
        assert 1 not in counts


def test_a_page_break_and_what_is_longer_than_a_page_make_pages() -> None:
    assert len(_pages("One.\n\n===\n\nTwo.\n")) == 2
    assert len(_pages("===\n\nTwo.\n\n===\n")) == 1
    assert len(_pages("")) == 1
    dual = "BOB\n" + "Yes.\n" * 70 + "\nANN ^\nNo.\n"
    assert len(_pages(dual)) == 2


def test_dual_speeches_stand_side_by_side() -> None:
    page = _pages("BOB\nOne.\n\nANN ^\nTwo.\n")[0]
    rows = {line.text: (row, line.column) for row, line in page.rows()}
    assert rows["BOB"][0] == rows["ANN"][0]
    assert rows["One."][0] == rows["Two."][0]
    assert rows["One."][1] + 28 <= rows["Two."][1]


_PARTS = (
    "INT. A - DAY",
    "BOB\n" + "Said here. " * 30,
    "x " * 200,
    "CUT TO:",
    "BOB\nHi.",
    "===",
    "ANN\n(a)\nb\n(c)\n" + "d\n" * 9,
    "李雷走了过来，坐下。" * 30,
    "BOB\na\n\nANN ^\nb",
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_PARTS), max_size=40))
def test_every_line_is_on_one_page_and_no_page_is_too_long(parts: list[str]) -> None:
    found = manuscript("\n\n".join(parts) + "\n")
    layout = layout_of(found)
    pages = paginate(found, layout)
    assert all(page.used <= layout.lines for page in pages)
    signs = ("(MORE)", "（接下页）", "(CONT'D)", "（续）")
    said = [t for page in pages for t in _texts(page) if not t.endswith(signs)]
    wanted = "".join("".join(parts).replace("===", "").replace(" ^", "").split())
    assert sorted("".join("".join(said).split())) == sorted(wanted)


def test_scenes_are_counted_in_eighths() -> None:
    text = "INT. A - DAY #1#\n\nShort.\n\nINT. B - DAY #2#\n\n" + "\n".join(["x"] * 82) + "\n"
    found = manuscript(text)
    layout = layout_of(found)
    lengths = pages_in_eighths(paginate(found, layout), layout)
    assert [(each.number, each.eighths, each.page) for each in lengths] == [
        ("1", 1, 1),
        ("2", 12, 1),
    ]
    assert [as_pages(eighths) for eighths in (1, 8, 13, 0)] == ["1/8", "1", "1 5/8", "0"]


def test_an_annotation_stays_with_what_it_directs() -> None:
    directions = "shot: wide, 3s\nlight: low\n\n"
    for filler in range(44, 56):
        text = "INT. A - DAY\n\n" + "\n".join(["x"] * filler) + f"\n\n{directions}One.\nTwo.\n"
        found = manuscript(text, "film.drama")
        pages = paginate(found, layout_of(found), shots=True)
        assert all(page.placed[-1].block.kind is not Kind.ANNOTATION for page in pages)
        flat = [text for page in pages for text in _texts(page)]
        assert flat[-4:] == ["SHOT: wide, 3s", "LIGHT: low", "One.", "Two."]


def test_a_translation_stands_beneath_its_line() -> None:
    found = manuscript("BOB\nHi.\nsub zh: 嗨\n\nOne.\n", "film.drama")
    page = paginate(found, layout_of(found), shots=True)[0]
    assert [(line.text, line.column) for _, line in page.rows()] == [
        ("BOB", 37),
        ("Hi.", 25),
        ("SUB zh: 嗨", 25),
        ("One.", 15),
    ]
