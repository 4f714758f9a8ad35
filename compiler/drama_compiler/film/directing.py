"""How a working director covers a scene, as data: lengths, and sizes in the order of their use."""

from __future__ import annotations

import re
from fractions import Fraction

from drama_compiler.film.words import Composition, Size

SHOT_SECONDS_MAX = Fraction(8)
"""No shot of the coverage is meant to be longer."""

SHOT_SECONDS_GOOD = Fraction(11, 2)
"""What a long paragraph or speech is cut to."""

REPLY_SECONDS_MAX = Fraction(1)
"""A reply as short as this gets no shot of its own where its speaker is in the picture."""

OPENING_LINE_SECONDS_MAX = Fraction(4)
"""A first line no longer than this is said in the opening wide."""

EXCHANGE = (
    (Composition.OVER, Size.MEDIUM),
    (Composition.OVER, Size.MEDIUM),
    (Composition.SINGLE, Size.MEDIUM_CLOSE),
    (Composition.SINGLE, Size.MEDIUM_CLOSE),
    (Composition.OVER, Size.MEDIUM_CLOSE),
    (Composition.OVER, Size.MEDIUM_CLOSE),
    (Composition.SINGLE, Size.CLOSE),
    (Composition.SINGLE, Size.CLOSE),
    (Composition.TWO, Size.MEDIUM_WIDE),
)
"""A dialogue from its first line on, and round again: closer by pairs, then out to both."""

ALONE = (Size.MEDIUM, Size.MEDIUM_CLOSE, Size.CLOSE, Size.MEDIUM_CLOSE)
DOING = (Size.FULL, Size.MEDIUM, Size.MEDIUM_CLOSE)
REACTING = (Size.MEDIUM, Size.MEDIUM_CLOSE)
PLACES = (Size.WIDE, Size.MEDIUM_WIDE, Size.FULL)
"""Sizes in turn for one who speaks to nobody, one who does something, does it amid a
dialogue, and a place."""

CLOSER = {
    Size.MEDIUM_WIDE: Size.MEDIUM_CLOSE,
    Size.MEDIUM: Size.CLOSE,
    Size.MEDIUM_CLOSE: Size.MEDIUM,
    Size.CLOSE: Size.MEDIUM,
    Size.FULL: Size.MEDIUM,
    Size.WIDE: Size.FULL,
}
"""Another size for a second shot of the same subject, two steps away: a cut must be seen."""

PAUSE_SECONDS_MAX = Fraction(2)
"""Action of nobody, as short as this, is a pause in the talk and no new shot."""

ONE = re.compile(r"(?:he|she|his|her)\b|[他她](?!们)", re.IGNORECASE)
BOTH = re.compile(r"(?:they|their|both|the two)\b|[他她]们|两人|二人", re.IGNORECASE)
"""What action begins with that goes on about the one, or the two, whom we saw last."""
