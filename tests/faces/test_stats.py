"""`drama stats`: a film in figures that add up."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from drama_compiler.film.film import Film
from drama_compiler.film.page_lengths import page_lengths
from drama_compiler.film.resolve import resolve
from drama_compiler.film.schedule import schedule
from drama_compiler.film.statistics import Statistics, count, count_words
from drama_compiler.film.times import Schedule
from drama_dsl.parser import parse
from drama_dsl.report.width import columns
from drama_dsl.source import Source
from tests.faces.invented import invented
from tests.faces.run import run

TEXT = """\
INT. ROOM - DAY

shot: wide, 6s
ANN waits for BOB.

ANN
Are you there?

BOB (V.O.)
Yes.

EXT. SEA - NIGHT

shot: wide, 2s
A boat.
"""


def figures(text: str, name: str = "film.drama") -> tuple[Statistics, Film, Schedule]:
    tree = parse(Source(name, text))
    resolution = resolve([tree])
    times, _ = schedule(resolution.film)
    lengths = page_lengths(tree, resolution)
    return count(resolution.film, times, *lengths), resolution.film, times


def test_what_is_said_and_seen_is_counted() -> None:
    found, film, _ = figures(TEXT)
    assert found.seconds == 8.0 and [scene.seconds for scene in found.scenes] == [6.0, 2.0]
    assert found.setting == {"interior": 0.75, "exterior": 0.25}
    assert found.daytime == {"day": 0.75, "night": 0.25}
    ann, bob = found.characters
    assert (ann.name, ann.lines, ann.words, ann.scenes) == ("ANN", 1, 3, 1)
    assert (bob.name, bob.lines, bob.words) == ("BOB", 1, 1)
    assert ann.screen_seconds == 6.0 and ann.screen_share == 0.75
    assert ann.speech_share + bob.speech_share == pytest.approx(1, abs=0.001)
    assert [(place.name, place.interior, place.share) for place in found.places] == [
        ("ROOM", True, 0.75),
        ("SEA", False, 0.25),
    ]
    shots = found.shots
    assert (shots.count, shots.written, shots.implied) == (2, 2, 0)
    assert (shots.longest, shots.seconds_max) == (film.scenes[0].shots[0].number, 6.0)
    assert (shots.seconds_mean, shots.seconds_median, shots.seconds_min) == (4.0, 4.0, 2.0)


@pytest.mark.parametrize("chinese", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_the_parts_add_up_to_the_film(seed: int, chinese: bool) -> None:
    found, film, times = figures(invented(seed, chinese=chinese))
    assert sum(scene.seconds for scene in found.scenes) == pytest.approx(found.seconds, abs=0.01)
    assert sum(place.seconds for place in found.places) == pytest.approx(found.seconds, abs=0.01)
    assert sum(found.setting.values()) == pytest.approx(1, abs=0.001)
    assert sum(found.daytime.values()) == pytest.approx(1, abs=0.001)
    spoken = sum(each.speech_seconds for each in found.characters)
    assert spoken == pytest.approx(found.speech_seconds, abs=0.01)
    assert sum(each.lines for each in found.characters) == len(times.lines)
    assert all(each.screen_share <= 1 for each in found.characters)
    assert found.shots.count == sum(scene.shots for scene in found.scenes)
    assert found.shots.written + found.shots.implied == found.shots.count
    mean = found.seconds / found.shots.count
    assert found.shots.seconds_mean == pytest.approx(mean, abs=0.01)
    assert found.shots.seconds_min <= found.shots.seconds_median <= found.shots.seconds_max
    assert len(found.scenes) == len(film.scenes)


def test_words_are_counted_in_either_kind_of_script() -> None:
    assert count_words("It's a well-known road, 66.") == 5
    assert count_words("三年了。海,OK?") == 5
    assert count_words("…") == 0


def test_a_scene_is_as_long_on_paper_as_its_lines() -> None:
    short, _, _ = figures("INT. A - DAY\n\nRain.\n\nINT. B - DAY\n\n" + "Snow falls.\n\n" * 27)
    eighths = [scene.eighths for scene in short.scenes]
    assert eighths[0] == 1 and eighths[1] is not None and 7 <= eighths[1] <= 9


def test_a_script_with_nothing_in_it_is_counted_too() -> None:
    found, _, _ = figures("")
    assert found.speech_seconds == 0 and found.characters == ()
    nowhere = count(Film(), Schedule(rate=Fraction(24), frames=0, shots=(), scenes=()))
    assert nowhere.seconds == 0 and nowhere.shots.count == 0 and nowhere.pages is None


@pytest.mark.parametrize("chinese", [False, True], ids=["english", "chinese"])
@pytest.mark.parametrize("width", [80, 120])
def test_the_tables_stand_in_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int, chinese: bool
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    script = tmp_path / "film.drama"
    script.write_text(invented(5, chinese=chinese), "utf-8")
    lines = run("stats", script).out.splitlines()
    assert max(map(columns, lines)) <= width
    rows = [line for line in lines if "█" in line]
    # Every bar begins in one column, whatever the names are written in.
    assert len({columns(line[: line.index("█")]) for line in rows}) == 1
    assert len(rows) > 8 and not any("…" in line for line in lines if "Scenes" in line)


def test_the_figures_are_told_as_json(tmp_path: Path) -> None:
    script = tmp_path / "film.drama"
    script.write_text(TEXT)
    data = run("stats", script, "--json").json
    assert data["seconds"] == 8.0 and data["pages"] == 1
    assert [each["name"] for each in data["characters"]] == ["ANN", "BOB"]
    assert data["scenes"][0]["eighths"] == 1
    assert run("stats", tmp_path / "none.drama").code == 1
