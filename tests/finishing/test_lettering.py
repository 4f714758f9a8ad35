"""Texts are wrapped by their width, stand where a viewer can read them, and come and go softly."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from drama_backends.finishing.lettering import Layer, letter
from drama_backends.finishing.wrapping import NEVER_FIRST, NEVER_LAST, wrap
from drama_backends.media.raster import SANS, rasterise, text_width
from drama_compiler.contract import MakeError, briefs, timings

CHINESE = "那条龙不是怪物，它只是一个被大海忘记了名字的孩子。"
ENGLISH = "The dragon is no monster. It is only a child whose name the sea has forgotten."
SIZES = [(1280, 720), (720, 1280), (1080, 1080), (320, 180), (180, 320), (1920, 800)]


def lettered(
    texts: list[tuple[str, str]], size: tuple[int, int], times: tuple[int, int] = (0, 48)
) -> list[Layer]:
    at = timings.TextAt(start_frame=times[0], end_frame=times[1])
    drawn = [briefs.TextBrief(role=role, text=text) for role, text in texts]
    return letter(drawn, [at] * len(texts), *size)


def ink(layer: Layer, least: int = 110) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the strong pixels of a layer, in the frame."""
    rows, columns = np.nonzero(layer.pixels[:, :, :3].min(axis=2) > least)
    return (
        layer.x + int(columns.min()),
        layer.y + int(rows.min()),
        layer.x + int(columns.max()) + 1,
        layer.y + int(rows.max()) + 1,
    )


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(
    "text", [CHINESE, ENGLISH, "Hi.", "Donaudampfschifffahrtsgesellschaft" * 2]
)
def test_every_text_stands_within_the_safe_area(size: tuple[int, int], text: str) -> None:
    width, height = size
    foot = 0.86 if height > width else 0.95
    for role in ("subtitle", "translation", "super", "title"):
        left, top, right, bottom = ink(lettered([(role, text)], size)[0])
        assert left >= width * 0.05 and right <= width * 0.95, role
        assert top >= height * 0.05 and bottom <= height * foot, role


@pytest.mark.parametrize("text", [CHINESE, ENGLISH])
def test_a_vertical_subtitle_fills_no_more_than_its_share_in_two_lines(text: str) -> None:
    left, top, right, bottom = ink(lettered([("subtitle", text)], (720, 1280))[0])
    assert right - left <= 720 * 0.84
    assert bottom - top <= 2 * 1.3 * 720 * 0.058


def test_the_translation_stands_under_its_line_in_smaller_type() -> None:
    both = lettered(
        [("subtitle", "母亲，等我回来！"), ("translation", "母亲，等我回来！")], (720, 1280)
    )
    above, below = (ink(layer) for layer in both)
    assert above[3] <= below[1]
    assert (below[2] - below[0]) < 0.8 * (above[2] - above[0])


def test_a_subtitle_keeps_its_place_whether_its_translation_is_short_or_long() -> None:
    tops = {
        ink(lettered([("subtitle", "走吧"), ("translation", text)], (1280, 720))[0])[1]
        for text in ("Go.", ENGLISH)
    }
    assert len(tops) == 1


def test_two_who_speak_at_once_are_set_one_above_the_other() -> None:
    first, second = lettered([("subtitle", "Run!"), ("subtitle", "Stay!")], (1280, 720))
    assert ink(second)[3] <= ink(first)[1]


def test_a_title_in_two_scripts_sets_the_second_small_beneath() -> None:
    main, small = lettered([("title", "归海 THE SEA RETURNS")], (720, 1280))
    assert ink(main)[3] < ink(small)[1]
    assert (ink(small)[3] - ink(small)[1]) * 2 < ink(main)[3] - ink(main)[1]


def test_marks_that_would_break_a_drawing_are_drawn() -> None:
    (layer,) = lettered([("subtitle", 'A & B <c> "d"\x07\x00')], (640, 360))
    assert ink(layer)[2] > ink(layer)[0]
    assert lettered([("subtitle", " \n ")], (640, 360)) == []


def test_a_text_comes_and_goes_in_four_frames() -> None:
    (layer,) = lettered([("subtitle", "Hi")], (320, 180), times=(10, 30))
    strengths = [layer.strength(frame, 40) for frame in range(8, 32)]
    assert np.allclose(strengths[:8], [0, 0, 0.2, 0.4, 0.6, 0.8, 1, 1])
    assert np.allclose(strengths[-8:], [1, 1, 0.8, 0.6, 0.4, 0.2, 0, 0])


def test_a_text_that_goes_on_over_a_cut_does_not_blink() -> None:
    (layer,) = lettered([("subtitle", "Hi")], (320, 180), times=(0, 40))
    assert [layer.strength(frame, 40) for frame in (0, 39)] == [1, 1]


def test_lines_are_broken_where_a_typesetter_would() -> None:
    def measure(text: str) -> float:
        return text_width(text, SANS, 40)

    english = wrap("I told you the sea gives nothing back, and it never will.", 700, measure)
    assert english == ["I told you the sea gives", "nothing back, and it never will."] or (
        english == ["I told you the sea gives nothing back,", "and it never will."]
    )
    for width in range(160, 900, 20):
        lines = wrap(CHINESE, width, measure, 9)
        assert lines is not None
        assert "".join(lines) == CHINESE
        assert all(line[0] not in NEVER_FIRST and line[-1] not in NEVER_LAST for line in lines)
        assert all(measure(line) <= width for line in lines)
    assert wrap("Donaudampfschiff", 100, measure) is None


def drawn(svg: str, width: int = 40, height: int = 20) -> NDArray[np.uint8]:
    return rasterise(f'<svg xmlns="http://www.w3.org/2000/svg" {svg}</svg>', width, height)


def test_a_drawing_is_premultiplied_and_as_large_as_asked() -> None:
    layer = drawn('width="20" height="10"><rect width="20" height="10" fill="red" opacity="0.5"/>')
    assert layer.shape == (20, 40, 4)
    assert layer[10, 20].tolist() == [0, 0, 128, 128]


def test_chinese_and_latin_are_drawn_without_fonts_of_the_system() -> None:
    for text in ("海", "a", "é", "“"):
        layer = drawn(f'viewBox="0 0 40 20"><text x="9" y="16" font-family="{SANS}">{text}</text>')
        assert layer[:, :, 3].max() > 100, text


def test_a_broken_drawing_is_reported() -> None:
    with pytest.raises(MakeError, match="cannot be read"):
        drawn('viewBox="0 0 4 4"><rect')
    with pytest.raises(MakeError, match="no <svg>"):
        rasterise("<p/>", 4, 4)
