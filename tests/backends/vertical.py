"""Jobs of a few shots of a vertical film, alike for every service: nothing goes in."""

from __future__ import annotations

from fractions import Fraction

from drama_compiler.contract import (
    Daytime,
    Format,
    Job,
    JobKind,
    Move,
    MoveKind,
    Size,
    briefs,
    timings,
)
from drama_compiler.film.words import (
    Angle,
    Composition,
    Depth,
    Direction,
    Facing,
    Pace,
    ScreenPlace,
)

FORMAT = Format(width=1080, height=1920, rate=Fraction(24))
STYLE = briefs.StyleBrief(
    name="ink", look="ink wash on rice paper", palette="black, bone, one red", avoid="lettering"
)
PIER = briefs.PlaceBrief(
    id="pier",
    name="THE PIER",
    look="rotten planks over grey water",
    interior=False,
    time=Daytime.DUSK,
    weather="driving rain",
)
WEI = briefs.FigureBrief(
    id="li-wei",
    name="LI WEI",
    look="a fisherman of forty, scar on the chin",
    wardrobe="a straw rain cape",
    place=ScreenPlace.LEFT,
    facing=Facing.RIGHT,
    mood="wary",
    doing="lifts the lantern",
)
LIN = briefs.FigureBrief(
    id="lin",
    name="LIN",
    look="his daughter, twelve, barefoot",
    place=ScreenPlace.RIGHT,
    depth=Depth.BACKGROUND,
    mood="out of breath",
    speaks=True,
)
LANTERN = briefs.ThingBrief(id="lantern", name="LANTERN", look="dented brass", held_by="li-wei")

_CLIP = briefs.ClipBrief(
    shot="a1b2c",
    format=FORMAT,
    aspect="9:16",
    size=Size.MEDIUM,
    composition=Composition.TWO,
    angle=Angle.LOW,
    moves=(
        Move(kind=MoveKind.DOLLY, direction=Direction.IN, pace=Pace.SLOW),
        Move(kind=MoveKind.PAN, direction=Direction.LEFT),
    ),
    lens_millimetres=35,
    figures=(WEI, LIN),
    things=(LANTERN,),
    place=PIER,
    style=STYLE,
    actions=("Li Wei lifts the lantern. Lin runs up behind him.",),
    performance="he does not turn round",
    blocking="LIN comes up to LI WEI",
    avoid="modern boats",
    seed=4242,
)
_REFERENCES = ("portrait/li-wei/straw-cape", "portrait/lin/default", "plate/pier/dusk-rain")


def jobs() -> dict[str, tuple[Job, ...]]:
    """Calls by what they show."""
    return {
        "portrait": (_portrait(),),
        "plate": (
            Job(
                "plate/pier/dusk-rain",
                JobKind.PLATE,
                briefs.PlateBrief(place=PIER, aspect="9:16", style=STYLE),
            ),
        ),
        "frame with references": (_frame(),),
        "clip of words": (_clip("a1b2c", 100),),
        "clip of references": (_clip("a1b2c", 100, _REFERENCES),),
        "clip of frames": (
            _clip("a1b2c", 100, (*_REFERENCES, "frame/a1b2c/first", "frame/a1b2c/last")),
        ),
        "clip of a first frame": (_clip("a1b2c", 100, ("frame/a1b2c/first",)),),
        "two shots of a scene": (_clip("a1b2c", 60, _REFERENCES), _close("d3e4f", 50)),
        "line": (_line(),),
        "cue": (_cue(),),
    }


def _line() -> Job:
    brief = briefs.VoiceBrief(
        text="Father, they are coming.",
        language="en",
        character=LIN.id,
        name=LIN.name,
        look=LIN.look,
        mood="out of breath",
    )
    return Job("voice/x9d4e", JobKind.VOICE, brief)


def _cue() -> Job:
    brief = briefs.CueBrief(text="dread, 60 bpm, low strings", film="Waves")
    return Job("cue/p2q3r", JobKind.CUE, brief, timings.CueTiming(seconds=21.5))


def _portrait() -> Job:
    brief = briefs.PortraitBrief(
        id=WEI.id, name=WEI.name, look=WEI.look, wardrobe=WEI.wardrobe, style=STYLE
    )
    return Job("portrait/li-wei/straw-cape", JobKind.PORTRAIT, brief)


def _frame() -> Job:
    return Job(
        "frame/a1b2c/first",
        JobKind.FRAME,
        briefs.FrameBrief(which="first", of=_CLIP),
        inputs=_REFERENCES,
    )


def _clip(shot: str, frames: int, inputs: tuple[str, ...] = ()) -> Job:
    timing = timings.ClipTiming(body_frames=frames, head_frames=6, tail_frames=6)
    return Job(f"clip/{shot}", JobKind.CLIP, _CLIP, timing, inputs, shot)


def _close(shot: str, frames: int) -> Job:
    brief = _CLIP.model_copy(
        update={
            "shot": shot,
            "size": Size.CLOSE,
            "composition": Composition.SINGLE,
            "moves": (),
            "figures": (LIN,),
            "things": (),
            "actions": ("Lin stops.",),
            "performance": "",
            "blocking": "",
            "seed": None,
        }
    )
    timing = timings.ClipTiming(body_frames=frames, head_frames=6, tail_frames=6)
    return Job(f"clip/{shot}", JobKind.CLIP, brief, timing, _REFERENCES[1:], shot)
