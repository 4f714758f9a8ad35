"""Translations may lie beside a script, by the ids of its lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from drama_compiler.film.film import Line
from drama_compiler.film.pages import PAGES
from drama_compiler.film.translations import translate
from drama_compiler.session import Analysis, analyse
from drama_dsl.source import Source
from tests.film.told import lines, told

SCRIPT = "角色：阿海\n\n内景 茶馆 夜\n\n阿海：娘。\n\n阿海：走吧。\nsub en: Go.\n"


def written(folder: Path, **files: str) -> Analysis:
    """The analysis of a script with files of translations beside it, by language."""
    (folder / "drama.toml").touch()
    (folder / "film.drama").write_text(SCRIPT, "utf-8")
    for language, text in files.items():
        (folder / f"film.{language}.toml").write_text(text, "utf-8")
    analysis, _ = analyse(folder / "film.drama")
    assert analysis is not None
    return analysis


def spoken(analysis: Analysis) -> list[Line]:
    shots = (shot for scene in analysis.film.scenes for shot in scene.shots)
    return [event for shot in shots for event in shot.events if isinstance(event, Line)]


def test_a_line_has_the_translations_of_all_files_beside_its_script(tmp_path: Path) -> None:
    first, second = (line.id for line in lines(told(SCRIPT)))
    analysis = written(
        tmp_path,
        en=f'{first} = "Mother."\n{second} = "Not this."\n',
        French=f'{first} = "Maman."\n',
    )
    assert [line.translations for line in spoken(analysis)] == [
        {"en": "Mother.", "fr": "Maman."},
        {"en": "Go."},
    ]
    assert analysis.diagnostics == ()
    assert [line.id for line in spoken(analysis)] == [first, second]


def test_what_no_line_can_take_is_told_where_it_stands(tmp_path: Path) -> None:
    analysis = written(tmp_path, en='# none\nzzzzz = "Nobody."\nqq = 3\n', fr="what")
    found = {each.code: each for each in analysis.diagnostics}
    assert [each.code for each in analysis.diagnostics] == [
        "bad-translations",
        "unknown-line",
        "bad-translations",
    ]
    place = found["unknown-line"].primary
    assert place is not None
    source = analysis.sources[place.span.file]
    assert source.text[place.span.start : place.span.end] == "zzzzz"


def test_a_file_of_another_script_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "film.two.en.toml").write_text("what", "utf-8")
    (tmp_path / "films.en.toml").write_text("what", "utf-8")
    assert written(tmp_path).diagnostics == ()


def test_without_translations_a_film_is_itself() -> None:
    film = told(SCRIPT).film
    assert translate(film, {}) == (film, ())
    assert translate(film, {"en": Source("film.en.toml", "")}) == (film, ())


@pytest.mark.parametrize("code", ["bad-translations", "unknown-line"])
def test_the_example_of_a_page_is_told_and_what_it_says_instead_is_not(code: str) -> None:
    found = told(SCRIPT)
    known = lines(found)[0].id

    def codes(text: str) -> list[str]:
        source = Source("film.en.toml", text.replace("t5dw9", known))
        return [each.code for each in translate(found.film, {"en": source})[1]]

    assert codes(PAGES[code].example) == [code]
    assert codes(PAGES[code].instead) == []
