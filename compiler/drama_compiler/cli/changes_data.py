"""A comparison of two films comes in; JSON data for other programs comes out."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from drama_compiler.changes.words import compare_words
from drama_compiler.comparing import Comparison

if TYPE_CHECKING:
    from drama_compiler.repricing import Repricing


def as_data(found: Comparison, price: Repricing | None = None) -> dict[str, Any]:
    """Everything that changed; `same` tells at once whether it is the same film.

    A change of prose has `words` too: runs that are `same`, `gone` or `new`, in reading order.
    """
    assert found.changes and found.before and found.after
    sides = {"from": found.before, "to": found.after}
    return {
        **{key: {"name": side.name, "script": side.script} for key, side in sides.items()},
        "same": found.changes.empty,
        **_with_words(asdict(found.changes)),
        **({"price": asdict(price)} if price else {}),
    }


def _with_words(value: Any) -> Any:
    if isinstance(value, dict):
        data = {key: _with_words(each) for key, each in value.items()}
        if value.get("prose") is True:
            data["words"] = compare_words(value["before"], value["after"])
        return data
    if isinstance(value, list | tuple):
        return [_with_words(each) for each in value]
    return value
