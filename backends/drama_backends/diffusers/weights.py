"""The name of a model comes in; where its weights lie here comes out, and what they are.

Nothing is ever downloaded. `ORG/NAME` is looked for where `hf download ORG/NAME` leaves it; a
folder is one of the project, or of the machine.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

INDEX = "model_index.json"
"""Says which pipeline weights are made for, and of which parts."""

_EDGE_BYTES = 64 << 10
_CONFIGS = {".json", ".txt"}
_FOLDERS = ("./", "../", "~", "/")


@dataclass(frozen=True, slots=True)
class Weights:
    """A model on this machine: its folder, the class of its pipeline, and what tells it from any
    other, on every machine alike.
    """

    folder: Path
    pipeline: str
    fingerprint: str


def can_be_weights(name: str) -> bool:
    """Whether a name has the form of one: a folder, or an organization and a model."""
    return name.startswith(_FOLDERS) or name.count("/") == 1


def find_weights(name: str, project: Path | None) -> Weights | None:
    """The weights of that name; None where they are not on this machine."""
    for folder in _places(name, project):
        index = folder / INDEX
        if index.is_file():
            return _weights(folder.resolve(), index.stat().st_mtime_ns)
    return None


def _places(name: str, project: Path | None) -> list[Path]:
    """Where weights of that name may lie, the likeliest first."""
    if not can_be_weights(name):
        return []
    local = (project or Path.cwd()) / Path(name).expanduser()
    places = [local]
    if not name.startswith(_FOLDERS):
        places.append(_snapshot(name))
    return places


def _snapshot(name: str) -> Path:
    """Where the cache of the hub has a model's newest revision."""
    home = Path(os.environ.get("HF_HOME") or "~/.cache/huggingface")
    hub = Path(os.environ.get("HF_HUB_CACHE") or home / "hub").expanduser()
    model = hub / f"models--{name.replace('/', '--')}"
    try:
        revision = (model / "refs" / "main").read_text("utf-8").strip()
    except OSError:
        return model
    return model / "snapshots" / Path(revision).name


@cache
def _weights(folder: Path, changed: int) -> Weights | None:
    try:
        pipeline = json.loads((folder / INDEX).read_text("utf-8"))["_class_name"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Weights(folder, str(pipeline), _fingerprint(folder))


def _fingerprint(folder: Path) -> str:
    """Over every file: its name, its size, and its edges; of settings all that they say.

    To read all of what may be fifty gigabytes would take longer than a picture.
    """
    state = blake2b(digest_size=8)
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.startswith("."):
            continue
        size = path.stat().st_size
        state.update(f"{path.relative_to(folder).as_posix()}={size}\0".encode())
        with path.open("rb") as file:
            if path.suffix in _CONFIGS:
                state.update(file.read())
                continue
            state.update(file.read(_EDGE_BYTES))
            file.seek(max(0, size - _EDGE_BYTES))
            state.update(file.read())
    return state.hexdigest()
