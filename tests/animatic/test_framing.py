"""Framing with the real figures: what each size holds, whose back it is, where they look."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from drama_backends.animatic.camera.staging import Role
from drama_compiler.contract import Angle, Composition, Facing, Move, MoveKind, Size, briefs

from .paper_dolls import clip_brief, figure_brief
from .staged import Staged, clips_of, staged

EXAMPLES = Path(__file__).parents[2] / "examples"
FRAMES = [(1280, 720), (720, 1280), (720, 720), (1290, 540)]
LOOKS = {
    "man": "man of 40, short hair, blue shirt",
    "girl": "girl of 8, red dress, pigtails",
    "old": "old woman of 80, grey hair in a bun",
    "farmer": "man, straw hat, beard, brown robe",
}

# Height of the head as a share of the frame's, over all four shapes of frame: at eye level, and
# the widest that foreshortening (a worm's eye, an overhead) may make of it.
BANDS = {
    Size.EXTREME_CLOSE: (0.62, 1.1, 0.55, 1.2),
    Size.CLOSE: (0.33, 0.46, 0.3, 0.5),
    Size.MEDIUM_CLOSE: (0.23, 0.43, 0.22, 0.46),
    Size.MEDIUM: (0.15, 0.32, 0.14, 0.34),
    Size.MEDIUM_WIDE: (0.11, 0.22, 0.095, 0.25),
    Size.FULL: (0.085, 0.2, 0.07, 0.28),
    Size.WIDE: (0.05, 0.11, 0.04, 0.16),
    Size.EXTREME_WIDE: (0.025, 0.06, 0.018, 0.08),
    Size.ESTABLISHING: (0.022, 0.055, 0.016, 0.075),
    Size.AERIAL: (0.02, 0.06, 0.015, 0.075),
}


def one(size: Size, name: str, frame: tuple[int, int], angle: Angle = Angle.EYE_LEVEL) -> Staged:
    return staged(
        clip_brief(size, [figure_brief(name, look=LOOKS[name])], frame=frame, angle=angle)
    )


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("size", BANDS)
def test_a_head_is_as_tall_as_its_size_says_at_every_angle(
    size: Size, frame: tuple[int, int]
) -> None:
    low, high, lowest, highest = BANDS[size]
    for name, angle in itertools.product(LOOKS, Angle):
        shot = one(size, name, frame, angle)
        head = shot.head(shot.figures[0])
        tall = head.bottom - head.top
        assert lowest <= tall <= highest, (name, angle, tall)
        if angle is Angle.EYE_LEVEL:
            assert low <= tall <= high, (name, tall)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_closer_size_never_shows_a_smaller_head(frame: tuple[int, int]) -> None:
    for name in LOOKS:
        heads = []
        for size in BANDS:
            shot = one(size, name, frame)
            head = shot.head(shot.figures[0])
            heads.append(head.bottom - head.top)
        assert heads[:8] == sorted(heads[:8], reverse=True), name


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("size", [each for each in BANDS if each is not Size.INSERT])
def test_nobody_s_eyes_are_cut_off_whoever_stands_together(
    size: Size, frame: tuple[int, int]
) -> None:
    for names in itertools.combinations(LOOKS, 2):
        people = [figure_brief(name, look=LOOKS[name]) for name in names]
        for composition in (Composition.TWO, Composition.OVER):
            for angle in (Angle.EYE_LEVEL, Angle.LOW, Angle.HIGH, Angle.DUTCH_LEFT):
                pair = [people[0].model_copy(update={"back": composition is Composition.OVER}),
                        people[1]]  # fmt: skip
                shot = staged(
                    clip_brief(size, pair, frame=frame, composition=composition, angle=angle)
                )
                for figure in shot.figures:
                    if figure.mark.role is not Role.SUBJECT:
                        continue
                    x, y = shot.eyes(figure)
                    assert 0.02 < x < 0.98, (names, composition, angle)
                    assert 0.03 < y < 0.97, (names, composition, angle)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("size", [Size.CLOSE, Size.MEDIUM_CLOSE, Size.MEDIUM, Size.FULL])
def test_over_a_shoulder_the_back_is_that_of_whom_was_named(
    size: Size, frame: tuple[int, int]
) -> None:
    for whose, whom in itertools.permutations(LOOKS, 2):
        people = [
            figure_brief(whose, look=LOOKS[whose], back=True, subject=False),
            figure_brief(whom, look=LOOKS[whom]),
        ]
        shot = staged(clip_brief(size, people, frame=frame, composition=Composition.OVER))
        back = next(each for each in shot.figures if each.mark.role is Role.BACK)
        face = next(each for each in shot.figures if each.mark.role is Role.SUBJECT)
        assert (back.mark.figure.id, face.mark.figure.id) == (whose, whom)
        assert back.mark.figure.facing is Facing.AWAY
        assert not back.drawing.eyes and face.drawing.eyes
        # Nearer, on the other side of the frame, and not before the eyes.
        assert back.mark.depth > face.mark.depth
        behind, seen = shot.head(back), shot.head(face)
        assert (behind.left + behind.right < 1.0) != (seen.left + seen.right < 1.0)
        x, _ = shot.eyes(face)
        assert not behind.left < x < behind.right, (whose, whom)


def test_over_a_shoulder_means_the_same_from_the_script_on(tmp_path: Path) -> None:
    script = tmp_path / "film.drama"
    script.write_text(
        "character: ANN\n  look: woman, red dress\n\ncharacter: BOB\n  look: man, black suit\n\n"
        "INT. ROOM - DAY\n\nshot: over ANN on BOB\n\nBOB\nHello.\n\n"
        "shot: over BOB on ANN\n\nANN\nHello.\n",
        encoding="utf-8",
    )
    shots = [staged(clip) for clip in clips_of(script)]
    backs = [
        [each.mark.figure.name for each in shot.figures if each.mark.role is Role.BACK]
        for shot in shots
    ]
    assert backs == [["ANN"], ["BOB"]]
    # Each keeps a side of the screen, whether one sees the face or the back.
    for name in ("ANN", "BOB"):
        sides = {
            shot.head(each).left + shot.head(each).right < 1.0
            for shot in shots
            for each in shot.figures
            if each.mark.figure.name == name
        }
        assert len(sides) == 1


@pytest.mark.parametrize("film", ["borrowed-flame", "guihai", "first-cup"])
def test_in_the_examples_every_face_is_in_the_frame_and_two_people_keep_their_sides(
    film: str,
) -> None:
    sides: dict[tuple[str, str, str], set[bool]] = {}
    for clip in clips_of(EXAMPLES / film / f"{film}.drama"):
        if clip.size is Size.INSERT:
            continue
        shot = staged(clip)
        people = {
            each.mark.figure.id: each
            for each in shot.figures
            if each.mark.role in (Role.SUBJECT, Role.BACK)
        }
        for name, figure in people.items():
            if figure.mark.role is Role.SUBJECT:
                x, y = shot.eyes(figure)
                assert 0.0 < x < 1.0 and 0.0 < y < 1.0, (clip.shot, name)
        if len(people) != 2:
            continue
        a, b = sorted(people)
        left = shot.head(people[a]).left < shot.head(people[b]).left
        sides.setdefault((f"{clip.place.id} {clip.place.time}", a, b), set()).add(left)
        ways = {name: people[name].mark.figure.facing for name in (a, b)}
        if Facing.LEFT in ways.values() and Facing.RIGHT in ways.values():
            # Facing each other, not back to back.
            assert (ways[a] is Facing.RIGHT) == left, (clip.shot, ways)
    assert sides
    assert all(len(seen) == 1 for seen in sides.values()), sides


def test_whom_the_focus_goes_to_is_in_the_frame_behind_the_other() -> None:
    move = Move(kind=MoveKind.RACK, target="far")
    people = [
        figure_brief("near", look="man", facing=Facing.LEFT),
        figure_brief("far", look="woman, red dress", subject=False),
    ]
    for frame in FRAMES:
        brief = clip_brief(Size.MEDIUM, people, frame=frame)
        shot = staged(brief.model_copy(update={"moves": (move,)}))
        near, far = sorted(shot.figures, key=lambda each: -each.mark.depth)
        assert (near.mark.figure.id, far.mark.figure.id) == ("near", "far")
        x, y = shot.eyes(far)
        assert 0.02 < x < 0.98 and 0.02 < y < 0.98, frame
        assert not shot.head(near).left < x < shot.head(near).right, frame


def test_a_rider_and_the_horse_are_one_figure_that_goes_where_the_horse_looks() -> None:
    people = [
        figure_brief("rider", look="man", doing="RIDER rides STAR", facing=Facing.RIGHT),
        briefs.FigureBrief(id="star", name="STAR", look="a black horse", subject=False),
    ]
    shot = staged(clip_brief(Size.WIDE, people))
    (figure,) = shot.figures
    assert figure.mark.figure.id == "rider"
    assert figure.drawing.bounds.top < -1250  # on its back, not beside it
    assert len(figure.strides) > 4


def test_who_walks_has_a_drawing_for_every_part_of_a_step() -> None:
    walker = figure_brief("w", look="man", doing="W walks", facing=Facing.RIGHT)
    (figure,) = staged(clip_brief(Size.FULL, [walker])).figures
    assert len({each.body for each in figure.strides}) == len(figure.strides) > 4
    tops = [each.head.top for each in figure.strides]
    assert max(tops) - min(tops) < 60  # heads bob a little, and do not duck
    stander = figure_brief("s", look="man", doing="S waits", facing=Facing.RIGHT)
    (still,) = staged(clip_brief(Size.FULL, [stander])).figures
    assert not still.strides
