"""The parts of a shot clause, as the grammar finds them, come in; clause values go out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, NamedTuple

from lark import Token, Transformer

from drama_dsl.clauses import (
    Angle,
    Aperture,
    Clause,
    Composition,
    Continuity,
    Length,
    Lens,
    Moves,
    On,
    Optics,
    Phrase,
    Pin,
    Quoted,
    Size,
    Speed,
    Stance,
    Step,
    Words,
)

_SPEEDS = {"slow-motion": Fraction(1, 2), "fast-motion": Fraction(2), "time-lapse": Fraction(8)}
_SECONDS = {"second": 1, "minute": 60}
_SHOULDER = re.compile(r"(?:['’]s|['’])? shoulders?$|的?肩膀?$", re.IGNORECASE)


class LonePace(NamedTuple):
    """`slow` as a clause of its own: the pace of the move before it."""

    start: int
    end: int
    pace: str


@dataclass(slots=True)
class Read:
    """One clause as read; `then` where it goes on with the moves of the clause before."""

    then: bool
    items: list[Clause | LonePace]


class Builder(Transformer[Token, Any]):
    """Builds clause values, called by the parser rule by rule with tokens and built parts."""

    def clause(self, parts: list[Any]) -> Read:
        then = bool(parts) and isinstance(parts[0], Token)
        items: list[Clause | LonePace] = []
        for part in parts:
            last = items[-1] if items else None
            if isinstance(part, Token):
                continue
            if isinstance(part, Composition) and not part.phrase and isinstance(last, Words):
                # `李雷过肩`, `LI WEI POV`: whose, said first.
                items[-1] = replace(part, start=last.start, phrase=last.phrase)
            else:
                items.append(part)
        return Read(then, items)

    def size(self, parts: list[Any]) -> Size:
        (token,) = parts
        return Size(*_span(token), str(token))

    def subject(self, parts: list[Any]) -> On:
        on, phrase = parts
        return On(on.start_pos, phrase.end_pos, _phrase(phrase))

    def composition(self, parts: list[Any]) -> Composition:
        kind, phrase, on = parts[0], None, None
        end = kind.end_pos
        for part in parts[1:]:
            if isinstance(part, Phrase):
                on, end = part, part.end
            else:
                phrase, end = _phrase(part), part.end_pos
        if phrase and str(kind) == "over":
            text = _SHOULDER.sub("", phrase.text) or phrase.text
            phrase = Phrase(text, phrase.start, phrase.start + len(text))
        return Composition(kind.start_pos, end, str(kind), phrase, on)

    def against(self, parts: list[Any]) -> Phrase:
        return _phrase(parts[1])

    def angle(self, parts: list[Any]) -> Angle:
        (token,) = parts
        return Angle(*_span(token), str(token))

    def moves(self, parts: list[Any]) -> Moves:
        steps = tuple(part for part in parts if isinstance(part, Step))
        return Moves(steps[0].start, steps[-1].end, steps)

    def move(self, parts: list[Any]) -> Step:
        kind, direction, pace = "", None, None
        target: Phrase | None = None
        for part in parts:
            if isinstance(part, Phrase):
                target = part
            elif part.type == "MOVE":
                kind, _, said = str(part).partition(" ")
                direction = said or direction
            elif part.type.startswith("PACE"):
                pace = str(part)
            else:
                direction = str(part)
        end = max(part.end if isinstance(part, Phrase) else part.end_pos for part in parts)
        start = parts[0].start_pos
        return Step(start, end, kind, direction, pace, target)

    def target(self, parts: list[Any]) -> Phrase:
        return _phrase(parts[-1])

    def pace(self, parts: list[Any]) -> LonePace:
        (token,) = parts
        return LonePace(*_span(token), str(token))

    def stance(self, parts: list[Any]) -> Stance:
        (token,) = parts
        start, end = _span(token)
        said = {token.type: str(token)}
        return Stance(start, end, said.get("PLACE"), said.get("DEPTH"), said.get("FACING"))

    def lens(self, parts: list[Any]) -> Lens:
        (token,) = parts
        return Lens(*_span(token), _number(token))

    def aperture(self, parts: list[Any]) -> Aperture:
        (token,) = parts
        return Aperture(*_span(token), Fraction(token.lstrip("fF/／")))

    def optics(self, parts: list[Any]) -> Optics:
        (token,) = parts
        return Optics(*_span(token), str(token))

    def length(self, parts: list[Any]) -> Length:
        (token,) = parts
        measure = token.partition(" ")[2]
        if measure == "frame":
            return Length(*_span(token), frames=int(_number(token)))
        return Length(*_span(token), seconds=_number(token) * _SECONDS[measure])

    def speed(self, parts: list[Any]) -> Speed:
        (token,) = parts
        speed = _SPEEDS.get(str(token))
        return Speed(*_span(token), _number(token) if speed is None else speed)

    def continuity(self, parts: list[Any]) -> Continuity:
        kind = parts[0]
        shot = parts[1].strip("#＃") if len(parts) > 1 else ""
        return Continuity(kind.start_pos, parts[-1].end_pos, str(kind), shot)

    def quoted(self, parts: list[Any]) -> Quoted:
        (token,) = parts
        return Quoted(*_span(token), token.strip('"“”「」『』').strip())

    def pin(self, parts: list[Any]) -> Pin:
        (token,) = parts
        return Pin(*_span(token), token.strip("#＃"))

    def words(self, parts: list[Any]) -> Words:
        (token,) = parts
        return Words(*_span(token), _phrase(token))


def _span(token: Token) -> tuple[int, int]:
    return token.start_pos or 0, token.end_pos or 0


def _phrase(token: Token) -> Phrase:
    return Phrase(str(token), *_span(token))


def _number(token: Token) -> Fraction:
    """The number of a token such as `2.5 second`."""
    return Fraction(token.partition(" ")[0])
