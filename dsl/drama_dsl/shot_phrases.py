"""The units of a clause come in; tokens for the grammar go out: noun phrases have bounds now.

No grammar can tell where a name ends that only the film declares. So: words of the vocabulary
count at the beginning of a clause; from the first other word on (or behind `on`, `over`, `to`)
all is one noun phrase, up to a number, a quotation, or words of the vocabulary that fill the
rest of the clause.
"""

from __future__ import annotations

from typing import NamedTuple

from drama_dsl.shot_lexer import Unit

_HARD = frozenset({"QUOTED", "PIN", "APERTURE", "LENS", "LENGTH", "SPEED"})
_TAIL = frozenset({
    "SIZE", "ANGLE", "MOVE", "PACE", "DIRECTION", "OPTICS", "SPEED_WORD", "THEN", "FROM_LAST",
    "OVER",
})  # fmt: skip
_BEFORE_ON = frozenset({"", "SIZE", "GROUPING", "OVER", "ANGLE", "PHRASE"})
# How far a clause is looked ahead and back, so that reading stays linear.
_MANNERS_MAX = 3
_STANCES_MAX = 3
_MOVE_PIECES_MAX = 6
_STANCE = ("FACING", "DEPTH", "PLACE")
# English words that a noun phrase may well end with.
_COMMON = frozenset({
    "low", "high", "full", "mid", "medium", "wide", "long", "close", "detail", "still", "push",
    "pull", "track", "circle", "follow", "arc", "roll", "boom", "locked", "left", "right", "up",
    "down", "insert", "rack", "whip", "over", "static", "dutch", "shallow",
})  # fmt: skip


class Piece(NamedTuple):
    """A token of the grammar: its terminal, the canonical word or raw text, its place."""

    type: str
    value: str
    start: int
    end: int


def settle(text: str, units: list[Unit], *, lenient: bool = False) -> list[Piece]:
    """The tokens of one clause of `text`; every unit is in one of them, in order.

    `hero on LI WEI` is a preset and its subject, but not where `lenient` reads prose.
    """
    pieces: list[Piece] = []
    index = 0
    while index < len(units):
        unit = units[index]
        kind = _role(units, index, pieces)
        if kind is not None:
            value = unit.types.get(_source(kind), unit.text)
            terminal = "SPEED" if kind == "SPEED_WORD" else kind
            pieces.append(Piece(terminal, value, unit.start, unit.end))
            index += 1
            continue
        end = _phrase_end(units, index, pieces)
        on = None if pieces or lenient else _split_at_on(units, index, end)
        if on is not None:
            pieces.append(_phrase(text, units, index, on, "WORDS"))
            pieces.append(Piece("ON", "on", units[on].start, units[on].end))
            index = on + 1
        pieces += _phrases(text, units, index, end, pieces)
        index = end
    return pieces


def _split_at_on(units: list[Unit], start: int, end: int) -> int | None:
    """Where `on` parts a preset from its subject; `of` and `ON` may belong to a name."""
    for index in range(start + 1, end - 1):
        if units[index].text == "on":
            return index
    return None


def _source(kind: str) -> str:
    """The type of a unit from which a terminal takes its value."""
    base = kind.removesuffix("_BEFORE").removesuffix("_ALONE")
    return {"AGAINST": "ON"}.get(base, base)


def _role(units: list[Unit], index: int, pieces: list[Piece]) -> str | None:
    """What the unit is where it stands; None where a noun phrase begins with it."""
    unit = units[index]
    types = unit.types
    before = pieces[-1].type if pieces else ""
    if before == "REUSE":
        return "ID"
    if before in ("ON", "TO", "AGAINST") or not types:
        return None
    for kind in _HARD:
        if kind in types:
            return kind
    follower = units[index + 1] if index + 1 < len(units) else None
    if "SPEED_WORD" in types:
        return "SPEED_WORD"
    moving = before in ("MOVE", "PACE", "DIRECTION")
    aimed = before == "PHRASE" and _has_move(pieces)
    if "TO" in types and moving and follower:
        return "TO"
    if "ON" in types and follower and before in _BEFORE_ON:
        return "AGAINST" if before == "OVER" else "ON"
    if "THEN" in types and _moves(units, index + 1):
        return "THEN"
    if "PACE" in types:
        return _manner("PACE", units, index, moving or aimed)
    if "DIRECTION" in types and (moving or _moves(units, index + 1)):
        return _manner("DIRECTION", units, index, moving)
    if "REUSE" in types and follower and (follower.types or any(map(str.isdigit, follower.text))):
        return "REUSE"
    return _keyword(units, index, follower)


def _manner(kind: str, units: list[Unit], index: int, moving: bool) -> str | None:
    """A pace or a direction: of the move behind it, of the one before, or alone."""
    if _moves(units, index + 1):
        return f"{kind}_BEFORE"
    if moving:
        return kind
    alone = kind == "PACE" and len(units) == 1
    return "PACE_ALONE" if alone else None


