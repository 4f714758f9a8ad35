"""What is declared of a character comes in; the id of the voice that speaks for it comes out.

`voice: elevenlabs:JBFqnCBsd6RMkjVDRZzb` names one: designed, cloned or chosen in the account, it is
made once there, and kept by its id in the script. Else it is the stock voice that is most like the
description.
"""

from __future__ import annotations

import re
from pathlib import Path

from drama_backends.services.voices import Stock, most_like, read_stocks
from drama_compiler.contract import briefs

_TABLE = Path(__file__).with_name("voices.toml")
_NAMED = re.compile(r"elevenlabs:([A-Za-z0-9]{8,64})")


def voice_of(brief: briefs.VoiceBrief) -> str:
    """The id of a character's voice."""
    named = _NAMED.search(brief.voice)
    return named[1] if named else most_like(stocks(), brief).id


def stocks() -> tuple[Stock, ...]:
    """Every stock voice of the table."""
    return read_stocks(_TABLE)
