"""The lines of a prompt come in; its words and its parameters, each within its limits, come out.

A writer may add parameters where a prompt is the writer's own: `prompt: film grain --stylize 250`.

    --name          a flag, such as --raw
    --name number   within a range that a version has, such as --stylize 0 to 1000
    --name word     such as --sref 123456789
    --no a, b       to the end of the line
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from drama_backends.services.clips import refused
from drama_backends.services.models import Model

ALIASES = {"s": "stylize", "c": "chaos", "q": "quality", "w": "weird", "v": "version"}
OF_THE_SCRIPT = {
    "ar": "`Format:`",
    "seed": "`seed:`",
    "version": "the model's name, as in `midjourney/v7`",
    "niji": "the model's name",
    "draft": "the model's name, as in `midjourney/v7-draft`",
    "oref": "the character's portrait",
    "cref": "the character's portrait",
    "end": "`last:`",
}
"""What a prompt cannot say, for it is said elsewhere, and where."""
FLAGS = {"raw", "tile", "hd", "loop"}
KNOWN = FLAGS | {
    *("chaos", "stylize", "exp", "iw", "sref", "sw", "sv", "ow", "no", "weird", "quality", "cw"),
    *("motion", "bs"),
}

_PARAMETER = re.compile(r"(?:^|(?<=\s))--([A-Za-z]+)(?![\w-])")
_STOP = ".,;。，；"


@dataclass(slots=True)
class Parted:
    """The words of a prompt in one line, and the parameters that stood among them."""

    words: str = ""
    values: dict[str, str] = field(default_factory=dict)
    avoid: list[str] = field(default_factory=list)


def part(lines: Sequence[str], model: Model) -> Parted:
    """Take the parameters out of the lines; raises `ServiceError` for one that is not legal."""
    found, kept = Parted(), []
    for line in lines:
        kept.append(_part_line(line, model, found))
    # What is no parameter must not become one: a double hyphen is a dash, a double colon a weight.
    words = " ".join(filter(None, kept)).replace("--", "\u2014").replace("::", ":")
    found.words = " ".join(words.split())
    return found


def _part_line(line: str, model: Model, found: Parted) -> str:
    """Take them out of one line; what is left of it."""
    kept, at = "", 0
    for match in _PARAMETER.finditer(line):
        name = ALIASES.get(match[1].lower(), match[1].lower())
        if match.start() < at or name not in KNOWN | OF_THE_SCRIPT.keys():
            continue
        _check_place(name, model)
        kept += line[at : match.start()]
        rest = line[match.end() :]
        other = name in _wire(model, "others")
        if name == "no":
            value = rest.split(" --", 1)[0]
            words = re.split("[,;，；]", value)
            found.avoid += [] if other else [each.strip(f" {_STOP}") for each in words]
            at = match.end() + len(value)
        elif name in FLAGS:
            found.values |= {} if other else {name: ""}
            at = match.end()
        else:
            word = (rest.split(maxsplit=1) or [""])[0].rstrip(_STOP)
            found.values |= {} if other else {name: _checked(name, word, model)}
            at = match.end() + rest.index(word) + len(word)
        kept = kept.rstrip()
    return (kept + line[at:]).strip()


def _check_place(name: str, model: Model) -> None:
    if name in OF_THE_SCRIPT:
        raise refused(f"`--{name}` is said by {OF_THE_SCRIPT[name]}, not in a prompt")
    keys = ("flags", "texts", "others")
    has = {*(each for key in keys for each in _wire(model, key)), *_numbers(model)}
    if name not in has and not (name == "no" and model.negative):
        raise refused(f"`{model.name}` has no parameter `--{name}`")


def _checked(name: str, value: str, model: Model) -> str:
    """The value of a parameter, if it is one."""
    numbers = _numbers(model)
    if name not in numbers:
        if not value or value.startswith("--"):
            raise refused(f"`--{name}` is followed by what it is")
        return value
    least, most = numbers[name]
    if not re.fullmatch(r"\d+(\.\d+)?", value) or not least <= float(value) <= most:
        raise refused(f"`--{name}` is {least:g} to {most:g} in {model.name}, not `{value}`")
    return value


def _wire(model: Model, key: str) -> Sequence[str]:
    found: Sequence[str] = model.wire.get(key, ())
    return found


def _numbers(model: Model) -> Mapping[str, Sequence[float]]:
    found: Mapping[str, Sequence[float]] = model.wire.get("numbers", {})
    return found
