"""Each target pass by itself: what it is for, and what it leaves alone."""

from __future__ import annotations

import pytest

from drama_compiler.contract import JobKind, Limits
from drama_compiler.graph.jobs import Graph
from drama_compiler.graph.timings import ClipTiming
from tests.plan.pretend import IMAGES, Pretended, Studio, profile

HEAD = """\
character: NORA
  look: woman of thirty
  wardrobe wet: soaked coat
character: SAM
  look: boy of nine
prop: LAMP
  look: brass lamp

"""
DIALOGUE = (
    HEAD
    + "INT. HALL - NIGHT\n\n"
    + "".join(
        f"shot: close on {who}, 2s\n\n{who}\nNot {number}.\n\n"
        for number, who in enumerate(["NORA", "SAM"] * 3)
    )
)
LONG = Limits(seconds_min=4, seconds_max=30, seconds_step=1, references_max=9, last_frame=True)
ARRAY = Limits(
    seconds_min=3, seconds_max=15, seconds_step=1, references_max=9, shots_max=6, last_frame=True
)
FRAMES = frozenset({JobKind.FRAME})


def of(studio: Studio, number: str, level: int = 1) -> tuple[str, ...]:
    """What the clip of a shot is made of."""
    return studio.graph(level).jobs[f"clip/{studio.shot(number)}"].inputs


def calls(graph: Graph) -> list[int]:
    """How many clips each call makes."""
    return [len(names) for names in graph.batches if names[0].startswith("clip/")]


def test_only_what_is_bought_is_commissioned() -> None:
    kinds = {job.kind for job in Studio(DIALOGUE, profile=profile(JobKind.VOICE)).graph()}
    assert kinds == {JobKind.VOICE}
    assert not Studio(DIALOGUE, profile=profile(JobKind.EFFECT)).graph().jobs


def test_every_shot_has_a_set_of_references_of_its_own_until_they_are_shared() -> None:
    studio = Studio(DIALOGUE)
    alone = [name for name in studio.graph(0).jobs if name.startswith(("portrait", "plate"))]
    assert len(alone) == 12 and all("~" in name for name in alone)
    shared = [name for name in studio.graph(1).jobs if name.startswith(("portrait", "plate"))]
    assert sorted(shared) == [
        "plate/hall/int-night",
        "portrait/nora/default",
        "portrait/sam/default",
    ]


def test_a_clip_is_made_of_what_its_model_takes() -> None:
    by_frame = Studio(DIALOGUE, service=Pretended(takes=FRAMES))
    assert of(by_frame, "1A") == (f"frame/{by_frame.shot('1A')}/first",)
    frame = by_frame.graph().jobs[f"frame/{by_frame.shot('1A')}/first"]
    assert set(frame.inputs) == {"portrait/nora/default", "plate/hall/int-night"}
    by_image = Studio(DIALOGUE, service=Pretended(takes=IMAGES))
    assert set(of(by_image, "1A")) == {"portrait/nora/default", "plate/hall/int-night"}
    by_words = Studio(DIALOGUE, service=Pretended(takes=frozenset()))
    assert {job.kind for job in by_words.graph()} == {JobKind.CLIP}


def test_a_clip_takes_the_voices_that_are_bought_where_its_model_can() -> None:
    lips = Pretended(takes=frozenset({JobKind.VOICE}))
    studio = Studio(DIALOGUE, service=lips, profile=profile(JobKind.CLIP, JobKind.VOICE))
    assert [name.partition("/")[0] for name in of(studio, "1A")] == ["voice"]
    assert not of(Studio(DIALOGUE, service=lips, profile=profile(JobKind.CLIP)), "1A")


def test_two_wardrobes_are_two_portraits() -> None:
    studio = Studio(DIALOGUE.replace("close on NORA, 2s", "close on NORA in wet, 2s", 1))
    names = {name for name in studio.graph().jobs if name.startswith("portrait/nora")}
    assert {"portrait/nora/wet"} <= names


def test_a_plate_is_of_a_place_at_a_time_in_a_light() -> None:
    text = DIALOGUE.replace("INT. HALL - NIGHT\n", "INT. HALL - NIGHT\n\nlight: candles\n")
    assert "plate/hall/int-night-candles" in Studio(text).graph().jobs


def going_on(count: int) -> str:
    shots = "".join(f"shot: wide on NORA, from last, 3s\n\nStep {k}.\n\n" for k in range(count))
    return HEAD + "EXT. SEA - DAY\n\nshot: wide on NORA, 3s\n\nShe rows.\n\n" + shots


