"""Whatever is written, resolving, passing and scheduling give a whole film and never raise."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from drama_compiler.film.film import Film
from drama_compiler.film.resolve import Resolution
from drama_compiler.film.schedule import schedule
from drama_compiler.passes import run_passes
from tests.film.told import told

PIECES = st.sampled_from(
    """Title: X|Format: 9:16 0x0 -1fps|Format: 1:0 23.976|Style: ink|Subtitles: none|
|character: ANNA|  look: tall|  wardrobe storm: wet|  alias: BORIS, ANNA|character: |prop: KEY
|location: HALL|  variant night: dark|style: ink|preset: hero = close on ANNA|preset: a = b = c
|INT. HALL - NIGHT #1#|EXT. HALL|.|. HALL|FADE IN:|DISSOLVE TO:|FADE OUT.|> WIPE TO:|CUT TO BLACK.
|cast: ANNA in storm, BOB & `X`|cast: ,,|light: dim|weather: |music: dread|music: out|sound: once
|sound: once bang|sound: out|super: HELLO|sub en: hi|sub : |shot: close on ANNA, 3s, hero
|shot: two ANNA & ANNA|shot: over on|shot: pov pov pov|shot: 0s, 0x, 0mm, f/0|shot: reuse 1A, #1#
|shot: match #1#, reuse 1, from last|shot: , , in in in & & left right|  blocking: ;;ANNA;
|  takes: -1|!! any old thing ANNA|[[SHOT: ]]|[[shot: close | first: x|]]|Anna finds the OLD KEY.
|ANNA|BORIS ^|(beat)|Hello there. Now what?|~la|ANNA (V.O.)
|@老人|李雷：走吧|外景 海 夜|镜头：特写龙，3秒
|# Act|= synopsis|===|>centred<|/* open|*/
|He waits for a very long while. He waits again.""".replace("\n", "").split("|")
)
SCRIPTS = st.lists(st.tuples(PIECES, st.sampled_from(["\n", "\n\n"])), max_size=25)


def check(found: Resolution) -> None:
    film = found.film
    assert Film.model_validate_json(film.model_dump_json()) == film
    passed, _ = run_passes(film)
    timing, _ = schedule(passed, {}, found.origins)
    shots = [shot for scene in passed.scenes for shot in scene.shots]
    assert passed.scenes and all(scene.shots for scene in passed.scenes)
    assert all(scene.location in passed.locations for scene in passed.scenes)
    assert timing.frames == sum(shot.body_frames for shot in timing.shots) > 0
    assert len({shot.id for shot in shots}) == len(shots) == len(timing.shots)
    for shot in shots:
        people = {seen.character for seen in shot.cast}
        assert people <= set(passed.characters)
        assert {each.id for each in shot.subjects if each.kind == "prop"} <= set(passed.props)
        assert shot.reuse is None or shot.reuse in {each.id for each in shots}
    for each in found.diagnostics:
        assert each.primary is None or 0 <= each.primary.span.start <= each.primary.span.end


@settings(max_examples=150, deadline=None)
@given(SCRIPTS)
def test_any_heap_of_elements_gives_a_whole_film(pieces: list[tuple[str, str]]) -> None:
    check(told("".join(text + end for text, end in pieces)))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120), SCRIPTS, SCRIPTS)
def test_names_of_another_script_and_odd_used_files_do_no_harm(
    odd: str, one: list[tuple[str, str]], two: list[tuple[str, str]]
) -> None:
    first = told("".join(text + end for text, end in one))
    check(told(odd + "".join(text + end for text, end in two), first.names, odd))
