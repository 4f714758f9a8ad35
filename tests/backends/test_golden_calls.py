"""What every service is asked for the same few vertical shots: word for word, as it was reviewed.

After a change that is meant, `pytest tests/backends/test_golden_calls.py --update` writes them.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drama_compiler.contract import Service, ServiceError
from drama_compiler.make.executor import find_backends
from tests.backends.vertical import jobs

GOLDEN = Path(__file__).with_name("golden")
SERVICES = (
    "ark",
    "bfl",
    "fal",
    "google",
    "kling",
    "luma",
    "minimax",
    "openai",
    "replicate",
    "runway",
    "stability",
    "vidu",
    "wan",
)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_asked_what_was_reviewed(name: str, pytestconfig: pytest.Config) -> None:
    path, asked = GOLDEN / f"{name}.json", _asked(find_backends()[name])
    if pytestconfig.getoption("--update"):
        path.write_text(json.dumps(asked, ensure_ascii=False, indent=2) + "\n", "utf-8")
    assert json.loads(path.read_text("utf-8")) == asked


def _asked(backend: Any) -> dict[str, Any]:
    """Every call in the first model of its kind, and in what else takes other inputs."""
    assert isinstance(backend, Service)
    asked: dict[str, Any] = {}
    for words, batch in jobs().items():
        seen = set()
        for ability in backend.describe().abilities:
            if ability.kind is not batch[0].kind or ability.retired:
                continue
            alike = (ability.takes, ability.limits.shots_max, ability.limits.references_max)
            if alike not in seen:
                seen.add(alike)
                of_model = [replace(job, model=ability.model) for job in batch]
                asked[f"{words}, {ability.model}"] = _call(backend, of_model)
    return asked


def _call(backend: Service, batch: list[Any]) -> Any:
    try:
        request = backend.lower(batch)
    except ServiceError as refusal:
        return {"refused": str(refusal)}
    said = [each.message for job in batch for each in backend.check(job)]
    return {**request.body, **({"said": list(dict.fromkeys(said))} if said else {})}
