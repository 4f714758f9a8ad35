"""The JSON object on a data line of `drama.lock` comes in and an Entry comes out; and back.

What is as usual is left out. Fields that this release does not know are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from drama_compiler.graph.jobs import Tier
from drama_compiler.store.lock import Choice, Cut, Entry, LockTake, Origin


def read_entry(data: Mapping[str, Any]) -> Entry | None:
    """The entry that a data line holds, or None where a field is not what it has to be."""
    try:
        if len(data) == 1 and "takes" in data:
            return Entry(_takes(data["takes"]))
        entry: Entry = _read(Entry, _ENTRY, data)
    except (TypeError, ValueError):
        return None
    return entry


def entry_data(entry: Entry) -> dict[str, Any]:
    """The entry as JSON data; `read_entry` makes the same entry of it again."""
    data: dict[str, Any] = dict(entry.extra)
    if entry.takes:
        data["takes"] = [_take_data(take) for take in entry.takes]
    if entry.rivals:
        data["rivals"] = [_choice_data(rival) for rival in entry.rivals]
    data |= _choice_data(Choice(entry.chosen, entry.by, entry.over), cuts="chosen")
    return data


def _take_data(take: LockTake) -> dict[str, Any]:
    values = zip(_USUAL, _unusual(take), strict=True)
    data = {name: value for (name, usual), value in values if value != usual}
    return {**take.extra, **data, "media": take.media, "type": take.type}


def _choice_data(choice: Choice, cuts: str = "cuts") -> dict[str, Any]:
    data: dict[str, Any] = {}
    if choice.cuts:
        data[cuts] = [_cut_data(cut) for cut in choice.cuts]
    if choice.by:
        data["by"] = choice.by
    if choice.over:
        data["over"] = choice.over
    return data


def _cut_data(cut: Cut) -> dict[str, Any]:
    data = {**cut.extra, "take": cut.take}
    if cut.start_frame:
        data["start_frame"] = cut.start_frame
    if cut.end_frame is not None:
        data["end_frame"] = cut.end_frame
    return data


_Fields = Mapping[str, Callable[[Any], Any]]


def _read(make: Callable[..., Any], known: _Fields, data: Any, *, closed: bool = False) -> Any:
    """What `make` makes of the data. Raises TypeError or ValueError where that is not possible."""
    if not isinstance(data, dict):
        raise TypeError(data)
    values: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for key, value in data.items():
        read = known.get(key)
        if read is None:
            extra[key] = value
        else:
            values[key] = read(value)
    if extra:
        if closed:
            raise ValueError(extra)
        values["extra"] = extra
    return make(**values)


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError(value)
    return value


def _named(value: Any) -> str:
    if not value:
        raise ValueError(value)
    return _text(value)


def _count(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(value)
    return value


def _truth(value: Any) -> bool:
    if type(value) is not bool:
        raise TypeError(value)
    return value


def _table(value: Any) -> dict[str, Any]:
    if type(value) is not dict:
        raise TypeError(value)
    return value


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise TypeError(value)
    return value


def _range(value: Any) -> tuple[int, int]:
    start, end = _list(value)
    return _count(start), _count(end)


def _cuts(value: Any) -> tuple[Cut, ...]:
    return tuple(_read(Cut, _CUT, each) for each in _list(value))


def _past(value: Any) -> tuple[str, ...]:
    return tuple(_text(each) for each in _list(value))


def _takes(value: Any) -> tuple[LockTake, ...]:
    return tuple(_take(each) for each in _list(value))


def _take(value: Any) -> LockTake:
    # A film has ten thousand: one whose fields are all of plain types needs no reading of each.
    if isinstance(value, dict):
        for key, each in value.items():
            if type(each) is not _PLAIN_TYPES.get(key):
                break
        else:
            if value.get("media"):
                return LockTake(**value)
    take: LockTake = _read(LockTake, _TAKE, value)
    return take


def _rivals(value: Any) -> tuple[Choice, ...]:
    # A choice's identity is its cuts and its past: a field more would make it another one.
    return tuple(_read(Choice, _CHOICE, each, closed=True) for each in _list(value))


_CUT: _Fields = {"take": _named, "start_frame": _count, "end_frame": _count}
_CHOICE: _Fields = {"cuts": _cuts, "by": _text, "over": _past}
_TAKE: _Fields = {
    "media": _named,
    "type": _text,
    "facts": _table,
    "range": _range,
    "tier": Tier,
    "origin": Origin,
    "basis": _text,
    "request": _text,
    "backend": _text,
    "model": _text,
    "call": _text,
    "seed": _count,
    "usd_micros": _count,
    "note": _text,
    "dropped": _truth,
    "number": _count,
}
_TYPES: Mapping[Any, type] = {_text: str, _named: str, _count: int, _table: dict, _truth: bool}
_PLAIN_TYPES = {name: _TYPES.get(read) for name, read in _TAKE.items()}
_ENTRY: _Fields = {
    "takes": _takes,
    "chosen": _cuts,
    "by": _text,
    "over": _past,
    "rivals": _rivals,
}
_PLAIN = LockTake(media="", type="")
_USUAL = tuple((name, getattr(_PLAIN, name)) for name in _TAKE if name not in ("media", "type"))
_unusual = attrgetter(*(name for name, _ in _USUAL))
