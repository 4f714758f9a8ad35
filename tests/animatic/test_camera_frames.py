"""Moves and frames by the camera department, on test drawings in small formats."""

from __future__ import annotations

import itertools
import math
import zlib
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from drama_backends.animatic.camera.acting import MouthTrack, eyes_closed, mouth_tracks
from drama_backends.animatic.camera.composite import Picture, Screen, camera_matrix, frames
from drama_backends.animatic.camera.fragments import Fragment, Grid, lay
from drama_backends.animatic.camera.motion import Drift
from drama_backends.animatic.camera.moves import CameraState, plan_moves
from drama_backends.animatic.camera.planes import PlaneSpec, realised
from drama_backends.animatic.camera.raster import Pixels, Rasteriser
from drama_backends.animatic.clip import make_clip
from drama_backends.animatic.stage import PLATE, Box
from drama_backends.media.footage import probe, read_video
from drama_compiler.contract import (
    Angle,
    Composition,
    Direction,
    Facing,
    Json,
    Media,
    Move,
    MoveKind,
    Pace,
    Size,
    timings,
)

from .paper_dolls import (
    clip_brief,
    figure_brief,
    filmed,
)

CAMERA_MOVES = [
    Move(kind=MoveKind.STATIC),
    *(Move(kind=MoveKind.PAN, direction=d) for d in (Direction.LEFT, Direction.RIGHT)),
    *(Move(kind=MoveKind.TILT, direction=d) for d in (Direction.UP, Direction.DOWN)),
    *(Move(kind=MoveKind.DOLLY, direction=d) for d in (Direction.IN, Direction.OUT)),
    Move(kind=MoveKind.TRUCK, direction=Direction.RIGHT),
    *(Move(kind=MoveKind.CRANE, direction=d) for d in (Direction.UP, Direction.DOWN)),
    Move(kind=MoveKind.ZOOM, direction=Direction.OUT),
    Move(kind=MoveKind.ORBIT, direction=Direction.LEFT),
    Move(kind=MoveKind.ROLL, direction=Direction.LEFT, pace=Pace.FAST),
    Move(kind=MoveKind.HANDHELD, pace=Pace.FAST),
    Move(kind=MoveKind.FOLLOW),
    Move(kind=MoveKind.WHIP, direction=Direction.RIGHT),
    Move(kind=MoveKind.DOLLY_ZOOM, direction=Direction.IN),
    Move(kind=MoveKind.RACK),
]


def test_moves_end_where_they_should() -> None:
    still = CameraState()
    assert plan_moves([Move(kind=MoveKind.DOLLY, direction=Direction.IN)], 4.0).at(0.0) == still
    out = plan_moves([Move(kind=MoveKind.DOLLY, direction=Direction.OUT)], 4.0)
    assert out.at(0.0).dolly > 0.1
    assert out.at(4.0).dolly == pytest.approx(0.0, abs=1e-9)
    whip = plan_moves([Move(kind=MoveKind.WHIP, direction=Direction.LEFT)], 3.0)
    assert whip.at(0.0).whip_x < -0.3
    assert whip.at(3.0).whip_x == pytest.approx(0.0, abs=1e-9)
    assert whip.at(0.22).blur_x > 0.02 > whip.at(2.0).blur_x
    pan = plan_moves([Move(kind=MoveKind.PAN, direction=Direction.LEFT)], 4.0)
    assert pan.at(4.0).pan_x == pytest.approx(-pan.at(0.0).pan_x)
    assert pan.at(4.0).pan_x > 0.05
    assert plan_moves([Move(kind=MoveKind.STATIC)], 4.0).at(2.0) == still
    assert 0.01 < plan_moves([], 4.0).at(4.0).zoom < 0.05


def test_a_chain_of_moves_has_no_jump() -> None:
    chain = [
        Move(kind=MoveKind.PAN, direction=Direction.LEFT),
        Move(kind=MoveKind.DOLLY, direction=Direction.IN, pace=Pace.FAST),
        Move(kind=MoveKind.CRANE, direction=Direction.UP),
    ]
    path = plan_moves(chain, 6.0)
    states = [path.at(index / 48) for index in range(-10, 6 * 48 + 10)]
    for before, after in itertools.pairwise(states):
        assert all(abs(a - b) < 0.012 for a, b in zip(before, after, strict=True))
    assert path.at(2.0).dolly == pytest.approx(0.0)
    assert path.at(4.0).dolly > 0.15


