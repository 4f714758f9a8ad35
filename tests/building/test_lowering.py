"""The graph of a film: every input before what is made of it, and nothing made of itself."""

from __future__ import annotations

import pytest

from drama_compiler.film.schedule import schedule
from drama_compiler.graph.jobs import Graph
from drama_compiler.graph.lower import lower
from tests.film.told import told


def _graph(shots: str) -> tuple[Graph, dict[str, str]]:
    """The graph of a scene with these shots, and the shots' ids by their pinned numbers."""
    film = told(f"EXT. SEA - DAY\n\n{shots}").film
    ids = {shot.number: shot.id for scene in film.scenes for shot in scene.shots}
    return lower(film, schedule(film)[0]), ids


def _shots(*words: str) -> str:
    return "".join(f"shot: {each}, 1s\n\nA gull.\n\n" for each in words)


@pytest.mark.parametrize(
    "shots",
    [
        ("wide, #A1#", "reuse C1, #B1#", "close, from last, #C1#"),
        ("reuse B1, #A1#", "wide, from last, #B1#"),
        ("reuse D1, #A1#", "wide, from last, #B1#", "reuse B1, #C1#", "close, from last, #D1#"),
        ("wide, #A1#", "reuse D1, #B1#", "wide, from last, #C1#", "close, #D1#"),
    ],
)
def test_every_input_comes_before_what_is_made_of_it(shots: tuple[str, ...]) -> None:
    graph, _ = _graph(_shots(*shots))
    seen: set[str] = set()
    for job in graph:
        assert seen.issuperset(job.inputs), f"{job.name} is made of {set(job.inputs) - seen}"
        seen.add(job.name)
    assert [name for names in graph.batches for name in names] == list(graph.jobs)


def test_a_shot_that_goes_on_from_itself_begins_anew() -> None:
    graph, ids = _graph(_shots("wide, #A1#", "reuse C1, #B1#", "close, from last, #C1#"))
    clip = graph.jobs[f"clip/{ids['C1']}"]
    assert not clip.inputs and not clip.brief.model_dump()["from_last"]


def test_a_shot_goes_on_from_a_later_one_that_the_shot_before_shows() -> None:
    graph, ids = _graph(
        _shots("wide, #A1#", "reuse D1, #B1#", "wide, from last, #C1#", "close, #D1#")
    )
    assert graph.jobs[f"clip/{ids['C1']}"].inputs == (f"picture/{ids['B1']}",)
