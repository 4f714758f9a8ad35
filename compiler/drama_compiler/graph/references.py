"""A clip that a service is to make comes in; the references that it can be made of come out.

before: clip/k7f2q, of LI WEI in storm, in the SEA at night, with the LANTERN
after:  portrait/li-wei/storm~k7f2q, plate/sea/ext-night~k7f2q, object/lantern~k7f2q

What stands behind the `~` says for which shot a reference is made: those of one role are of the
same thing, and one of them is enough.
"""

from __future__ import annotations

import re

from drama_compiler.film.scope import to_slug
from drama_compiler.graph.briefs import (
    ClipBrief,
    FigureBrief,
    FrameBrief,
    IdentityBrief,
    ObjectBrief,
    PlaceBrief,
    PlateBrief,
    PortraitBrief,
    ThingBrief,
    VoiceBrief,
)
from drama_compiler.graph.jobs import Job, JobKind

STILLS = frozenset({JobKind.PORTRAIT, JobKind.PLATE, JobKind.OBJECT, JobKind.FRAME})
"""Kinds that are one image."""

REFERENCES = STILLS | {JobKind.IDENTITY}
"""Kinds that are made for what is made of them, and for nothing else."""

DEFAULT_WARDROBE = "default"
"""What a portrait is called in which its character wears what the `look` says."""


def references(clip: Job) -> list[Job]:
    """The reference images of a shot: whom it shows, where, with what; one set a shot.

    The clip's brief is a `ClipBrief`.
    """
    brief = clip.brief
    assert isinstance(brief, ClipBrief)
    found = [_portrait(brief, figure) for figure in brief.figures]
    found.append(_plate(brief))
    found += [_object(brief, thing) for thing in brief.things if thing.id]
    return found


def frame(clip: Job, which: str, inputs: tuple[str, ...]) -> Job:
    """The `first` or `last` frame of a clip's shot, made of the references `inputs`."""
    brief = clip.brief
    assert isinstance(brief, ClipBrief)
    still = FrameBrief(which="first" if which == "first" else "last", of=_stood_still(brief, which))
    return Job(
        f"frame/{brief.shot}/{which}",
        JobKind.FRAME,
        still,
        inputs=inputs,
        origin=clip.origin,
        via=clip.via,
    )


def identity(line: Job) -> Job | None:
    """The voice of the character who speaks a line, as a service makes and keeps it.

    None where nothing is said of it, or where `voice: elevenlabs:ID` names one that is there.
    The line's brief is a `VoiceBrief`.
    """
    brief = line.brief
    assert isinstance(brief, VoiceBrief)
    if not brief.voice.strip() or re.search(rf"\b{re.escape(line.backend)}:\S", brief.voice):
        return None
    made = IdentityBrief(id=brief.character, name=brief.name, voice=brief.voice)
    name = f"{JobKind.IDENTITY}/{brief.character}"
    return Job(name, JobKind.IDENTITY, made, origin=brief.character)


def plate_name(place: PlaceBrief) -> str:
    """A plate's name in the order of a scene heading: `sea/ext-night-rain-storm`."""
    setting = {True: "int", False: "ext", None: ""}[place.interior]
    words = (setting, str(place.time), place.weather, place.light, place.variant_name)
    return f"{place.id}/{'-'.join(to_slug(word) for word in words if word)}"


def _portrait(shot: ClipBrief, figure: FigureBrief) -> Job:
    worn = to_slug(figure.wardrobe_name) if figure.wardrobe_name else DEFAULT_WARDROBE
    brief = PortraitBrief(
        id=figure.id,
        name=figure.name,
        look=figure.look,
        wardrobe=figure.wardrobe,
        wardrobe_name=figure.wardrobe_name,
        style=shot.style,
    )
    name = f"portrait/{figure.id}/{worn}~{shot.shot}"
    return Job(name, JobKind.PORTRAIT, brief, origin=figure.id)


def _plate(shot: ClipBrief) -> Job:
    brief = PlateBrief(place=shot.place, aspect=shot.aspect, style=shot.style)
    name = f"plate/{plate_name(shot.place)}~{shot.shot}"
    return Job(name, JobKind.PLATE, brief, origin=shot.place.id)


def _object(shot: ClipBrief, thing: ThingBrief) -> Job:
    brief = ObjectBrief(id=thing.id, name=thing.name, look=thing.look, style=shot.style)
    return Job(f"object/{thing.id}~{shot.shot}", JobKind.OBJECT, brief, origin=thing.id)


def _stood_still(shot: ClipBrief, which: str) -> ClipBrief:
    """The shot at one moment: who moves, speaks or goes on plays no part in a still.

    Of several paragraphs of action only the one at that end of the shot is seen.
    """
    figures = tuple(each.model_copy(update={"doing": "", "speaks": False}) for each in shot.figures)
    nearest = shot.actions[:1] if which == "first" else shot.actions[-1:]
    return shot.model_copy(
        update={
            "figures": figures,
            "actions": nearest,
            "moves": (),
            "speed": "1",
            "performance": "",
            "blocking": "",
            "from_last": False,
            "last" if which == "first" else "first": "",
        }
    )