def test_a_slow_dolly_is_smooth() -> None:
    path = plan_moves([Move(kind=MoveKind.DOLLY, direction=Direction.IN, pace=Pace.SLOW)], 4.0)
    screen = Screen(320, 180)
    stops = '<stop stop-color="#fff"/><stop offset="1" stop-color="#000"/>'
    dot = f'<radialGradient id="g">{stops}</radialGradient>'
    scale = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    spec = PlaneSpec(
        (Fragment('<path d="M-60-60h460v320h-460z"/><circle cx="237.3" cy="61.8" r="9" '
                  'fill="url(#g)"/>', dot, scale, Box(-60, -60, 400, 260)),),
        1.0,
        opaque=True,
    )  # fmt: skip
    plane = realised(spec, Box(-10, -10, 330, 190), Rasteriser())
    assert plane is not None
    seconds = [index / 24 for index in range(24, 72)]
    errors = []
    for second, frame in zip(seconds, frames(Picture(screen, path, [plane]), seconds), strict=True):
        mass = frame[..., 0].astype(float)
        x = (mass * np.arange(320)).sum() / mass.sum()
        ideal = camera_matrix(spec, path.at(second), screen) @ np.array([237.3, 61.8, 1.0])
        errors.append(x - ideal[0])
    steps = np.diff(errors)
    assert math.sqrt(float(np.mean(steps**2))) < 0.05
    assert abs(float(np.mean(errors))) < 0.6


@pytest.mark.parametrize("move", CAMERA_MOVES, ids=lambda move: f"{move.kind}-{move.direction}")
def test_no_move_shows_the_end_of_the_place(move: Move) -> None:
    for frame, size in (((160, 90), Size.EXTREME_WIDE), ((90, 160), Size.WIDE),
                        ((160, 90), Size.CLOSE), ((210, 90), Size.WIDE)):  # fmt: skip
        brief = clip_brief(size, [figure_brief("a")], frame=frame, moves=[move])
        for picture in filmed(brief, timings.ClipTiming(body_frames=13, head_frames=2)):
            edges = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]]).astype(
                int
            )
            blue, green, red = edges[:, 0], edges[:, 1], edges[:, 2]
            assert not ((red > green + 60) & (blue > green + 60)).any(), (frame, size)
            assert (edges[:, :3].max(axis=1) > 25).all(), (frame, size)


@pytest.mark.parametrize("angle", Angle)
def test_every_angle_fills_the_frame(angle: Angle) -> None:
    for size in (Size.AERIAL, Size.WIDE, Size.FULL, Size.MEDIUM, Size.CLOSE):
        for frame in ((96, 54), (54, 96)):
            brief = clip_brief(size, [figure_brief("a")], frame=frame, angle=angle)
            picture = next(filmed(brief, timings.ClipTiming(body_frames=1)))
            assert (picture[..., :3].max(axis=2) > 25).all(), (size, frame)


def test_feet_stay_on_the_ground_when_the_camera_rises() -> None:
    screen = Screen(320, 180)
    figure = PlaneSpec((), 1.0)
    ground = PlaneSpec((), 1.0, ground=True, horizon_y=70.0, foot_y=150.0)
    for state in (
        CameraState(truck_y=0.1, pan_y=-0.05),
        CameraState(dolly=0.2),
        CameraState(zoom=0.3),
    ):
        foot = np.array([100.0, 150.0, 1.0])
        assert camera_matrix(figure, state, screen) @ foot == pytest.approx(
            camera_matrix(ground, state, screen) @ foot
        )
    sky = PlaneSpec((), 0.0)
    horizon = np.array([100.0, 70.0, 1.0])
    risen = CameraState(truck_y=0.1)
    assert (camera_matrix(ground, risen, screen) @ horizon)[1] == pytest.approx(
        (camera_matrix(sky, risen, screen) @ horizon)[1]
    )


def test_a_clip_has_exactly_its_frames() -> None:
    brief = clip_brief(Size.FULL, [figure_brief("a")], frame=(64, 36), rate=Fraction(30000, 1001))
    timing = timings.ClipTiming(body_frames=11, head_frames=3, tail_frames=2)
    assert sum(1 for _ in filmed(brief, timing)) == 16


