"""What a model that writes text is asked, and what it answers with.

Found by the group `drama.text_models` and its name; the entry is called without arguments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

TEXT_MODEL_GROUP = "drama.text_models"


class Speaker(StrEnum):
    """Who says a part of a conversation."""

    US = "user"
    MODEL = "assistant"


@dataclass(frozen=True, slots=True)
class Said:
    """One part of a conversation."""

    by: Speaker
    text: str


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """What a model writes, and how many tokens were counted for it; 0 where nobody tells."""

    text: str
    tokens_read: int = 0
    tokens_written: int = 0


class TextModels(Protocol):
    """A server of text models."""

    def answer(self, model: str, instruction: str, conversation: Sequence[Said]) -> TextAnswer:
        """What `model` says next. Raises `ServiceError` for a refusal, `LostAnswer` for none."""
        ...
