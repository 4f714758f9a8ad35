"""Figures and props: a brief's words in, SVG drawings in stage units out; pure and stable."""

from __future__ import annotations

from drama_backends.animatic.figures.crowd import CrowdDrawing, draw_crowd
from drama_backends.animatic.figures.drawing import draw_figure
from drama_backends.animatic.figures.look import Clothes, Hair, Look
from drama_backends.animatic.figures.pose import ACTIONS, MOODS, Pose, read_pose
from drama_backends.animatic.figures.reading import read_look
from drama_backends.animatic.figures.strides import STRIDES
from drama_backends.animatic.figures.thing import PROPS, ThingDrawing, draw_thing, is_drawn

STYLES = ("ink", "flat", "pencil")

__all__ = [
    "ACTIONS", "MOODS", "PROPS", "STRIDES", "STYLES", "Clothes", "CrowdDrawing", "Hair", "Look",
    "Pose", "ThingDrawing", "draw_crowd", "draw_figure", "draw_thing", "is_drawn", "read_look",
    "read_pose",
]  # fmt: skip