def test_the_same_shot_is_the_same_pixels() -> None:
    brief = clip_brief(
        Size.MEDIUM,
        [figure_brief("a"), figure_brief("b")],
        frame=(160, 90),
        composition=Composition.TWO,
        moves=[Move(kind=MoveKind.HANDHELD)],
    )
    timing = timings.ClipTiming(body_frames=8)
    one, two = (np.stack([frame.copy() for frame in filmed(brief, timing)]) for _ in range(2))
    assert (one == two).all()
    assert (one[0] != one[-1]).any()


def test_mouths_follow_the_phones() -> None:
    speech = (timings.SpeechAt(voice="v", character="a", start_frame=12),)
    voices = {"v": {"seconds": 1.0, "phones": [["a", 0.0, 0.2], ["m", 0.2, 0.5], ["o", 0.5, 0.9]]}}
    track = mouth_tracks(speech, voices, Fraction(24))["a"]
    assert [track.at(second) for second in (0.4, 0.55, 0.8, 1.2, 1.45)] == [
        "rest", "a", "m", "o", "rest",
    ]  # fmt: skip
    assert MouthTrack().at(1.0) == "rest"
    guessed = mouth_tracks(speech, {"v": {"seconds": 2.0}}, Fraction(24))["a"]
    assert len({guessed.at(0.5 + index / 24) for index in range(48)}) > 2
    assert guessed.at(2.6) == "rest"


def test_a_speaking_mouth_opens_in_the_picture() -> None:
    brief = clip_brief(
        Size.CLOSE, [figure_brief("a")], frame=(160, 90), moves=[Move(kind=MoveKind.STATIC)]
    )
    timing = timings.ClipTiming(
        body_frames=12, speech=(timings.SpeechAt(voice="v", character="a", start_frame=6),)
    )
    voices = {"v": {"seconds": 1.0, "phones": [["a", 0.0, 1.0]]}}
    reds = [int((np.ptp(f[20:70, 60:100, :3].astype(int), axis=2) > 190).sum())
            for f in filmed(brief, timing, voices=voices)]  # fmt: skip
    assert max(reds[:6]) + 10 < min(reds[6:])


def test_everybody_blinks_and_not_all_at_once() -> None:
    closed = {
        name: [index for index in range(24 * 20) if eyes_closed(name, index / 24)]
        for name in ("a", "b")
    }
    for frames_closed in closed.values():
        assert 8 < len(frames_closed) < 80
    assert closed["a"] != closed["b"]


def test_who_is_followed_stays_and_the_place_goes_by() -> None:
    walker = [figure_brief("a", facing=Facing.RIGHT)]
    timing = timings.ClipTiming(body_frames=40)

    def red_middle(picture: Pixels) -> float:
        red = (picture[..., 2] > 120) & (picture[..., 1] < 70)
        return float(np.nonzero(red)[1].mean())

    size = Size.WIDE
    alone = [
        red_middle(picture)
        for picture in filmed(clip_brief(size, walker, frame=(160, 90)), timing, action="walk")
    ]
    assert alone[-1] - alone[0] > 10
    followed = [
        red_middle(picture)
        for picture in filmed(
            clip_brief(size, walker, frame=(160, 90), moves=[Move(kind=MoveKind.FOLLOW)]),
            timing,
            action="walk",
        )
    ]
    assert max(followed) - min(followed) < 4


def test_a_drift_keeps_within_its_reach() -> None:
    drift = Drift(slide_x=3.0, swing_x=5.0, swing_y=2.0, middle_seconds=4.0, span_seconds=8.0)
    for index in range(160):
        moved = drift.at(index / 20)
        assert abs(moved[0, 2]) <= drift.reach()[0] + 1e-9
        assert abs(moved[1, 2]) <= drift.reach()[1] + 1e-9


def test_a_cached_drawing_is_the_same_drawing(tmp_path: Path) -> None:
    rasteriser = Rasteriser(tmp_path)
    svg, window = '<circle r="30" fill="#f80" fill-opacity=".5"/>', Box(-40, -40, 40, 40)
    first = rasteriser.draw(svg, "", window, 32, 32)
    assert len(list(tmp_path.iterdir())) == 1
    again = rasteriser.draw(svg, "", window, 32, 32)
    assert (first == again).all()
    assert (first == Rasteriser().draw(svg, "", window, 32, 32)).all()
    assert cv2.countNonZero(first[..., 3]) > 100


