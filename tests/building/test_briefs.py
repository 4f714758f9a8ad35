"""What a clip is told of a shot."""

from __future__ import annotations

from drama_compiler.film.names import Names
from drama_compiler.film.resolve import resolve
from drama_compiler.film.schedule import schedule
from drama_compiler.graph.briefs import ClipBrief
from drama_compiler.graph.lower import lower
from drama_compiler.passes import run_passes
from drama_dsl.parser import Dialect, parse
from drama_dsl.source import Source


def brief_of(text: str) -> ClipBrief:
    tree = parse(Source("a.drama", text), dialect=Dialect.DRAMA)
    film, _ = run_passes(resolve((tree,), Names()).film)
    times, _ = schedule(film)
    brief = next(job.brief for job in lower(film, times) if job.name.startswith("clip/"))
    assert isinstance(brief, ClipBrief)
    return brief


def test_a_figure_does_what_its_own_sentences_say() -> None:
    text = (
        "character: KAI\ncharacter: ROSA\n\nEXT. STREET - DAY\n\nshot: wide\n\n"
        "The city is asleep. KAI runs past. He stops. ROSA waves.\n"
    )
    doings = {figure.id: figure.doing for figure in brief_of(text).figures}
    assert doings == {"kai": "KAI runs past.; He stops.", "rosa": "ROSA waves."}


def test_a_brief_has_the_place_as_it_is_in_the_shot() -> None:
    text = (
        "location: SEA\n  look: wide water\n  variant storm: black waves\n\n"
        "EXT. SEA - NIGHT\n\nweather: storm\n\nshot: wide\n\nWaves.\n"
    )
    place = brief_of(text).place
    assert place.name == "SEA" and place.time == "night" and place.weather == "storm"
    assert "wide water" in place.look and "black waves" in place.look
