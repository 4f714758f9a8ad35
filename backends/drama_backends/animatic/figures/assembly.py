"""Assembly: a person's parts by name and the view in, one SVG fragment in the right order out.

The order is a template, so that a theme's folder can hold another one of the same name.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import jinja2

from drama_backends.animatic.figures.rig import View


def assembled(parts: Mapping[str, str], view: View) -> str:
    """The parts laid over one another; a part that the template names must be there."""
    return _templates().get_template("figure.svg.j2").render(view=view.value, **parts)


@cache
def _templates() -> jinja2.Environment:
    loader = jinja2.PackageLoader("drama_backends.animatic.figures", "templates")
    return jinja2.Environment(loader=loader, autoescape=False, undefined=jinja2.StrictUndefined)
