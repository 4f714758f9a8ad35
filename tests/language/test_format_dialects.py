"""A script written in the other dialect: notes for lines, marks for Chinese, and back."""

from __future__ import annotations

import pytest

from drama_dsl.convert import to_drama, to_fountain
from tests.language.reads import kinds, tree_of


@pytest.mark.parametrize(
    ("drama", "fountain"),
    [
        ("shot: close on ANN\n  last: she turns\n", "[[SHOT: close on ANN | last: she turns]]\n"),
        ("cast: ANN\nlight: dim\n", "[[CAST: ANN]]\n\n[[LIGHT: dim]]\n"),
        ("super: a | b ]] c\n", "[[SUPER: a \\| b \\]\\] c]]\n"),
        ("ANN\nHello.\nsub zh: 你好\n", "ANN\nHello.\n[[SUB zh: 你好]]\n"),
        ("内景 茶馆 日\n", ".内景 茶馆 日\n"),
        (
            "character: 李雷\n\n李雷（旁白）：走吧。\n",
            "[[CHARACTER: 李雷]]\n\n@李雷 (旁白)\n走吧。\n",
        ),
        ("＠李雷\n走。\n\n韩梅\n来。\n", "@李雷\n走。\n\n韩梅\n来。\n"),
        ("△门开了。\n", "!门开了。\n"),
        ("淡入：\n", "> 淡入：\n"),
        ("片名：归海\n", "片名: 归海\n"),
    ],
)
def test_annotations_become_notes_and_chinese_forms_forced_ones(drama: str, fountain: str) -> None:
    converted = to_fountain(tree_of(drama))
    assert converted.text == fountain
    assert converted.diagnostics == ()
    back = to_drama(tree_of(fountain, "script.fountain"))
    assert kinds(back.text) == kinds(drama)
    assert back.diagnostics == ()


@pytest.mark.parametrize(
    ("fountain", "drama"),
    [
        ("[[SHOT: close on ANN | takes: 4]]\n", "shot: close on ANN\n  takes: 4\n"),
        ("[[SHOT: he runs as if nobody saw]]\n", "[[SHOT: he runs as if nobody saw]]\n"),
        ("[[a note]]\n", "[[a note]]\n"),
        ("music: a band plays\n", "!music: a band plays\n"),
        ("!!close\n", "! !close\n"),
        ("内景 茶馆 日\n", "!内景 茶馆 日\n"),
        (".内景 茶馆 日\n", "内景 茶馆 日\n"),
        ("@李雷\n走。\n\n@李雷 (旁白)\n来。\n", "@李雷\n走。\n\n李雷（旁白）\n来。\n"),
        ("@李雷\n走。\n\n李雷\n来。\n", "@李雷\n走。\n\n!李雷\n来。\n"),
    ],
)
def test_notes_become_lines_where_these_say_the_same(fountain: str, drama: str) -> None:
    converted = to_drama(tree_of(fountain, "script.fountain"), careful=True)
    assert converted.text == drama
    assert converted.diagnostics == ()


def test_what_the_other_dialect_cannot_say_is_told_where_it_stands() -> None:
    text = "INT. A - DAY\n\nshot: clsoe on ANN\n\nAnn.\n"
    (found,) = to_fountain(tree_of(text)).diagnostics
    assert found.code == "reads-otherwise"
    assert found.primary is not None
    assert text[found.primary.span.start : found.primary.span.end] == "shot: clsoe on ANN"
