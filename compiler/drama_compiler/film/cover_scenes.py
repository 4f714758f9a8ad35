"""A scene cut into segments comes in; it gets its shots: those said, and coverage of the rest."""

from __future__ import annotations

from collections.abc import Sequence

from drama_compiler.film.build_scenes import SEEN_AT_HEADING_MAX
from drama_compiler.film.coverage import Coverage
from drama_compiler.film.drafts import SceneDraft, Segment
from drama_compiler.film.film import Action, Line
from drama_compiler.film.reading import Reading
from drama_compiler.film.words import TransitionKind


def cover_scene(draft: SceneDraft, reading: Reading) -> None:
    """The shots of a scene: those said, and the coverage of what stands outside them."""
    coverage = Coverage(draft, reading)
    for segment in _visible(draft.segments):
        if segment.shot is not None:
            segment.shot.events = segment.events
            shots = [segment.shot]
        else:
            shots = coverage.cover(segment)
        for shot in shots:
            shot.fields |= {"light": segment.light, "weather": segment.weather}
            shot.worn = segment.worn
        shots[0].fields["transition"] = segment.transition
        draft.shots += shots
    _stand_there(draft)


def _stand_there(draft: SceneDraft) -> None:
    """Who has spoken on screen in a scene stands there in its later shots, the last one first.

    More than an opening wide shows are not kept: a scene may have thousands.
    """
    spoke: list[str] = []
    for shot in draft.shots:
        shot.present = tuple(reversed(spoke))
        for event in (placed.event for placed in shot.events):
            if isinstance(event, Line) and not event.off_screen:
                others = [each for each in spoke if each != event.character]
                spoke = [*others, event.character][-SEEN_AT_HEADING_MAX:]


def _visible(segments: Sequence[Segment]) -> list[Segment]:
    """Segments in which there is something to see; sounds and titles alone go to a neighbour."""
    kept: list[Segment] = []
    held: Segment | None = None
    for segment in segments:
        seen = segment.shot or any(isinstance(each.event, Action | Line) for each in segment.events)
        if held is not None:
            segment.events = [*held.events, *segment.events]
            if segment.transition.kind is TransitionKind.CUT:
                segment.transition = held.transition
            segment.opening = segment.opening or held.opening
            held = None
        if seen:
            kept.append(segment)
        else:
            held = segment
    if held is not None and kept:
        kept[-1].events += held.events
    elif held is not None:
        kept.append(held)
    return kept
