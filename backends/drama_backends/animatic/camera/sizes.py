"""Sizes: how much of a figure each holds, and where in the frame its eyes or feet are."""

from __future__ import annotations

from drama_compiler.contract import Size

WINDOW_WIDTH_MAX = 7600.0
WINDOW_HEIGHT_MAX = 4800.0

# How much of the body below the chin the frame holds, as a share; then headroom in heads.
BODY_SHARE = {
    Size.MEDIUM_CLOSE: (0.27, 0.42),
    Size.MEDIUM: (0.46, 0.45),
    Size.MEDIUM_WIDE: (0.74, 0.5),
}
# Height of the frame in heads.
HEADS = {Size.EXTREME_CLOSE: 0.92, Size.CLOSE: 2.2}
# Height of a standing figure as a share of the frame.
STATURE_SHARE = {
    Size.WIDE: 0.46,
    Size.EXTREME_WIDE: 0.25,
    Size.ESTABLISHING: 0.24,
    Size.AERIAL: 0.24,
}
# Where the eyes stand (tight sizes) or the feet (full and wider), as a share from the top.
EYES_AT = {
    Size.INSERT: 0.5,
    Size.EXTREME_CLOSE: 0.42,
    Size.CLOSE: 0.38,
    Size.MEDIUM_CLOSE: 0.34,
    Size.MEDIUM: 0.32,
    Size.MEDIUM_WIDE: 0.28,
}
FEET_AT = {
    Size.FULL: 0.93,
    Size.WIDE: 0.82,
    Size.EXTREME_WIDE: 0.74,
    Size.ESTABLISHING: 0.76,
    Size.AERIAL: 0.66,
}
# Height of the frame in units, where nobody is in it.
EMPTY_HEIGHT = {
    Size.INSERT: 620.0,
    Size.EXTREME_CLOSE: 620.0,
    Size.CLOSE: 950.0,
    Size.MEDIUM_CLOSE: 1200.0,
    Size.MEDIUM: 1500.0,
    Size.MEDIUM_WIDE: 1850.0,
    Size.FULL: 2200.0,
    Size.WIDE: 2900.0,
    Size.EXTREME_WIDE: 4000.0,
    Size.ESTABLISHING: 3800.0,
    Size.AERIAL: 4500.0,
}
# A tall frame shows more above and below the same width.
TALL = {
    Size.EXTREME_CLOSE: 1.5,
    Size.CLOSE: 1.14,
    Size.MEDIUM_CLOSE: 1.2,
    Size.MEDIUM: 1.22,
    Size.MEDIUM_WIDE: 1.15,
    Size.FULL: 1.1,
    Size.WIDE: 1.0,
}


def window_height(size: Size, head: float, stature: float, aspect: float) -> float:
    """The height of the window, in units, for a figure of this head and stature."""
    tall = _tall_factor(size, aspect)
    if size in HEADS:
        return HEADS[size] * head * tall
    if size in BODY_SHARE:
        share, headroom = BODY_SHARE[size]
        below = max(share * (stature - head), (1.0 + 4.6 * (share - 0.27)) * head)
        return (head * (1.0 + headroom) + below) * tall
    if size in STATURE_SHARE:
        return min(max(stature, 480.0) / STATURE_SHARE[size], WINDOW_HEIGHT_MAX)
    if size is Size.INSERT:
        return 2.6 * head
    return max(stature, 480.0) * 1.2 * tall


def _tall_factor(size: Size, aspect: float) -> float:
    """1 for a wide frame, up to the table's value for 9:16."""
    share = min(1.0, max(0.0, (1.4 - aspect) / (1.4 - 0.5625)))
    return 1.0 + (TALL.get(size, 1.0) - 1.0) * share
