"""The base of every value that crosses a border: frozen, closed, printable as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

_set = object.__setattr__


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
        _set(new, "__dict__", {**self.__dict__, **(update or {})})
        _set(new, "__pydantic_fields_set__", self.__pydantic_fields_set__.union(update or ()))
        _set(new, "__pydantic_extra__", None)
        _set(new, "__pydantic_private__", None)
        return new

    def with_value(self, field: str, value: object) -> Self:
        """The same value but for one field that was set before: what an edit moves by thousands."""
        new = object.__new__(type(self))
        fields = self.__dict__.copy()
        fields[field] = value
        _set(new, "__dict__", fields)
        _set(new, "__pydantic_fields_set__", self.__pydantic_fields_set__)
        _set(new, "__pydantic_extra__", None)
        _set(new, "__pydantic_private__", None)
        return new
