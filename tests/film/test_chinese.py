"""Chinese scripts resolve as English ones do; what only may be a cue is decided by names."""

from __future__ import annotations

from fractions import Fraction

from drama_compiler.film.words import Composition, Daytime, Facing, ScreenPlace, Size
from tests.film.told import actions, codes, lines, shots, told

CAST = "角色：李雷\n  服装 蓑衣：旧蓑衣\n\n角色：母亲\n\n道具：玉剑\n\n"


def test_a_declared_name_makes_a_cue_and_another_does_not() -> None:
    found = told(CAST + "外景 海边 夜\n\n李雷：娘！\n\n他说：走吧\n\n母亲（旁白）\n别来。\n")
    assert [(line.character, line.text) for line in lines(found)] == [
        ("李雷", "娘！"),
        ("母亲", "别来。"),
    ]
    assert lines(found)[1].off_screen
    assert [each.text for each in actions(found)] == ["他说：走吧"]
    assert len(found.cues) == 2


def test_a_forced_cue_makes_its_name_a_speaker_everywhere() -> None:
    found = told("内景 茶馆 日\n\n老人：先别说。\n\n@老人\n坐。\n")
    assert [line.character for line in lines(found)] == ["老人", "老人"]


def test_one_sign_names_are_no_mentions_but_can_be_shot_and_cast() -> None:
    found = told("角色：龙\n\n外景 海 夜\n\n出场：龙\n\n龙舟过海。\n\n镜头：特写龙\n")
    assert actions(found)[0].characters == ()
    assert shots(found)[-1].subjects[0].id == "龙"
    assert codes(found) == []


def test_a_shot_needs_no_spaces() -> None:
    text = CAST + (
        "外景 海边 夜\n\n镜头：特写李雷穿蓑衣，缓推，3秒\n\n镜头：双人李雷和母亲\n\n"
        "镜头：过肩李雷对母亲\n\n镜头：近景李雷左侧，面向右\n"
    )
    close, two, over, side = shots(told(text))
    assert (close.size, close.seconds, close.subjects[0].wardrobe) == (
        Size.CLOSE,
        Fraction(3),
        "蓑衣",
    )
    assert two.composition is Composition.TWO
    assert (over.over, over.subjects[0].id) == ("李雷", "母亲")
    assert side.subjects[0].place is ScreenPlace.LEFT
    assert side.subjects[0].facing is Facing.RIGHT


def test_lines_of_a_paragraph_join_without_blanks() -> None:
    found = told("外景 海边 夜\n\n风起了。\n浪也起了。\n")
    assert actions(found)[0].text == "风起了。浪也起了。"


def test_the_language_and_the_times_are_understood() -> None:
    film = told("标题：海\n格式：9:16\n字幕：en\n\n内景 茅屋 黄昏\n\n灯亮。\n").film
    assert (film.language, film.subtitles, film.title) == ("zh", ("en",), "海")
    assert film.scenes[0].time is Daytime.DUSK
    assert film.format.height == 1280


def test_a_storm_of_other_signs_is_still_the_variant_of_the_storm() -> None:
    text = "地点：怒海\n  变体 风暴：黑浪\n\n外景 怒海 夜\n\n天气：暴风雨，闪电\n\n浪起。\n"
    assert told(text).film.scenes[0].variant == "风暴"
