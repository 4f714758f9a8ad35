"""What a hand-off is: a backend that no machine may ask, to which a person carries a sheet.

It describes itself, checks and lowers as every backend does, with abilities that are `by_hand`;
in place of `make` or `connect` it turns a request into what a person pastes and attaches there.
What comes of it is brought back from a folder: by name, or by the prompt that a file still holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from drama_compiler.contract.backend import Backend, Request


@dataclass(frozen=True, slots=True)
class Attachment:
    """An input (the name of its job) that a person attaches, and what to attach it as."""

    input: str
    role: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One prompt for a person.

    `prompt` is what is pasted, parameters and all, in the service's own syntax. `words` is the part
    of it by which a result that holds its prompt is known again. `steps` say what else to do.
    """

    prompt: str
    words: str
    attachments: tuple[Attachment, ...] = ()
    steps: tuple[str, ...] = ()


@runtime_checkable
class HandOff(Backend, Protocol):
    """A backend whose work is done by a person at a service."""

    @property
    def title(self) -> str:
        """What the service calls itself."""
        ...

    @property
    def address(self) -> str:
        """Where a person goes with a sheet."""
        ...

    def sheet(self, request: Request) -> Sheet:
        """What a request asks a person to do."""
        ...

    def prompt_in(self, path: Path) -> str:
        """The prompt that the service has left in a file of its; empty where there is none."""
        ...
