"""A theme's files come in; a theme that can be drawn with goes out, and what is wrong with it.

A theme is a value: two with the same files draw alike. Its templates run in Jinja2's sandbox,
and what they give may point at nothing outside of itself.
"""

from __future__ import annotations

import re
import tomllib
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from drama_backends.animatic.figures.assembly import PARTS
from drama_backends.animatic.places.colour import lightness, with_lightness
from drama_backends.animatic.stage import PLATE, Box, Palette, PlaceLayer
from drama_backends.animatic.theme.folder import SETTINGS
from drama_compiler.contract import Json
from drama_dsl.suggest import suggest

STYLES = ("ink", "flat", "pencil")
TEMPLATES = ("figure.svg.j2", "layer.svg.j2", "thing.svg.j2")
"""A person from its parts; a layer of a place; a thing."""
COLOURS = tuple(Palette.__dataclass_fields__)
EXACT = ("ink", "accent", "light")
"""Colours that are as a theme says; of the others the hour says how light they are."""
NUMBERS = {
    "chroma": (0.0, 2.0),
    "contrast": (0.0, 3.0),
    "grain": (0.0, 4.0),
    "vignette": (0.0, 1.0),
}
PRINT = ("chroma", "contrast", "grain", "vignette", "dark", "light")
TABLES = {"palette": COLOURS, "print": PRINT}
HEX = re.compile(r"#[0-9a-fA-F]{6}")
OUTSIDE = re.compile(
    r"(?:href\s*=\s*[\"']?\s*|url\(\s*[\"']?)(?!\s*[#\"'])(?!data:)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Printing:
    """How a picture is printed, every number 1 where nothing is done; `dark` and `light` are
    what black and white become, empty where they stay.
    """

    chroma: float = 1.0
    contrast: float = 1.0
    grain: float = 1.0
    vignette: float = 1.0
    dark: str = ""
    light: str = ""

    @property
    def plain(self) -> bool:
        """Whether colours stay as they are."""
        return self.chroma == 1.0 and self.contrast == 1.0 and not self.dark and not self.light


@dataclass(frozen=True, slots=True)
class Theme:
    """How a film is drawn: by which of the embedded styles (empty: its own words say), in which
    colours, printed how, with which templates in place of the embedded ones.
    """

    name: str = ""
    style: str = ""
    colours: tuple[tuple[str, str], ...] = ()
    printing: Printing = Printing()
    templates: tuple[tuple[str, str], ...] = ()

    def coloured(self, palette: Palette) -> Palette:
        """A shot's palette in the theme's colours, as light as it was."""
        own = {
            name: colour if name in EXACT
            else with_lightness(colour, lightness(getattr(palette, name)))
            for name, colour in self.colours
        }  # fmt: skip
        return replace(palette, **own)

    def has(self, template: str) -> bool:
        """Whether it has a template of its own."""
        return any(name == template for name, _ in self.templates)

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """What a template of the theme makes of the values; raises `ThemeError`."""
        try:
            drawn = _environment(self.templates).get_template(template).render(values)
        except jinja2.TemplateError as failure:
            raise ThemeError(_told(template, failure)) from failure
        except Exception as failure:
            # Whatever a template does, the film is drawn without it.
            raise ThemeError(f"`{template}`: {failure}") from failure
        if OUTSIDE.search(drawn):
            told = "it points outside itself; only `#…` and `data:` may be pointed at"
            raise ThemeError(f"`{template}`: {told}")
        return drawn

    def layer(self, layer: PlaceLayer, values: Mapping[str, Any]) -> PlaceLayer:
        """A layer of a place as the theme draws it."""
        svg = self._or_embedded("layer.svg.j2", layer.svg, {**values, "name": layer.name})
        return replace(layer, svg=svg)

    def thing(self, name: str, svg: str, bounds: Box, palette: Palette, style: str) -> str:
        """A thing's drawing as the theme draws it."""
        values = {"name": name, "bounds": bounds._asdict(), "palette": asdict(palette),
                  "style": style}  # fmt: skip
        return self._or_embedded("thing.svg.j2", svg, values)

    def _or_embedded(self, template: str, svg: str, values: Mapping[str, Any]) -> str:
        if not self.has(template):
            return svg
        try:
            return self.render(template, {**values, "svg": svg})
        except ThemeError:
            return svg


PLAIN = Theme()
"""The embedded drawing as it is."""


class ThemeError(ValueError):
    """A theme cannot be drawn with; the message is for the person."""


def read_theme(data: Json | None) -> tuple[Theme, str]:
    """The theme that a request holds, and in words what of it cannot be used; empty if all can.

    What cannot be used is left out: the embedded drawing stands in.
    """
    if not data:
        return PLAIN, ""
    name, files = str(data["name"]), data["files"]
    trouble = [data["trouble"]] if data["trouble"] else []
    theme, found = _settings(name, files.get(SETTINGS, ""))
    trouble += found
    for file, text in sorted(files.items()):
        if file == SETTINGS:
            continue
        if file not in TEMPLATES:
            trouble.append(f"nothing is drawn by `{file}`{_meant(file, TEMPLATES)}")
            continue
        tried = replace(theme, templates=(*theme.templates, (file, text)))
        problem = _tried(tried, file)
        if problem:
            trouble.append(problem)
        else:
            theme = tried
    if not trouble:
        return theme, ""
    return theme, f"the theme `{name}` is not used as it is: {'; '.join(trouble)}"


def _settings(name: str, text: str) -> tuple[Theme, list[str]]:
    """The theme of a `theme.toml`, without what is wrong in it."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as failure:
        return Theme(name), [f"`{SETTINGS}`: {failure}"]
    trouble = []
    style = table.pop("style", "")
    if style and style not in STYLES:
        trouble.append(f"`{SETTINGS}`: no style is called `{style}`{_meant(str(style), STYLES)}")
        style = ""
    chosen: dict[str, dict[str, Any]] = {key: {} for key in TABLES}
    for key, values in table.items():
        if key not in TABLES or not isinstance(values, dict):
            trouble.append(f"`{SETTINGS}`: nothing reads `{key}`{_meant(key, ('style', *TABLES))}")
            continue
        for entry, value in values.items():
            problem = _unfit(entry, value, TABLES[key])
            if problem:
                trouble.append(f"`{SETTINGS}`: {problem}")
            else:
                chosen[key][entry] = value
    colours = tuple(sorted(chosen["palette"].items()))
    return Theme(name, str(style), colours, Printing(**chosen["print"])), trouble


def _unfit(entry: str, value: object, known: tuple[str, ...]) -> str:
    """Why a setting cannot be taken, or nothing."""
    if entry not in known:
        return f"nothing reads `{entry}`{_meant(entry, known)}"
    if entry in NUMBERS:
        low, high = NUMBERS[entry]
        fits = isinstance(value, int | float) and not isinstance(value, bool)
        if not fits or not low <= float(str(value)) <= high:
            return f"`{entry}` is a number from {low:g} to {high:g}"
        return ""
    if not isinstance(value, str) or not HEX.fullmatch(value):
        return f"`{entry}` is a colour, as `#1c2a55`"
    return ""


def _tried(theme: Theme, template: str) -> str:
    """What is wrong with a template, found by drawing nothing with it; empty if nothing is."""
    palette = dict.fromkeys(COLOURS, "#808080")
    svg = '<path d="M0 0h9v9z" fill="#808080"/>'
    values: dict[str, Any] = {"style": "ink", "palette": palette, "name": "sky", "svg": svg}
    values |= {"kind": "street", "time": "day", "weather": "", "interior": False}
    values |= {"plate": PLATE._asdict(), "bounds": Box(0.0, 0.0, 9.0, 9.0)._asdict()}
    values |= dict.fromkeys(PARTS, svg)
    for view in ("front", "quarter", "profile", "back"):
        try:
            drawn = theme.render(template, {**values, "view": view})
            ElementTree.fromstring(f'<svg xmlns:xlink="x">{drawn}</svg>')
        except ThemeError as failure:
            return str(failure)
        except ElementTree.ParseError as failure:
            return f"`{template}`: what it draws is no SVG: {failure}"
    return ""


def _told(template: str, failure: jinja2.TemplateError) -> str:
    line = getattr(failure, "lineno", None)
    where = f"`{template}`, line {line}" if line else f"`{template}`"
    return f"{where}: {failure.message or failure}"


def _meant(word: str, known: tuple[str, ...]) -> str:
    found = suggest(word, list(known))
    return f" (did you mean `{found}`?)" if found else f" (known are {', '.join(known)})"


@lru_cache(maxsize=4)
def _environment(templates: tuple[tuple[str, str], ...]) -> jinja2.Environment:
    """The theme's templates, which can extend the embedded ones as `embedded/NAME`."""
    embedded = jinja2.PackageLoader("drama_backends.animatic.figures", "templates")
    loader = jinja2.ChoiceLoader(
        [jinja2.DictLoader(dict(templates)), jinja2.PrefixLoader({"embedded": embedded})]
    )
    return ImmutableSandboxedEnvironment(
        loader=loader, autoescape=False, undefined=jinja2.StrictUndefined
    )
