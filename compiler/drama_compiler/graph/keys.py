"""Plain data comes in; its canonical bytes and digests come out, and a job's basis.

Two digests, two questions. The basis says what a job is *of*: it decides whether a take is
stale. The request digest (`contract.Request.digest`) says exactly what was asked of whom: it
decides cache hits.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from blake3 import blake3

from drama_compiler.graph.jobs import Job, role

KEY_VERSION = 1
"""Raised when the shape of a basis or a request changes, so that no old digest is believed."""

_NOT_OF_THE_THING = frozenset({"format", "wardrobe_name", "variant_name", "beside"})
"""Fields of a brief that say how it is asked for now, or name it, and not what it is of."""


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces, in UTF-8: equal data, equal bytes."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def digest(data: bytes) -> str:
    """The BLAKE3 digest of `data`, 64 hexadecimal characters."""
    return blake3(data).hexdigest()


def digest_file(path: Path) -> str:
    """The BLAKE3 digest of a file's bytes; they are read in turn, for a map of them is held."""
    with path.open("rb", buffering=0) as file:
        return hashlib.file_digest(file, blake3).hexdigest()  # type: ignore[arg-type]


def basis(job: Job, inputs: Mapping[str, str]) -> dict[str, Any]:
    """What `job` is of, as JSON data; `inputs` are the content digests of its inputs by name.

    It holds no span, layout, model, price, pixel size or exact length.
    """
    return {
        "version": KEY_VERSION,
        "kind": str(job.kind),
        "brief": _of_the_thing(job.brief.model_dump(mode="json")),
        "inputs": {role(name): content for name, content in inputs.items()},
    }


def _of_the_thing(value: Any) -> Any:
    if isinstance(value, dict):
        kept = ((key, each) for key, each in value.items() if key not in _NOT_OF_THE_THING)
        return {key: _of_the_thing(each) for key, each in kept}
    if isinstance(value, list):
        return [_of_the_thing(each) for each in value]
    return value
