"""Where a profile says by whom, the lips of a clip are moved to what is spoken in it.

before: clip/k7f2q of LI WEI, who says voice/x9d4e and is seen saying it
after:  clip/k7f2q; sync/k7f2q of clip/k7f2q and voice/x9d4e, which the film shows in its place

Nothing is moved without that wish, nor for a voice that is heard from elsewhere, from behind a
back, or from so far that no mouth is seen. A service moves one mouth: where two who are seen speak
in one shot, the clip stays as it is, and that is told.
"""

from __future__ import annotations

from drama_compiler.film.words import Size
from drama_compiler.graph.arrange import arrange
from drama_compiler.graph.briefs import LineAt, SyncBrief
from drama_compiler.graph.jobs import Graph, Job, JobKind
from drama_compiler.graph.timings import SpeechAt
from drama_compiler.passes.target.target import Target, clip_brief, clip_timing, clips
from drama_dsl.diagnostic import Diagnostic, Help, hint

TOO_FAR = frozenset({Size.EXTREME_WIDE, Size.AERIAL, Size.ESTABLISHING})
"""Sizes in which a face is a few pixels: no service finds a mouth in it."""


def sync_lips(graph: Graph, target: Target) -> tuple[Graph, tuple[Diagnostic, ...]]:
    """The graph with a `sync` for every clip in which somebody is seen speaking."""
    syncs: list[Job] = []
    told: list[Diagnostic] = []
    for clip in clips(graph):
        speech = seen_speaking(clip)
        made = target.bought(_sync(clip, speech)) if speech else None
        if made is None:
            continue
        why = _why_not(speech, graph)
        if why:
            told.append(_told(clip, why, target))
        else:
            syncs.append(made)
    if not syncs:
        return graph, tuple(told)
    grouped = (names for names in graph.batches if len(names) > 1)
    return arrange((*graph, *syncs), grouped), tuple(told)


def seen_speaking(clip: Job) -> tuple[SpeechAt, ...]:
    """What is spoken in a clip by those whose mouths are seen in it."""
    brief = clip_brief(clip)
    if brief.size in TOO_FAR:
        return ()
    faces = {figure.id for figure in brief.figures if not figure.back}
    return tuple(each for each in clip_timing(clip).speech if each.character in faces)


def _sync(clip: Job, speech: tuple[SpeechAt, ...]) -> Job:
    brief, timing = clip_brief(clip), clip_timing(clip)
    rate = brief.format.rate
    speaker = speech[0].character
    names = {figure.id: figure.name for figure in brief.figures}
    return Job(
        f"sync/{clip.name.partition('/')[2]}",
        JobKind.SYNC,
        SyncBrief(
            shot=brief.shot,
            format=brief.format,
            character=speaker,
            name=names[speaker],
            faces=sum(not figure.back for figure in brief.figures),
            lines=tuple(
                # A tenth is what an eye sees; to the frame it stands in the timing.
                LineAt(
                    id=each.voice.partition("/")[2],
                    at_seconds=round(float(each.start_frame / rate), 1),
                )
                for each in speech
            ),
        ),
        timing.model_copy(update={"speech": speech}),
        (clip.name, *dict.fromkeys(each.voice for each in speech)),
        origin=clip.origin,
        via=clip.via,
    )


def _why_not(speech: tuple[SpeechAt, ...], graph: Graph) -> str:
    if len({each.character for each in speech}) > 1:
        return "two who are seen speak in it, and a service moves one mouth"
    if any(each.voice not in graph.jobs for each in speech):
        return "its voice is a stand-in, and would be moved to in vain"
    return ""


def _told(clip: Job, why: str, target: Target) -> Diagnostic:
    return hint(
        "lips-not-moved",
        f"no lips are moved in this shot: {why}",
        target.origins.get(clip.origin),
        "somebody is seen speaking here",
        helps=(Help("a shot to each who speaks, and a `voice` in the profile, let them be moved"),),
    )
