"""A workflow and what a server says of its nodes come in; why it would not run there comes out.

The server's own word on a node is what `/object_info/NODE` answers: inputs by name, each with its
type, or the values that it can have, and bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from drama_compiler.contract import Json

_NUMBERS: Mapping[str, tuple[type, ...]] = {"INT": (int,), "FLOAT": (int, float)}


def problems(workflow: Mapping[str, Json], nodes: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with each node, in words; `nodes` are by class, None where not installed."""
    for id_, node in workflow.items():
        name = node["class_type"]
        told = nodes.get(name)
        if not isinstance(told, Mapping):
            yield f"the server has no node `{name}`"
            continue
        inputs = told.get("input", {})
        required, optional = inputs.get("required", {}), inputs.get("optional", {})
        for key in required.keys() - node["inputs"].keys():
            yield f"node {id_} ({name}) lacks its input `{key}`"
        for key, value in node["inputs"].items():
            asked = required.get(key) or optional.get(key)
            why = _why(value, asked, workflow) if asked else ""
            if why:
                yield f"node {id_} ({name}), `{key}`: {why}"


def _why(value: Any, asked: Any, workflow: Mapping[str, Json]) -> str:
    """Why a value is no value of an input, if it is none."""
    kind, more = asked[0], asked[1] if len(asked) > 1 and isinstance(asked[1], Mapping) else {}
    if isinstance(value, list):
        linked = len(value) == 2 and str(value[0]) in workflow
        return "" if linked else f"it is linked to a node {value[0] if value else ''} that is none"
    choices = more.get("options") if kind == "COMBO" else kind
    # What is uploaded in a moment is in no list yet.
    if isinstance(choices, list):
        known = value in choices or more.get("image_upload")
        return "" if known else f"`{value}` is not there: {_few(choices)}"
    if kind in _NUMBERS:
        if isinstance(value, bool) or not isinstance(value, _NUMBERS[kind]):
            return f"`{value}` is no number"
        least, most = more.get("min", value), more.get("max", value)
        return "" if least <= value <= most else f"{value} is not from {least} to {most}"
    return ""


def _few(choices: list[Any]) -> str:
    told = ", ".join(str(each) for each in choices[:6])
    return f"there are {told}" + (" and more" if len(choices) > 6 else "") if told else "nothing is"
