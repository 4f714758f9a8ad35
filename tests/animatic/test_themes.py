"""Themes: a folder that a film brings is read, tried and drawn with; what is wrong is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from drama_backends.animatic import Animatic
from drama_backends.animatic.camera.shoot import still
from drama_backends.animatic.theme.folder import BYTES_MAX, read_shelf
from drama_backends.animatic.theme.theme import PLAIN, Theme, read_theme
from drama_compiler.contract import (
    Angle,
    Composition,
    Facing,
    Format,
    Job,
    JobKind,
    Size,
    briefs,
    timings,
)

EXAMPLE = Path(__file__).parents[2] / "examples" / "borrowed-flame"
SETTINGS = """\
style = "pencil"
[palette]
ink = "#101010"
sky_low = "#ff0000"
[print]
chroma = 0.0
"""
SHOT = briefs.ClipBrief(
    shot="1A",
    format=Format(width=160, height=90),
    aspect="16:9",
    size=Size.FULL,
    composition=Composition.SINGLE,
    angle=Angle.EYE_LEVEL,
    figures=(
        briefs.FigureBrief(id="ann", name="ANN", look="woman, red coat", facing=Facing.RIGHT),
    ),
    things=(briefs.ThingBrief(id="boat", name="BOAT"),),
    place=briefs.PlaceBrief(id="beach", name="BEACH"),
    style=briefs.StyleBrief(name="Wood Cut", look="flat graphic"),
)
TIMING = timings.ClipTiming(body_frames=24, head_frames=0, tail_frames=0)


def themed(**files: str) -> tuple[Theme, str]:
    """The theme of files by name, dots written as `__`, and what is wrong with it."""
    named = {name.replace("__", "."): text for name, text in files.items()}
    return read_theme({"name": "themes/x", "files": named, "trouble": ""})


def drawn(theme: Theme) -> Any:
    """The middle of the shot."""
    style = theme.style or "flat"
    return still(SHOT, TIMING, style, 0.5, theme=theme)[..., :3].astype(int).copy()


def test_the_example_theme_is_whole_and_changes_every_part_of_the_picture() -> None:
    shelf = read_shelf(EXAMPLE)
    found = shelf.theme_for("WOODCUT")
    assert found is not None and shelf.theme_for("FABLE") is None
    theme, trouble = read_theme(found.as_json)
    assert not trouble and theme.style == "pencil" and len(theme.templates) == 2
    assert np.abs(drawn(theme) - drawn(PLAIN)).mean() > 10


def test_a_theme_is_named_by_the_project_or_taken_by_the_name_of_the_style(tmp_path: Path) -> None:
    for name in ("wood-cut", "other"):
        (tmp_path / "themes" / name).mkdir(parents=True)
        (tmp_path / "themes" / name / "theme.toml").write_text(f'style = "ink" # {name}')
    job = Job("clip/a", JobKind.CLIP, SHOT, TIMING)
    body = Animatic().with_project(tmp_path).lower([job]).body
    assert body["theme"]["name"] == "themes/wood-cut"
    (tmp_path / "drama.toml").write_text('[film]\ntheme = "themes/other"\n')
    assert Animatic().with_project(tmp_path).lower([job]).body["theme"]["name"] == "themes/other"
    assert "theme" not in Animatic().lower([job]).body


def test_a_changed_file_is_another_request_and_the_same_files_are_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "themes" / "wood-cut"
    folder.mkdir(parents=True)
    (folder / "theme.toml").write_text('style = "ink"')
    job = Job("clip/a", JobKind.CLIP, SHOT, TIMING)
    voice = Job("voice/a", JobKind.VOICE, briefs.VoiceBrief(
        text="Hi", language="en", character="ann", name="ANN"))  # fmt: skip

    def asked(job: Job) -> str:
        return Animatic().with_project(tmp_path).lower([job]).digest({})

    before, spoken = asked(job), asked(voice)
    assert asked(job) == before
    (folder / "theme.toml").write_text('style = "flat"')
    assert asked(job) != before and asked(voice) == spoken


def test_settings_choose_the_style_the_colours_and_the_print() -> None:
    theme, trouble = themed(theme__toml=SETTINGS)
    assert not trouble and theme.style == "pencil"
    picture = drawn(theme)
    assert (picture.max(axis=2) - picture.min(axis=2)).max() <= 3, "printed without any colour"


def test_templates_draw_over_layers_people_and_things() -> None:
    red = '<path d="M-9000 -9000h18000v18000h-18000z" fill="#ff0000"/>'
    for template in ("layer__svg__j2", "figure__svg__j2", "thing__svg__j2"):
        theme, trouble = themed(**{template: red})
        assert not trouble
        blue, green, strong = drawn(theme)[60, 80]
        assert strong > 150 and blue < 60 and green < 60, template


def test_an_embedded_template_can_be_included() -> None:
    theme, trouble = themed(figure__svg__j2='{% include "embedded/figure.svg.j2" %}')
    assert not trouble
    assert np.array_equal(drawn(theme), drawn(PLAIN))


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"layer.svg.j2": "{{ svg }}\n{% for x in %}"}, "`layer.svg.j2`, line 2: "),
        ({"layer.svg.j2": "{{ nobody }}"}, "'nobody' is undefined"),
        ({"layer.svg.j2": "<g>{{ svg }}"}, "is no SVG"),
        ({"layer.svg.j2": "{{ svg.__class__.__mro__ }}"}, "unsafe"),
        ({"layer.svg.j2": "{% include 'embedded/../x' %}"}, "`layer.svg.j2`"),
        ({"layer.svg.j2": '<image href="/etc/passwd"/>'}, "points outside itself"),
        ({"layer.svg.j2": "<g fill=\"url('http://x/y')\"/>"}, "points outside itself"),
        ({"layer.svg.j2": "{% for a in range(10**9) %}{% endfor %}"}, "Range too big"),
        ({"layer.svg.j2": "{{ 1 // 0 }}"}, "division"),
        ({"figures.svg.j2": ""}, "did you mean `figure.svg.j2`"),
        ({"theme.toml": "style = 'oil'"}, "no style is called `oil`"),
        ({"theme.toml": "style = "}, "`theme.toml`: "),
        ({"theme.toml": "[pallete]\nink = '#000000'"}, "did you mean `palette`"),
        ({"theme.toml": "[palette]\nink = 'black'"}, "`ink` is a colour"),
        ({"theme.toml": "[print]\nchroma = 9"}, "`chroma` is a number from 0 to 2"),
        ({"theme.toml": "[print]\nchroma = true"}, "`chroma` is a number from 0 to 2"),
    ],
)
def test_what_is_wrong_is_said_and_left_out(files: dict[str, str], told: str) -> None:
    theme, trouble = read_theme({"name": "themes/x", "files": files, "trouble": ""})
    assert trouble.startswith("the theme `themes/x` is not used as it is: ")
    assert told in trouble, trouble
    assert theme == Theme("themes/x")


def test_a_folder_that_is_missing_outside_or_too_large_is_told(tmp_path: Path) -> None:
    root = tmp_path / "film"
    (root / "big").mkdir(parents=True)
    (root / "empty").mkdir()
    (root / "big" / "layer.svg.j2").write_text("x" * (BYTES_MAX + 1))
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "theme.toml").write_text('style = "ink"')
    (root / "link").symlink_to(tmp_path / "away")
    for name, told in (
        ("nowhere", "no such folder"),
        ("../away", "outside the project"),
        ("link", "outside the project"),
        ("big", "larger than"),
        ("empty", "neither"),
    ):
        (root / "drama.toml").write_text(f'[film]\ntheme = "{name}"\n')
        found = read_shelf(root).theme_for("")
        assert found is not None and told in found.trouble, name
        theme, trouble = read_theme(found.as_json)
        assert theme == Theme(name) and told in trouble


def test_a_template_that_fails_on_one_drawing_alone_leaves_that_one_as_it_is() -> None:
    text = "{% if name == 'BOAT' %}{{ 1 // 0 }}{% endif %}{{ svg }}"
    theme, trouble = themed(thing__svg__j2=text)
    assert not trouble
    assert np.array_equal(drawn(theme), drawn(PLAIN))
