"""The base of every value that crosses a border: frozen, closed, printable as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: it never changes, and a key that it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """The same value but for the fields in `update`, which are not validated.

        What pydantic does for values that may have private or extra fields takes five times as
        long; ours have none, and the passes copy every shot of a film.
        """
        if deep:
            return super().model_copy(update=update, deep=True)
        new = object.__new__(type(self))
        object.__setattr__(new, "__dict__", {**self.__dict__, **(update or {})})
        object.__setattr__(
            new, "__pydantic_fields_set__", self.model_fields_set | set(update or ())
        )
        object.__setattr__(new, "__pydantic_extra__", None)
        object.__setattr__(new, "__pydantic_private__", None)
        return new
