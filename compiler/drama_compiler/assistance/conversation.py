"""A model's name comes in; a conversation with it comes out."""

from __future__ import annotations

import importlib.metadata
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from drama_compiler.contract.service import ServiceError, Trouble
from drama_compiler.contract.text_model import (
    TEXT_MODEL_GROUP,
    Said,
    Speaker,
    TextAnswer,
    TextModels,
)

USUAL = "openai"
"""The server whose models are meant where a name says none."""

TRIES_MAX = 5
WAIT_SECONDS = 2.0
"""Before the second try of a busy server, twice as long before each further one."""


class UnknownServer(Exception):
    """No server of text models is installed under that name, or its packages are not."""


@dataclass(slots=True)
class Conversation:
    """What is said to a model and by it, with the tokens that it has cost so far."""

    models: TextModels
    model: str
    instruction: str
    wait: Callable[[float], None] = time.sleep
    said: list[Said] = field(default_factory=list)
    tokens_read: int = 0
    tokens_written: int = 0

    def ask(self, text: str) -> str:
        """What the model answers. Raises `ServiceError`, or `LostAnswer` where there is none."""
        self.said.append(Said(Speaker.US, text))
        answer = self._patiently()
        self.said.append(Said(Speaker.MODEL, answer.text))
        self.tokens_read += answer.tokens_read
        self.tokens_written += answer.tokens_written
        return answer.text

    def begin_anew(self) -> None:
        """Forget what was said; the next question is of something else."""
        self.said.clear()

    def _patiently(self) -> TextAnswer:
        seconds = WAIT_SECONDS
        for _ in range(TRIES_MAX - 1):
            try:
                return self.models.answer(self.model, self.instruction, self.said)
            except ServiceError as refusal:
                if refusal.trouble is not Trouble.BUSY:
                    raise
                self.wait(refusal.retry_after_seconds or seconds)
                seconds *= 2
        return self.models.answer(self.model, self.instruction, self.said)


def converse(name: str, instruction: str) -> Conversation:
    """A conversation with `SERVER/MODEL`, or with `MODEL` of the usual server.

    Raises `UnknownServer`.
    """
    entries = {
        entry.name: entry for entry in importlib.metadata.entry_points(group=TEXT_MODEL_GROUP)
    }
    server, slash, model = name.partition("/")
    if not slash or server not in entries:
        server, model = USUAL, name
    try:
        return Conversation(entries[server].load()(), model, instruction)
    except KeyError:
        raise UnknownServer(f"no server of text models is installed as `{server}`") from None
    except ImportError as missing:
        raise UnknownServer(
            f"`{missing.name}` is not installed: pip install 'drama-lang[remote]'"
        ) from None
