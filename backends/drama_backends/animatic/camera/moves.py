"""How the camera moves: a shot's moves come in, the state of the camera at any second goes out.

The moves of a shot are one chain (`pan left then dolly in`) that shares the body of the shot in
equal parts. Lengths on the screen are shares of the frame's width, so that a move looks alike at
every scale.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from drama_compiler.contract import Direction, Move, MoveKind, Pace

PACE_REACH = {Pace.SLOW: 0.6, Pace.NORMAL: 1.0, Pace.FAST: 1.6}
# A fast move is over before its part of the shot is, and holds.
PACE_SHARE = {Pace.SLOW: 1.0, Pace.NORMAL: 1.0, Pace.FAST: 0.62}
WHIP_SECONDS = 0.45
# The gentle push of a shot that asks for no move, in logarithm of zoom.
BREATH = math.log(1.025)


class CameraState(NamedTuple):
    """The camera against its framing; all zeros is the framing itself.

    `zoom` is the logarithm of the magnification, `dolly` the share of the way to the acting
    plane, `vertigo` the same with the zoom drawn back. `truck_*` moves near things more than far
    ones, `pan_*` and `whip_*` all alike, in frame widths; the picture moves that way, the camera
    against it. `roll` in radians, `focus` a parallax counted from the acting plane, `blur_*` a
    directional blur in frame widths.
    """

    zoom: float = 0.0
    dolly: float = 0.0
    vertigo: float = 0.0
    truck_x: float = 0.0
    truck_y: float = 0.0
    pan_x: float = 0.0
    pan_y: float = 0.0
    whip_x: float = 0.0
    whip_y: float = 0.0
    roll: float = 0.0
    focus: float = 0.0
    blur_x: float = 0.0
    blur_y: float = 0.0


class Limits(NamedTuple):
    """How far the camera may go before the place ends: changes in frame widths, and a share."""

    across: float = 1.0
    up: float = 1.0
    crane: float = 1.0
    vertigo: float = 0.36


@dataclass(frozen=True, slots=True)
class Leg:
    """One move of a chain: what it changes between two seconds of the body."""

    kind: MoveKind
    start_seconds: float
    end_seconds: float
    change: CameraState
    shake: float = 0.0

    def share(self, seconds: float) -> float:
        """How much of the change is done, eased at both ends."""
        if seconds <= self.start_seconds:
            return 0.0
        if seconds >= self.end_seconds:
            return 1.0
        x = (seconds - self.start_seconds) / (self.end_seconds - self.start_seconds)
        return whip_ease(x) if self.kind is MoveKind.WHIP else ease(x)


@dataclass(frozen=True, slots=True)
class CameraPath:
    """Where the camera is at every second; seconds count from the first frame of the body."""

    start: CameraState
    legs: tuple[Leg, ...]
    drift: tuple[float, float, float] | None = None
    follow: Callable[[float], float] | None = None

    def at(self, seconds: float) -> CameraState:
        """The state at a second; before the body and after it the camera holds."""
        total = list(self.start)
        for leg in self.legs:
            share = leg.share(seconds)
            if share:
                for index, change in enumerate(leg.change):
                    total[index] += share * change
        state = CameraState(*total)
        state = self._shaken(state, seconds)
        if self.drift:
            begin, end, reach = self.drift
            state = state._replace(zoom=state.zoom + reach * (seconds - begin) / (end - begin))
        if self.follow:
            state = state._replace(truck_x=state.truck_x - self.follow(seconds))
        return self._blurred(state, seconds)

    @property
    def only_turns(self) -> bool:
        """Whether all layers move alike: pans, zooms and rolls, but nothing with parallax."""
        states = [self.start, *(leg.change for leg in self.legs)]
        return self.follow is None and not any(
            state.dolly or state.vertigo or state.truck_x or state.truck_y for state in states
        )

    @property
    def racks(self) -> bool:
        """Whether the focus changes."""
        return any(leg.kind is MoveKind.RACK for leg in self.legs)

    def _shaken(self, state: CameraState, seconds: float) -> CameraState:
        reach = sum(leg.shake * _window(leg, seconds) for leg in self.legs)
        if not reach:
            return state
        return state._replace(
            pan_x=state.pan_x + reach * _sines(seconds, (0.37, 0.91, 1.73), 0.3),
            pan_y=state.pan_y + reach * 0.8 * _sines(seconds, (0.43, 1.07, 1.99), 1.9),
            roll=state.roll + reach * 0.55 * _sines(seconds, (0.31, 0.83), 4.1),
        )

    def _blurred(self, state: CameraState, seconds: float) -> CameraState:
        whips = [leg for leg in self.legs if leg.kind is MoveKind.WHIP]
        if not whips:
            return state
        # Half of what passes in a 24th of a second: a 180 degree shutter.
        step = 1.0 / 48.0
        speeds = [0.0, 0.0]
        for leg in whips:
            moved = leg.share(seconds + step / 2.0) - leg.share(seconds - step / 2.0)
            speeds[0] += abs(moved * leg.change.whip_x)
            speeds[1] += abs(moved * leg.change.whip_y)
        return state._replace(blur_x=speeds[0], blur_y=speeds[1])


def plan_moves(
    moves: Sequence[Move],
    seconds: float,
    *,
    tight: float = 0.0,
    speed: float = 1.0,
    forward: float = 1.0,
    depths: Mapping[str, float] | None = None,
    follow: Callable[[float], float] | None = None,
    span: tuple[float, float] | None = None,
    limits: Limits | None = None,
    lead_in: float = 0.0,
) -> CameraPath:
    """The path of a body of `seconds`.

    `tight` is 0 for a wide frame and 1 for a close one, where moves reach less far. `speed` is
    the shot's own (0.5 for slow motion). `forward` is 1 where the subject looks right, -1 left.
    `depths` are parallaxes by id, for a rack. `follow` is the subject's way in frame widths.
    `span` is the clip with its handles, in seconds of the body, for the drift of a shot that
    asks for no move. `lead_in` is how much of an approach is done when the framing is reached.
    """
    begin, end = span or (0.0, seconds)
    if not moves:
        drift = (begin, max(end, begin + 0.04), BREATH * min(1.6, max(0.5, seconds / 4.0)))
        return CameraPath(CameraState(), (), drift)
    share = max(seconds, 0.04) / len(moves)
    legs: list[Leg] = []
    focus = 1.0
    for index, move in enumerate(moves):
        reach = PACE_REACH[move.pace] * _length_reach(share) * min(1.5, max(0.4, speed))
        change = _limited(_change(move, reach, tight, forward), limits or Limits())
        shake = _shake(move)
        first = index * share
        length = share * PACE_SHARE[move.pace]
        if move.kind is MoveKind.WHIP:
            length = min(share, WHIP_SECONDS / max(0.25, speed))
            first = first if index == 0 else first + share - length
        if move.kind is MoveKind.RACK:
            target, origin = _rack(move, depths or {}, focus)
            focus = origin if index == 0 else focus
            change = CameraState(focus=target - focus)
            legs.append(Leg(move.kind, first + 0.3 * share, first + 0.7 * share, change))
            continue
        legs.append(Leg(move.kind, first, first + length, change, shake))
    follows = follow if any(move.kind is MoveKind.FOLLOW for move in moves) else None
    return CameraPath(_start(legs, moves, depths or {}, lead_in), tuple(legs), None, follows)


def ease(x: float) -> float:
    """From 0 to 1 with no jump of speed: a third to set off, a third even, a third to stop."""
    ramp = 0.32
    top = 1.0 / (1.0 - ramp)
    if x < ramp:
        return top * ramp * _ramped(x / ramp)
    if x > 1.0 - ramp:
        return 1.0 - top * ramp * _ramped((1.0 - x) / ramp)
    return top * (x - ramp / 2.0)


def whip_ease(x: float) -> float:
    """From 0 to 1, nearly all of it in the middle."""
    return x * x * x * (x * (6.0 * x - 15.0) + 10.0)


def _ramped(x: float) -> float:
    # The integral of a smoothstep: speed begins at 0 and ends at 1, both without a corner.
    return x * x * x * (1.0 - 0.5 * x)


def _length_reach(seconds: float) -> float:
    """A longer shot goes farther, but less than in proportion."""
    return min(1.5, max(0.55, math.sqrt(seconds / 4.0)))


def _change(move: Move, reach: float, tight: float, forward: float) -> CameraState:
    """What a move changes from its first frame to its last."""
    kind, direction = move.kind, move.direction
    across = reach * (0.22 - 0.14 * tight)
    along = -1.0 if direction is Direction.OUT else 1.0
    # A camera that goes right sees the picture go left.
    sideways = {Direction.LEFT: 1.0, Direction.RIGHT: -1.0}.get(direction or Direction.IN, -forward)
    upward = {Direction.UP: 1.0, Direction.DOWN: -1.0}.get(direction or Direction.IN, 1.0)
    vertical = direction in (Direction.UP, Direction.DOWN)
    if kind is MoveKind.PAN:
        return CameraState(pan_x=sideways * across)
    if kind is MoveKind.TILT:
        return CameraState(pan_y=upward * across * 0.8)
    if kind is MoveKind.DOLLY:
        return CameraState(dolly=along * min(0.32, 0.17 * reach))
    if kind is MoveKind.TRUCK:
        return CameraState(truck_x=sideways * across * 1.1)
    if kind is MoveKind.CRANE:
        rise = upward * across * 0.9
        return CameraState(truck_y=rise, pan_y=-0.45 * rise)
    if kind is MoveKind.ZOOM:
        return CameraState(zoom=along * min(0.5, 0.26 * reach))
    if kind is MoveKind.ORBIT:
        turn = sideways * reach * (0.26 - 0.08 * tight)
        return CameraState(truck_x=turn, pan_x=-turn)
    if kind is MoveKind.ROLL:
        sign = -1.0 if direction is Direction.LEFT else 1.0
        return CameraState(roll=sign * math.radians(min(24.0, 11.0 * reach)))
    if kind is MoveKind.WHIP:
        if vertical:
            return CameraState(whip_y=upward * (0.3 + 0.3 * tight))
        return CameraState(whip_x=sideways * (0.5 + 0.5 * tight))
    if kind is MoveKind.DOLLY_ZOOM:
        return CameraState(vertigo=along * min(0.36, 0.26 * reach))
    return CameraState()


def _limited(change: CameraState, limits: Limits) -> CameraState:
    def within(value: float, most: float) -> float:
        return min(most, max(-most, value))

    return change._replace(
        truck_x=within(change.truck_x, limits.across),
        pan_x=within(change.pan_x, limits.across),
        whip_x=within(change.whip_x, 0.49 * limits.across),
        pan_y=within(change.pan_y, limits.up),
        whip_y=within(change.whip_y, 0.49 * limits.up),
        truck_y=within(change.truck_y, limits.crane),
        vertigo=within(change.vertigo, limits.vertigo),
    )


def _shake(move: Move) -> float:
    if move.kind is MoveKind.HANDHELD:
        return {Pace.SLOW: 0.006, Pace.NORMAL: 0.010, Pace.FAST: 0.017}[move.pace]
    return 0.0025 if move.kind is MoveKind.FOLLOW else 0.0


def _rack(move: Move, depths: Mapping[str, float], focus: float) -> tuple[float, float]:
    """Where the focus goes, and where it comes from when the shot begins with the rack."""
    # Whom the shot does not hold is looked for far behind.
    target = depths.get(move.target, 0.15) if move.target else 1.0
    others = [depth for depth in depths.values() if abs(depth - target) > 0.1]
    origin = others[0] if others else (0.15 if target > 0.5 else 1.0)
    return target, origin


def _start(
    legs: list[Leg], moves: Sequence[Move], depths: Mapping[str, float], lead_in: float
) -> CameraState:
    """The state of the first frame, such that the framing is what the chain is about.

    Approaches are counted from their widest point, which is the framing; what goes sideways is
    centred on it; a whip that opens the shot arrives at it.
    """
    values = {}
    for name in ("zoom", "dolly", "vertigo"):
        sums = _partial_sums(legs, name)
        values[name] = -min(sums)
        if name != "vertigo":
            values[name] -= lead_in * (max(sums) - min(sums))
    for name in ("truck_x", "truck_y", "pan_x", "pan_y"):
        sums = _partial_sums(legs, name)
        values[name] = -(min(sums) + max(sums)) / 2.0
    if moves[0].kind is MoveKind.WHIP:
        values["whip_x"] = -legs[0].change.whip_x
        values["whip_y"] = -legs[0].change.whip_y
    if moves[0].kind is MoveKind.RACK:
        values["focus"] = _rack(moves[0], depths, 1.0)[1] - 1.0
    return CameraState(**values)


def _partial_sums(legs: Sequence[Leg], name: str) -> list[float]:
    sums = [0.0]
    for leg in legs:
        sums.append(sums[-1] + float(getattr(leg.change, name)))
    return sums


def _window(leg: Leg, seconds: float) -> float:
    """1 inside a leg, falling to 0 within a third of a second; the last one never ends."""
    before = (seconds - leg.start_seconds) / 0.33 + 1.0 if leg.start_seconds > 0 else 1.0
    return min(1.0, max(0.0, before))


def _sines(seconds: float, hertz: tuple[float, ...], phase: float) -> float:
    """A slow unrest within -1 to 1."""
    total = sum(
        math.sin(math.tau * rate * seconds + phase * (index + 1)) / (index + 1)
        for index, rate in enumerate(hertz)
    )
    return total / sum(1.0 / (index + 1) for index in range(len(hertz)))