def test_a_damaged_drawing_in_the_cache_is_drawn_again(tmp_path: Path) -> None:
    svg, window = '<path d="M0 0h20v20z" fill="#08f"/>', Box(0, 0, 20, 20)
    first = Rasteriser(tmp_path).draw(svg, "", window, 24, 24)
    (kept,) = tmp_path.iterdir()
    for damaged in (b"", kept.read_bytes()[:-9], zlib.compress(b"of another size")):
        kept.write_bytes(damaged)
        assert (Rasteriser(tmp_path).draw(svg, "", window, 24, 24) == first).all()


def test_air_is_left_undrawn_and_nothing_else() -> None:
    """A sparse drawing is looked over in a sketch, and drawn where that has something."""
    svg = (
        '<path d="M31.3 40h120v77.7l-80 12z" fill="#803"/><circle cx="301" cy="222.5" r="0.7"/>'
        '<path d="M3 250L390 19" stroke="#284" stroke-width="0.2" stroke-opacity="0.6"/>'
    )
    projection = np.array([[1.7, 0.0, 20.0], [0.0, 1.3, -10.0], [0.0, 0.0, 1.0]])
    images = []
    for sparse in (False, True):
        image = np.zeros((400, 640, 4), np.uint8)
        lay(
            image,
            Fragment(svg, "", projection, PLATE, sparse=sparse),
            Grid(0.0, 0.0, 640, 400, 1.0),
            Rasteriser(),
            bare=True,
        )
        images.append(image)
    assert cv2.countNonZero(images[0][..., 3]) > 10_000
    assert cv2.absdiff(*images).max() <= 1
    empty = Fragment('<path d="M9e5 0h9v9z"/>', "", projection, PLATE, sparse=True)
    spec = PlaneSpec((empty,), 0.5)
    assert realised(spec, Box(0, 0, 640, 400), Rasteriser()) is None


def test_a_clip_is_made_twice_with_the_same_bytes(tmp_path: Path) -> None:
    brief = clip_brief(
        Size.MEDIUM,
        [figure_brief("a", look="old man, white beard"), figure_brief("b", speaks=True)],
        frame=(160, 90),
        composition=Composition.TWO,
        moves=[Move(kind=MoveKind.DOLLY, direction=Direction.IN)],
        rate=Fraction(24000, 1001),
    )
    speech = (timings.SpeechAt(voice="v", character="b", start_frame=2),)
    timing = timings.ClipTiming(body_frames=9, head_frames=2, tail_frames=3, speech=speech)
    shares: list[float] = []
    contents = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        path, facts = make_clip(
            brief, timing, {"v": {"seconds": 0.3, "phones": []}}, tmp_path / name, shares.append,
            cache=tmp_path / "cache",
        )  # fmt: skip
        contents.append(path.read_bytes())
        video = probe(path)
        assert (video.width, video.height, video.rate) == (160, 90, Fraction(24000, 1001))
        assert video.frames == facts["frames"] == 14
        assert video.constant_rate and {0, 2, 11} <= set(video.keyframes)
        assert (facts["head_frames"], facts["rate"]) == (2, "24000/1001")
    assert contents[0] == contents[1]
    assert shares[-1] == 1.0


def test_a_shot_from_the_last_begins_on_its_last_frame(tmp_path: Path) -> None:
    timing = timings.ClipTiming(body_frames=14, head_frames=2, tail_frames=2)
    made: list[tuple[Path, dict[str, Json]]] = []
    for name, size in (("first", Size.WIDE), ("second", Size.CLOSE)):
        (tmp_path / name).mkdir()
        brief = clip_brief(size, [figure_brief("a")], frame=(160, 90))
        before = None
        if made:
            brief = brief.model_copy(update={"from_last": True})
            before = Media("", made[0][0], "video/mp4", made[0][1])
        made.append(make_clip(brief, timing, {}, tmp_path / name, before=before))
    last = next(read_video(made[0][0], 15, 1)).astype(int)
    start, end = (next(read_video(made[1][0], frame, 1)).astype(int) for frame in (2, 15))
    assert np.abs(start - last).mean() < 4
    assert np.abs(end - last).mean() > 12
