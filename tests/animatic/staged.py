"""Shots with the real drawings: a brief, or a film, comes in; figures in their frame go out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from drama_backends.animatic.camera.departments import draw_all, statures
from drama_backends.animatic.camera.figure import Figure
from drama_backends.animatic.camera.framing import Framing
from drama_backends.animatic.camera.mounts import mount_up
from drama_backends.animatic.camera.shoot import set_up
from drama_backends.animatic.camera.staging import block_figures
from drama_backends.animatic.clip import drawing_style
from drama_backends.animatic.stage import Box
from drama_compiler.contract import briefs, timings
from drama_compiler.graph.lower import lower
from drama_compiler.session import analyse

TIMING = timings.ClipTiming(body_frames=48, head_frames=0, tail_frames=0)


@dataclass(frozen=True)
class Staged:
    """A shot before the camera moves."""

    brief: briefs.ClipBrief
    framing: Framing
    figures: tuple[Figure, ...]

    def head(self, figure: Figure) -> Box:
        """The head in the frame, 0 to 1 both ways."""
        return self._shown(figure, figure.drawing.head)

    def eyes(self, figure: Figure) -> tuple[float, float]:
        """Where the eyes are in the frame, 0 to 1 both ways."""
        at = figure.drawing.eyes_at
        box = self._shown(figure, Box(at.x, at.y, at.x, at.y))
        return box.left, box.top

    def _shown(self, figure: Figure, part: Box) -> Box:
        framing = self.framing
        ground = figure.mark.ground(framing.camera_height)
        box = figure.box(part, ground, framing.stance)
        return Box(
            (box.left - framing.left) / framing.width,
            (box.top - framing.top) / framing.height,
            (box.right - framing.left) / framing.width,
            (box.bottom - framing.top) / framing.height,
        )


def staged(brief: briefs.ClipBrief) -> Staged:
    """A shot set up as the camera department does it."""
    brief, mounts = mount_up(brief)
    marks = block_figures(brief, statures(brief))
    drawings = draw_all(brief, marks, drawing_style(brief.style, brief.place), 2.0, mounts)
    shot, figures, _ = set_up(brief, TIMING, marks, drawings, (0.0, 2.0), 1.0)
    return Staged(brief, shot.framing, figures)


def clips_of(script: Path) -> list[briefs.ClipBrief]:
    """What every clip of a script is told, in order."""
    analysis, _ = analyse(script)
    assert analysis is not None
    schedule, _ = analysis.scheduled({})
    graph = lower(analysis.film, schedule)
    return [job.brief for job in graph.jobs.values() if isinstance(job.brief, briefs.ClipBrief)]
