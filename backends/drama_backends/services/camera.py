"""The moves of a camera come in; words, or a service's own commands for them, come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drama_compiler.contract import Move, MoveKind, Pace

_SPOKEN = {
    MoveKind.STATIC: "static, the camera does not move",
    MoveKind.HANDHELD: "handheld",
    MoveKind.FOLLOW: "follow the subject",
    MoveKind.WHIP: "whip pan",
    MoveKind.DOLLY_ZOOM: "dolly zoom",
    MoveKind.RACK: "rack focus",
}


def camera_words(moves: Sequence[Move], called: Mapping[str, str] | None = None) -> str:
    """Moves in the words of the trade: `slow dolly in, then pan left`.

    `called` says what the target of a rack is called, by its id.
    """
    spoken = [_spoken(move, called or {}) for move in moves]
    return ", then ".join(spoken) if spoken else _SPOKEN[MoveKind.STATIC]


def camera_commands(
    moves: Sequence[Move], commands: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[Move, ...]]:
    """A service's own commands for moves, and the moves that it has none for.

    `commands` is keyed by kind and direction (`dolly-in`), or by the kind alone (`static`). A
    pace is in no command that we know of; who cares for it says the words as well.
    """
    found, rest = [], []
    for move in moves or (Move(kind=MoveKind.STATIC),):
        key = f"{move.kind}-{move.direction}" if move.direction else str(move.kind)
        command = commands.get(key) or commands.get(str(move.kind))
        if command:
            found.append(command)
        elif moves:
            rest.append(move)
    return tuple(found), tuple(rest)


def _spoken(move: Move, called: Mapping[str, str]) -> str:
    words = [str(move.pace)] if move.pace is not Pace.NORMAL else []
    words.append(_SPOKEN.get(move.kind, str(move.kind)))
    if move.direction:
        words.append(str(move.direction))
    if move.target:
        words.append(f"to {called.get(move.target, move.target)}")
    return " ".join(words)