def _moves(units: list[Unit], index: int) -> bool:
    """Whether a move begins at `index`, perhaps with its pace and direction first."""
    for unit in units[index : index + _MANNERS_MAX + 1]:
        if "MOVE" in unit.types:
            return True
        if "PACE" not in unit.types and "DIRECTION" not in unit.types:
            return False
    return False


def _keyword(units: list[Unit], index: int, follower: Unit | None) -> str | None:
    """Sizes, angles, moves and the like; one Chinese character before a word is no keyword."""
    unit = units[index]
    types = unit.types
    touching = follower is not None and follower.start == unit.end and not follower.types
    if unit.han and touching and len(unit.text) == 1 and unit.text != "跟":
        return None
    if unit.text.lower() in ("low", "high") and follower is not None and not follower.types:
        return None
    for kind in ("SIZE", "GROUPING", "OVER", "ANGLE", "MOVE", "OPTICS", "FROM_LAST"):
        if kind in types:
            return kind
    for kind in _STANCE:
        if kind in types and _only_stance(units, index):
            return kind
    return None


def _only_stance(units: list[Unit], index: int) -> bool:
    """Whether the rest of the clause says only where someone stands and looks."""
    rest = units[index : index + _STANCES_MAX + 1]
    return len(rest) <= _STANCES_MAX and all(
        any(kind in unit.types for kind in _STANCE) for unit in rest
    )


def _phrase_end(units: list[Unit], start: int, pieces: list[Piece]) -> int:
    """Where the noun phrase that begins at `start` ends; it has at least one unit."""
    end = start + 1
    while end < len(units) and _HARD.isdisjoint(units[end].types):
        if units[end].han and "OVER" in units[end].types:
            return end
        if "THEN" in units[end].types and _moves(units, end + 1):
            return end
        end += 1
    tail = end
    while tail - 1 > start and not _TAIL.isdisjoint(units[tail - 1].types):
        tail -= 1
    moved = _has_move(pieces)
    while tail < end and not _starts_tail(units, tail, end, moved=moved):
        tail += 1
    return tail


def _starts_tail(units: list[Unit], tail: int, end: int, *, moved: bool) -> bool:
    """Whether the words of the vocabulary from `tail` to `end` are more than a phrase's end.

    `moved` where a move stands before the phrase, as in `rack to MOTHER slow`.
    """
    first = units[tail]
    if "THEN" in first.types:
        return _moves(units, tail + 1)
    if "PACE" in first.types or "DIRECTION" in first.types:
        return _moves(units, tail + 1) or (moved and "PACE" in first.types)
    if first.han:
        return end - tail > 1 or len(first.text) > 1 or first.start > units[tail - 1].end
    if first.text.lower() not in _COMMON:
        return True
    return "MOVE" in first.types and end - tail > 1 and first.text.lower() != "still"


def _phrases(
    text: str, units: list[Unit], start: int, end: int, pieces: list[Piece]
) -> list[Piece]:
    """The units `[start, end)` as one phrase; behind `over` and `pov`, split at `on`."""
    before = pieces[-1].type if pieces else ""
    attached = before in ("ON", "TO", "AGAINST", "GROUPING", "OVER")
    if before == "OVER":
        for index in range(start + 1, end - 1):
            if "ON" in units[index].types:
                on = units[index]
                return [
                    _phrase(text, units, start, index, "PHRASE"),
                    Piece("AGAINST", "on", on.start, on.end),
                    _phrase(text, units, index + 1, end, "PHRASE"),
                ]
    if before in ("MOVE", "PACE", "DIRECTION") and _takes_target(pieces):
        return [_phrase(text, units, start, end, "PHRASE")]
    if before == "SIZE":
        first = units[start]
        return [
            Piece("ON", "", first.start, first.start),
            _phrase(text, units, start, end, "PHRASE"),
        ]
    return [_phrase(text, units, start, end, "PHRASE" if attached else "WORDS")]


def _has_move(pieces: list[Piece]) -> bool:
    return any(piece.type == "MOVE" for piece in pieces[-_MOVE_PIECES_MAX:])


def _takes_target(pieces: list[Piece]) -> bool:
    """Whether the move before takes a target without a `to`: `follow LI WEI`."""
    near = pieces[-_MOVE_PIECES_MAX:]
    move = next((piece for piece in reversed(near) if piece.type == "MOVE"), None)
    return move is not None and move.value.split(" ")[0] in ("follow", "orbit", "rack")


def _phrase(text: str, units: list[Unit], start: int, end: int, kind: str) -> Piece:
    first, last = units[start].start, units[end - 1].end
    return Piece(kind, text[first:last], first, last)
