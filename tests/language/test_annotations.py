"""Annotation lines, notes and `!!` lines are read with their properties, where they stand."""

from __future__ import annotations

import pytest

from drama_dsl.parser import parse
from drama_dsl.source import Source
from drama_dsl.tree import Form
from drama_grammar import vocabulary
from tests.language.reads import all_annotations, codes, cues, kinds, texts


@pytest.mark.parametrize("written, word", vocabulary().tables["annotation"].items())
def test_every_annotation_word_is_read_as_a_line_and_as_a_note(written: str, word: str) -> None:
    head = f"{written} en" if word == "sub" else written
    value = "a = wide" if word == "preset" else "LI WEI"
    for text in (f"{head}: {value}\n", f"{head}：{value}\n", f"[[{head.upper()}: {value}]]\n"):
        (found,) = all_annotations(text)
        assert (found.word, found.text) == (word, value)
        assert codes(text) == []
        assert text[found.value_start : found.value_end] == value


def test_an_annotation_counts_as_a_blank_line() -> None:
    assert kinds("Text.\nshot: wide\nSAM\nHi.\n") == "A@CD"
    assert kinds("CUT TO:\nshot: wide\nINT. A - DAY\n") == "T@H"


def test_an_annotation_inside_a_dialogue_is_looked_through() -> None:
    text = "SAM\nsuper: Later\nHi.\nsub en: Hello\n(low)\nMore.\nshot: wide\nAnd more.\n\nText.\n"
    assert kinds(text) == "C@D@PD@DA"


def test_annotations_begin_in_the_first_column_in_lower_case() -> None:
    assert kinds("Shot: wide\n\n shot: wide\n\nTHE shot: wide\n") == "KAA"


def test_an_annotation_word_at_the_top_means_that_there_is_no_title_page() -> None:
    assert kinds("style: ink\n\nText.\n") == "@A"
    assert kinds("Style: ink\n\nText.\n") == "KA"
    assert kinds("风格：水墨\n\n她走。\n") == "@A"


def test_properties_are_read_with_their_places() -> None:
    text = "character: LI WEI\n  look: grey\n    and old\n  wardrobe storm: wet\n\n  look: x\n"
    (found,) = all_annotations(text)
    assert [(one.key, one.argument, one.value) for one in found.properties] == [
        ("look", "", "grey and old"),
        ("wardrobe", "storm", "wet"),
    ]
    first = found.properties[0]
    assert text[first.value_start : first.value_end] == "grey\n    and old"
    assert text[first.key_start :].startswith("look:")
    assert text[found.start : found.end] == text[: text.index("\n\n") + 1]


def test_a_value_goes_on_over_indented_lines() -> None:
    (found,) = all_annotations("shot: close on LI WEI,\n  slow push in\n  last: he wakes\n")
    assert found.text == "close on LI WEI, slow push in"
    assert [one.key for one in found.properties] == ["last"]
    (light,) = all_annotations("light: a lantern\n  at the left: warm\n")
    assert light.text == "a lantern at the left: warm"


def test_a_note_holds_its_properties_behind_bars() -> None:
    text = r"[[Shot: close on A | last: he \| she \[\] | takes: 4 | whatever]]" + "\n"
    (found,) = all_annotations(text, "a.fountain")
    assert (found.form, found.text) == (Form.NOTE, "close on A")
    assert [(one.key, one.value) for one in found.properties] == [
        ("last", r"he | she \[]"),
        ("takes", "4"),
        ("", "whatever"),
    ]
    assert codes(text, "a.fountain") == []
    for one in found.properties[:2]:
        assert text[one.key_start :].startswith(one.written)
        assert text[one.value_start :].startswith(one.value[:2])


def test_a_note_may_hold_an_escaped_end() -> None:
    (found,) = all_annotations(r"[[SHOT: wide, \"a \]] b\"]]" + "\n")
    assert found.text == r"wide, \"a ]] b\""


def test_a_note_within_a_line_is_inside_its_element() -> None:
    text = "He looks. [[SHOT: close]] He runs.\n"
    assert kinds(text) == "A"
    assert texts(text) == ["He looks.  He runs."]
    (found,) = all_annotations(text)
    assert found.text == "close"


def test_notes_with_other_words_stay_notes() -> None:
    for note in ("[[https://a.b]]", "[[Plats: x]]", "[[todo]]", "[[a: b]]", "[[SHOT]]"):
        assert kinds(note + "\n") == "N"
        assert codes(note + "\n") == []
    assert codes("[[SHOTT: x]]\n") == ["unknown-annotation"]


def test_bangs_are_a_shot_in_drama_files_only() -> None:
    assert kinds("!! close on LI\n") == "@"
    assert kinds("!! close on LI\n", "a.fountain") == "A"
    (found,) = all_annotations("Text.\n!! close on LI\n  takes: 3\n")
    assert (found.form, found.text, found.properties[0].value) == (Form.BANG, "close on LI", "3")


def test_fountain_files_have_annotations_in_notes_only() -> None:
    assert kinds("Text.\n\nshot: wide\n", "a.fountain") == "AA"
    assert kinds("Text.\n\n[[shot: wide]]\n", "a.fountain") == "A@"


MISTAKES = {
    "charcter: LI\n": ["unknown-annotation"],
    "muisc: dread\n": ["unknown-annotation"],
    "https://example.test\n": [],
    "well: that is that\n": [],
    "character: LI\n  lok: x\n": ["unknown-property"],
    "character: LI\n  x: y\n  z: y\n": ["unknown-property", "unknown-property"],
    "prop: SWORD\n  look: a\n  look: b\n": ["property-twice"],
    "character: LI\n  wardrobe a: x\n  wardrobe b: y\n": [],
    "character: LI\n\n  look: x\n": ["stray-property"],
    "SAM\nHi.\n\n  look: x\n": [],
    "music:\n": ["empty-annotation"],
    "shot:\n": [],
    "sub: x\n": ["sub-without-language"],
}


@pytest.mark.parametrize("text", MISTAKES)
def test_mistakes_are_told_where_they_are_made(text: str) -> None:
    assert codes(text) == MISTAKES[text]


def test_a_diagnostic_underlines_what_is_wrong() -> None:
    text = "INT. A - DAY\n\ncharacter: LI\n  lok: x\n"
    (found,) = parse(Source("a.drama", text)).diagnostics
    assert found.primary is not None
    assert text[found.primary.span.start : found.primary.span.end] == "lok"
    assert [help_.text for help_ in found.helps] == ["did you mean `look`?"]


def test_a_cue_with_only_an_annotation_beneath_it_says_nothing() -> None:
    assert cues("THE END\nmusic: out\n\nText.\n") == []
