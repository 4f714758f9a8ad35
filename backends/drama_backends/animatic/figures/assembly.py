"""Assembly: a person's parts by name and the view in, one SVG fragment in the right order out.

The order is a template, so that a theme's folder can hold another one of the same name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from typing import Any, Protocol

import jinja2

from drama_backends.animatic.figures.rig import View
from drama_backends.animatic.stage import Palette

TEMPLATE = "figure.svg.j2"
PARTS = (
    "cloak_behind", "hair_behind", "carried", "far_arm", "near_arm", "legs", "skirt", "trunk",
    "neck", "collar", "plates", "apron", "belt", "cloak_over", "skull", "hair_over",
)  # fmt: skip
"""What a person is put together from; every part is an SVG fragment, or empty."""


class Assembler(Protocol):
    """A theme, as far as it has templates of its own."""

    def has(self, template: str) -> bool:
        """Whether it has this one."""
        ...

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """What it draws; raises `ValueError` where it cannot."""
        ...


def assembled(
    parts: Mapping[str, str], view: View, style: str, palette: Palette, theme: Assembler | None
) -> str:
    """The parts laid over one another; a part that the template names must be there."""
    if theme is not None and theme.has(TEMPLATE):
        values = {**parts, "view": view.value, "style": style, "palette": asdict(palette)}
        try:
            return theme.render(TEMPLATE, values)
        except ValueError:
            # A template that fails on this person alone: the embedded one stands in.
            pass
    return _templates().get_template(TEMPLATE).render(view=view.value, **parts)


@cache
def _templates() -> jinja2.Environment:
    loader = jinja2.PackageLoader("drama_backends.animatic.figures", "templates")
    return jinja2.Environment(loader=loader, autoescape=False, undefined=jinja2.StrictUndefined)