def test_shots_that_go_on_meet_on_a_frame_that_both_are_given() -> None:
    studio = Studio(going_on(1), service=Pretended(takes=FRAMES))
    first, second = studio.shot("1A"), studio.shot("1B")
    apart, shared = studio.graph(0), studio.graph(1)
    assert f"frame/{second}/first~{first}" in apart.jobs
    assert of(studio, "1A") == (f"frame/{first}/first", f"frame/{second}/first")
    assert of(studio, "1B") == (f"frame/{second}/first",)
    assert len(shared.jobs) < len(apart.jobs)


def test_a_last_frame_that_is_said_is_the_one_on_which_the_next_shot_begins() -> None:
    text = going_on(1).replace("shot: wide on NORA, 3s\n", "shot: wide on NORA, 3s\n  last: dawn\n")
    studio = Studio(text, service=Pretended(takes=FRAMES))
    first = studio.shot("1A")
    assert of(studio, "1A") == (f"frame/{first}/first", f"frame/{first}/last")
    assert of(studio, "1B") == (f"frame/{first}/last",)


def test_no_more_than_two_clips_in_a_row_begin_on_what_came_out() -> None:
    service = Pretended(
        takes=FRAMES | {JobKind.CLIP}, limits=Limits(seconds_max=9, references_max=4)
    )
    studio = Studio(going_on(4), service=service)
    begins = [of(studio, f"1{letter}")[0].partition("/")[0] for letter in "ABCDE"]
    assert begins == ["frame", "clip", "clip", "frame", "clip"]


def test_the_next_legal_length_is_asked_for() -> None:
    studio = Studio(DIALOGUE)
    timing = studio.graph().jobs[f"clip/{studio.shot('1A')}"].timing
    assert isinstance(timing, ClipTiming)
    assert timing.body_frames == 48 and timing.asked_seconds == 5


def test_what_matters_least_is_left_out_and_told_of() -> None:
    text = HEAD + "INT. HALL - DAY\n\nshot: wide on NORA, 2s\n\nSAM holds the LAMP.\n"
    service = Pretended(takes=IMAGES, limits=Limits(seconds_max=9, references_max=2))
    studio = Studio(text, service=service)
    assert of(studio, "1A") == ("portrait/nora/default", "plate/hall/int-day")
    (told,) = studio.found
    assert told.code == "reference-left-out"
    assert (
        told.message
        == "`one` takes 2 reference images for a clip: `SAM`, `LAMP` are told in words alone"
    )
    assert told.primary and studio.text[told.primary.span.start :].startswith("wide on NORA")
    assert not any(name.startswith("object") for name in studio.graph().jobs)


def test_what_is_seen_in_the_frame_is_not_missed() -> None:
    text = HEAD + "INT. HALL - DAY\n\nshot: wide on NORA, 2s\n\nSAM holds the LAMP.\n"
    studio = Studio(text, service=Pretended(limits=Limits(seconds_max=9, references_max=1)))
    assert [name.partition("/")[0] for name in of(studio, "1A")] == ["frame"]
    assert not studio.found


def test_a_model_of_frames_and_no_references_is_given_its_frames() -> None:
    text = HEAD + "INT. HALL - DAY\n\nshot: wide on NORA, 2s\n\nSAM holds the LAMP.\n"
    studio = Studio(text, service=Pretended(limits=Limits(seconds_max=9)))
    assert [name.partition("/")[0] for name in of(studio, "1A")] == ["frame"]


def test_the_shots_of_one_set_up_are_one_take() -> None:
    studio = Studio(DIALOGUE, service=Pretended(limits=LONG))
    assert calls(studio.graph(1)) == [1] * 6
    graph = studio.graph(2)
    assert calls(graph) == [3, 3]
    nora = [f"clip/{studio.shot(number)}" for number in ("1A", "1C", "1E")]
    assert tuple(nora) in graph.batches
    timings = [graph.jobs[name].timing for name in nora]
    asked = [each.asked_seconds or 0 for each in timings if isinstance(each, ClipTiming)]
    assert asked == [2.5, 2.5, 3.0]


@pytest.mark.parametrize(
    "change",
    [
        ("close on NORA, 2s", "close on NORA, slow push in, 2s"),
        ("close on NORA, 2s", "full on NORA, 2s"),
        ("close on NORA, 2s\n", "close on NORA, 2s\n  seed: 4\n"),
        ("close on NORA, 2s\n", "close on NORA, 2s\n  takes: 3\n"),
        ("close on NORA, 2s\n", "close on NORA, 2s\n  first: a hand\n"),
    ],
)
def test_another_set_up_is_another_take(change: tuple[str, str]) -> None:
    studio = Studio(DIALOGUE.replace(*change, 1), service=Pretended(limits=LONG))
    assert sorted(calls(studio.graph(2))) == [1, 2, 3]


def test_neighbours_are_one_call_of_a_model_that_takes_arrays() -> None:
    studio = Studio(DIALOGUE, service=Pretended(limits=ARRAY))
    assert calls(studio.graph(2)) == [5, 1]


