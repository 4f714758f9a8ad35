"""In a `.drama` file Chinese needs no marks of Fountain, and its own marks count."""

from __future__ import annotations

import pytest

from drama_dsl.tree import SceneHeading, Setting
from tests.language.reads import all_annotations, codes, cues, kinds, slices, texts, tree_of

PROBES = {
    "李雷\n你好\n": "CD",
    "李雷\n（低声）\n你好\n": "CPD",
    "李雷（旁白）\n你好\n": "CD",
    "李雷：你好\n": "CD",
    "李雷:你好\n": "CD",
    "李雷（旁白）：你好\n": "CD",
    "李雷：你好。\n韩梅梅：你好。\n": "CDCD",
    "茶馆很静。\n李雷：你好。\n": "ACD",
    "＠李雷\n你好\n": "CD",
    "＠李雷\n你好\n\n＠韩梅梅 ＾\n你好\n": "CDC^D",
    "．客厅\n\n。客厅\n": "HH",
    "！内景 客厅 夜\n": "A",
    "～啦啦\n": "L",
    "＃ 第一幕\n＝ 梗概\n": "#=",
    "＞叠化\n\n＞ 完 ＜\n": "T>",
    "内景 客厅 夜\n\n外景 海边 - 黄昏\n": "HH",
    "内／外 车里 晨\n\n内外景 车里\n": "HH",
    "内．茶馆．日\n\n外·海边·夜\n": "HH",
    "1-1 茶馆 日 内\n\n1.2 茶馆 内 日\n": "HH",
    "外面下着雨。\n": "A",
    "内心独白\n": "A",
    "内景 下着雨。\n": "A",
    "他走进房间，坐下。\n然后他睡着了。\n": "A",
    "淡入：\n\n内景 客厅 夜\n\n切至：\n": "THT",
    "△李雷走进来。\n": "A",
    "标题：龙门\n作者：某人\n\n内景 客厅 夜\n": "KKH",
    "老王A\n你好\n": "CD",
    "ИВАН\nПривет\n": "CD",
    "1：30 出发\n": "A",
}


@pytest.mark.parametrize("text", PROBES)
def test_chinese_is_read_without_marks(text: str) -> None:
    assert kinds(text) == PROBES[text]


UNDECIDED = {
    "他说：走吧\n": "A",
    "夜深了\n他睡着了\n": "A",
    "李雷\n（低声）\n你好\n\n她走了。\n": "AA",
    "＠李雷\n你好\n": "CD",
    "SAM\nHi.\n": "CD",
}


@pytest.mark.parametrize("text", UNDECIDED)
def test_a_cue_that_is_no_name_is_action_after_all(text: str) -> None:
    assert kinds(text, decided=False) == UNDECIDED[text]


def test_only_declarations_decide_about_chinese_cues() -> None:
    found = cues("李雷\n你好\n\n@韩梅梅\n你好\n\nSAM\nHi.\n\n他说：走吧\n")
    assert [(cue.name, cue.maybe) for cue in found] == [
        ("李雷", True),
        ("韩梅梅", False),
        ("SAM", False),
        ("他说", True),
    ]


def test_a_line_with_its_cue_is_parted_where_the_words_begin() -> None:
    text = "　李雷（旁白）： 你好，\n我来了。\n"
    tree = tree_of(text)
    cue, said = tree.nodes
    assert text[cue.start : cue.end] == "　李雷（旁白）： "
    assert (said.text, said.text_start) == ("你好，\n我来了。", cue.end)
    (found,) = cues(text)
    assert (found.name, found.extension) == ("李雷", "旁白")
    assert slices(text, found, "name") == ["李雷"]


def test_the_parts_of_chinese_headings_are_known() -> None:
    script = "内景 龙宫 大殿 夜\n\n2-3 茶馆 外 清晨\n\n内外 船上 傍晚 #7#\n"
    headings = [node for node in tree_of(script) if isinstance(node, SceneHeading)]
    assert [(one.setting, one.place, one.time, one.number) for one in headings] == [
        (Setting.INTERIOR, "龙宫 大殿", "夜", ""),
        (Setting.EXTERIOR, "茶馆", "清晨", "2-3"),
        (Setting.BOTH, "船上", "傍晚", "7"),
    ]
    for heading in headings:
        assert slices(script, heading, "place", "time") == [heading.place, heading.time]


def test_annotations_have_chinese_words_marks_and_properties() -> None:
    (who, shot, sub) = all_annotations(
        "角色：李雷\n　外貌：瘦\n  服装 风暴：湿衣\n\n镜头：特写李雷，缓推\n\n"
        "＠李雷\n走\n字幕en：Go\n"
    )
    assert (who.word, who.text) == ("character", "李雷")
    assert [(one.key, one.argument, one.value) for one in who.properties] == [
        ("look", "", "瘦"),
        ("wardrobe", "风暴", "湿衣"),
    ]
    assert (shot.word, shot.text) == ("shot", "特写李雷，缓推")
    assert (sub.word, sub.argument, sub.text) == ("sub", "en", "Go")


def test_wide_bangs_are_a_shot() -> None:
    (shot,) = all_annotations("！！远景，航拍\n")
    assert (shot.word, shot.form, shot.text) == ("shot", "bang", "远景，航拍")


def test_a_chinese_scene_reads_as_one_expects() -> None:
    text = "内景 茶馆 日\n\n李雷坐着。\n\n李雷\n走吧。\n\n韩梅梅：不。\n"
    assert kinds(text) == "HACDCD"
    assert texts(text) == ["内景 茶馆 日", "李雷坐着。", "李雷", "走吧。", "韩梅梅", "不。"]
    assert codes(text) == []
