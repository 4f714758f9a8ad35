"""The text of a `drama.lock` comes in; its data lines by the name they stand under come out.

    drama.lock 1

    [clip ep03/k7f2q]
    {"takes":[{"media":"…","type":"video/mp4"}]}

    end of drama.lock

Name lines and empty lines never change, so that two branches that change, put in or take out
neighbouring entries do not meet in git's plain three-way merge. Where git leaves markers, both
sides are read. Nothing here looks into the data, and nothing but the standard library is
imported: every command may come by.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from typing import Any

from drama_compiler.store import LOCK_FILE

LOCK_VERSION = 1
FIRST_LINE = f"{LOCK_FILE} {LOCK_VERSION}"
LAST_LINE = f"end of {LOCK_FILE}"
"""Says that the file is whole: one that was cut off between two entries would look so."""

NAME_KIND = "-name"
"""What the kind of a name record ends with: `[shot-name ep03/k7f2q]`."""

_MARKER = re.compile(r"(<{7,}|\|{7,}|={7,}|>{7,})(?: .*)?")
_VERSION = re.compile(rf"{re.escape(LOCK_FILE)} (\d{{1,9}})")
_UNSAFE = re.compile("[\x00-\x1f%\x7f\ud800-\udfff]")
_ESCAPE = re.compile(r"%(?:u([0-9A-F]{4})|([0-9A-F]{2}))")


@dataclass(slots=True)
class LockLines:
    """A lock's lines, each with its number from 1. Nothing of the text is left out but markers.

    `data` are the lines that stand under each name and look like data, `strange` those that do
    not. `orphans` stand under no name: each is one line, or a name that cannot be read with what
    follows it. `bare` are names with nothing beneath. `versions` are those the file says it has.
    """

    data: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    strange: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    orphans: list[tuple[int, list[str]]] = field(default_factory=list)
    bare: dict[str, int] = field(default_factory=dict)
    markers: list[int] = field(default_factory=list)
    versions: set[int] = field(default_factory=set)
    ended: bool = False
    cut_short: bool = False


def split_lock(text: str) -> LockLines:
    """The lines of a lock in any state: any order, any line ends, conflict markers of any style.

    Of a conflict both sides are read, and what git says both began from is not, unless the
    markers are out of order: then everything is read.
    """
    lines = text.removeprefix("\ufeff").split("\n")
    scan = _Scan()
    scan.read(lines)
    if not scan.in_order or scan.conflicts:
        scan = _Scan(with_base=True)
        scan.read(lines)
    return scan.found


def parse_data(line: str) -> dict[str, Any] | None:
    """The JSON object on a data line, or None where there is none."""
    try:
        value, end = _DECODER.raw_decode(line)
    except (ValueError, RecursionError):
        return None
    return value if type(value) is dict and end == len(line) else None


def spell_data(value: Any) -> str:
    """One line of JSON, keys sorted, without spaces; as UTF-8 where UTF-8 can hold it."""
    text = _ENCODER.encode(value)
    return text if text.isascii() or _encodable(text) else _ASCII_ENCODER.encode(value)


def spell_name(name: str) -> str:
    """The line that names an entry; what a line cannot hold is written as `%0A` or `%uDC80`."""
    return f"[{_UNSAFE.sub(_escaped, name)}]"


def name_records(text: str, film: str) -> dict[str, dict[str, dict[str, Any]]]:
    """The name records of one film by table and id, from a lock's text; empty where it has none.

    Of a lock that a newer release wrote nothing is read.
    """
    lines = split_lock(text)
    if any(version > LOCK_VERSION for version in lines.versions):
        return {}
    tables: dict[str, dict[str, dict[str, Any]]] = {}
    for name, data in lines.data.items():
        record = split_record(name)
        if record is None or record[0] != film:
            continue
        read = [value for _, line in data if (value := parse_data(line)) is not None]
        if read:
            tables.setdefault(record[1], {})[record[2]] = later_record(read)
    return tables


def split_record(name: str) -> tuple[str, str, str] | None:
    """Film, table and id that a name such as `shot-name ep03/k7f2q` stands for, if it does."""
    if f"{NAME_KIND} " not in name:
        return None
    kind, _, owner = name.partition(" ")
    film, slash, id_ = owner.rpartition("/")
    if not kind.endswith(NAME_KIND) or not slash:
        return None
    return film, kind.removesuffix(NAME_KIND) + "s", id_.replace("%2F", "/").replace("%25", "%")


def join_record(film: str, table: str, id_: str) -> str:
    """The name that a name record has in the lock: what `split_record` takes apart."""
    id_ = id_.replace("%", "%25").replace("/", "%2F")
    return f"{table.removesuffix('s')}{NAME_KIND} {film}/{id_}"


def later_record(records: list[dict[str, Any]]) -> dict[str, Any]:
    """One record of several for one thing; any would do, so long as all branches take the same."""
    if all(record == records[0] for record in records):
        return records[0]
    return max(records, key=spell_data)


@dataclass(slots=True)
class _Conflict:
    """Markers that are open: the names that held before, and at the end of each side so far."""

    before: tuple[str, ...]
    ends: list[str]
    in_base: bool = False
    halves: int = 1


class _Scan:
    """One pass over the lines. `names` are those that the next data line stands under."""

    def __init__(self, *, with_base: bool = False) -> None:
        self.found = LockLines()
        self.with_base = with_base
        self.in_order = True
        self.conflicts: list[_Conflict] = []
        self.names: tuple[str, ...] = ()
        self.lost_name: list[str] | None = None

    def read(self, lines: list[str]) -> None:
        """Take in all lines, the last of which has no line end."""
        for number, raw in enumerate(lines, 1):
            line = raw.strip(" \t\r")
            first = line[:1]
            if first == "{":
                self._data(number, line)
            elif first == "[":
                self._name(number, line)
            elif first:
                self._other(number, line, is_last=number == len(lines))

    @property
    def _in_base(self) -> bool:
        return not self.with_base and any(conflict.in_base for conflict in self.conflicts)

    def _data(self, number: int, line: str) -> None:
        if self.conflicts and self._in_base:
            return
        if not self.names:
            self._orphan(number, line)
        for name in self.names:
            self.found.data.setdefault(name, []).append((number, line))
            self.found.bare.pop(name, None)

    def _name(self, number: int, line: str) -> None:
        if self.conflicts and self._in_base:
            self.names = ()
            return
        self.lost_name = None
        if len(line) > 2 and line[-1] == "]":
            name = _ESCAPE.sub(_unescaped, line[1:-1]) if "%" in line else line[1:-1]
            self.names = (name,)
            if name not in self.found.data:
                self.found.bare.setdefault(name, number)
        else:
            self.names = ()
            self.lost_name = []
            self.found.orphans.append((number, self.lost_name))
            self.lost_name.append(line)

    def _other(self, number: int, line: str, *, is_last: bool) -> None:
        version = _VERSION.fullmatch(line)
        if version:
            self.found.versions.add(int(version[1]))
        elif line == LAST_LINE:
            self.found.ended = True
        elif marker := _MARKER.fullmatch(line):
            self.found.markers.append(number)
            self._marker(marker[1][0])
        elif is_last and (LAST_LINE.startswith(line) or FIRST_LINE.startswith(line)):
            self.found.cut_short = True
        elif not (self.conflicts and self._in_base):
            if not self.names:
                self._orphan(number, line)
            for name in self.names:
                self.found.strange.setdefault(name, []).append((number, line))

    def _orphan(self, number: int, line: str) -> None:
        if self.lost_name is None:
            self.found.orphans.append((number, [line]))
        else:
            self.lost_name.append(line)

    def _marker(self, sign: str) -> None:
        self.lost_name = None
        if sign == "<":
            self.conflicts.append(_Conflict(self.names, []))
        elif not self.conflicts:
            self.in_order = False
        elif sign == ">":
            conflict = self.conflicts.pop()
            self.in_order = self.in_order and conflict.halves == 2
            self.names = tuple(dict.fromkeys((*conflict.ends, *self.names)))
        else:
            conflict = self.conflicts[-1]
            if not conflict.in_base or self.with_base:
                conflict.ends += self.names
            conflict.in_base = sign == "|"
            conflict.halves += sign == "="
            self.names = conflict.before


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _no_number(text: str) -> float:
    raise ValueError(text)


_DECODER = json.JSONDecoder(parse_float=_finite, parse_constant=_no_number)
_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)
_ASCII_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False)


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"%u{code:04X}" if code > 0xFF else f"%{code:02X}"


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1] or match[2], 16))