def test_no_group_is_made_that_the_backend_cannot_carry() -> None:
    service = Pretended(limits=LONG, refuses="groups")
    assert calls(Studio(DIALOGUE, service=service).graph(2)) == [1] * 6


def test_only_what_is_to_be_made_is_put_together() -> None:
    studio = Studio(DIALOGUE, service=Pretended(limits=LONG))
    studio.buy_all()
    changed = studio.edited(
        DIALOGUE.replace("Not 0.", "Not 0, no.").replace("close on NORA", "full on NORA", 2)
    )
    plan = changed.plan(redo_stale=True, level=2)
    clips = [
        each.batch.request.jobs for each in plan.purchases if each.batch.jobs[0].kind == "clip"
    ]
    assert clips == [tuple(f"clip/{studio.shot(number)}" for number in ("1A", "1C"))]


SPOKEN = (
    HEAD
    + "INT. HALL - NIGHT\n\n"
    + "shot: close on NORA, 2s\n\nNORA\nNot here.\n\n"
    + "shot: close on NORA, 2s\n\nNORA (V.O.)\nNot then.\n\n"
    + "shot: over SAM on NORA, 2s\n\nSAM\nWhy not?\n\n"
    + "shot: extreme wide, 2s\n\nNORA\nHere.\n\n"
    + "shot: two NORA & SAM, 3s\n\nSAM\nHere?\n\nNORA\nThere.\n\n"
)


def lips(studio: Studio, level: int = 1) -> set[str]:
    """In which shots lips are moved, by number."""
    shots = {shot.id: shot.number for scene in studio.film.scenes for shot in scene.shots}
    return {shots[job.origin] for job in studio.graph(level) if job.kind is JobKind.SYNC}


def test_lips_are_moved_where_somebody_is_seen_speaking_and_where_it_is_asked_for() -> None:
    asked = profile(JobKind.CLIP, JobKind.VOICE, JobKind.SYNC)
    studio = Studio(SPOKEN, profile=asked)
    assert lips(studio) == {"1A"}, "not from elsewhere, behind a back, too far, nor of two"
    (told,) = (each for each in studio.found if each.code == "lips-not-moved")
    assert "two who are seen speak" in told.message and told.primary
    job = studio.graph().jobs[f"sync/{studio.shot('1A')}"]
    assert [name.partition("/")[0] for name in job.inputs] == ["clip", "voice"]
    assert not lips(Studio(SPOKEN, profile=profile(JobKind.CLIP, JobKind.VOICE)))
    silent = Studio(SPOKEN, profile=profile(JobKind.CLIP, JobKind.SYNC))
    assert not lips(silent) and "stand-in" in silent.found[0].message


def test_lips_of_a_shot_that_is_made_in_pieces_are_moved_in_the_piece_that_speaks() -> None:
    text = SPOKEN.replace("close on NORA, 2s", "close on NORA, 17s", 1)
    studio = Studio(text, profile=profile(JobKind.CLIP, JobKind.VOICE, JobKind.SYNC))
    (job,) = (each for each in studio.graph() if each.kind is JobKind.SYNC)
    assert job.name == f"sync/{studio.shot('1A')}/1"


def test_a_voice_is_made_once_for_a_character_of_whom_one_is_told_and_none_named() -> None:
    text = SPOKEN.replace("woman of thirty", "woman of thirty\n  voice: dry", 1)
    bought = profile(JobKind.VOICE, JobKind.IDENTITY)
    graph = Studio(text, profile=bought).graph()
    assert [name for name in graph.jobs if name.startswith("identity/")] == ["identity/nora"]
    spoken = {job.origin: job.inputs for job in graph if job.kind is JobKind.VOICE}
    assert len([made for made in spoken.values() if made == ("identity/nora",)]) == 4
    assert len([made for made in spoken.values() if not made]) == 2, "of SAM nothing is told"
    named = text.replace("voice: dry", "voice: pretended:N0Ra, dry")
    assert not [n for n in Studio(named, profile=bought).graph().jobs if n.startswith("identity/")]
    alone = Studio(text, profile=profile(JobKind.VOICE)).graph()
    assert {job.kind for job in alone} == {JobKind.VOICE}


def test_lines_that_were_spoken_before_a_voice_was_made_are_out_of_date_and_kept() -> None:
    text = SPOKEN.replace("woman of thirty", "woman of thirty\n  voice: dry", 1)
    before = Studio(text, profile=profile(JobKind.VOICE))
    before.buy_all()
    after = before.edited(text, profile=profile(JobKind.VOICE, JobKind.IDENTITY))
    plan = after.plan()
    assert not plan.purchases, "nobody asked for it"
    after.put("identity/nora", before.take(next(iter(before.graph().jobs))))
    states = [state for name, state in after.states().items() if name.startswith("voice/")]
    assert sorted(states) == ["made"] * 2 + ["redo"] * 4
