"""A workflow in ComfyUI's API format with named slots comes in; the same, filled, comes out.

A slot is `{{name}}` in place of an input's value, or inside one that is text:

    "inputs": {"seed": "{{seed}}", "text": "film still, {{prompt}}", "image": "{{first}}"}
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from drama_backends.services.clips import refused
from drama_compiler.contract import Json

WORKFLOW_BYTES_MAX = 4 << 20

_SLOT = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def read_workflow(name: str, folders: Sequence[Path]) -> Mapping[str, Json]:
    """The first workflow of that name; raises `ServiceError` (INVALID) where it is none."""
    for folder in folders:
        path = folder / name
        if not path.is_file():
            continue
        if folder.resolve() not in path.resolve().parents:
            raise refused(f"the workflow `{name}` does not lie in its folder")
        if path.stat().st_size > WORKFLOW_BYTES_MAX:
            raise refused(f"the workflow `{name}` is far too large")
        try:
            found = json.loads(path.read_text("utf-8"))
        except ValueError as failure:
            raise refused(f"the workflow `{name}` is no JSON: {failure}") from None
        if not _is_workflow(found):
            raise refused(f"the workflow `{name}` is not in API format: export it as that")
        workflow: Mapping[str, Json] = found
        return workflow
    raise refused(f"there is no workflow `{name}`")


def slots(workflow: Mapping[str, Json]) -> frozenset[str]:
    """The names of all slots of a workflow."""
    return frozenset(_slots(workflow))


def filled(value: Json, values: Mapping[str, Json]) -> Json:
    """The workflow with values in its slots; raises `ServiceError` for one that has none."""
    if isinstance(value, Mapping):
        return {key: filled(each, values) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each, values) for each in value]
    if not isinstance(value, str):
        return value
    whole = _SLOT.fullmatch(value.strip())
    if whole:
        return _value(whole[1], values)
    return _SLOT.sub(lambda match: str(_value(match[1], values)), value)


def _value(name: str, values: Mapping[str, Json]) -> Json:
    if name not in values:
        raise refused(f"the workflow has a slot `{name}` that nothing fills for this job")
    return values[name]


def _slots(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _slots(each)
    elif isinstance(value, list):
        for each in value:
            yield from _slots(each)
    elif isinstance(value, str):
        yield from _SLOT.findall(value)


def _is_workflow(value: object) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and all(
            isinstance(node, dict)
            and isinstance(node.get("class_type"), str)
            and isinstance(node.get("inputs"), dict)
            for node in value.values()
        )
    )
