"""A fake service and its adapter come in; the double that the contract suite drives comes out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import pytest

from drama_compiler.contract import Once, Service
from tests.doubles.server import Fake, running

KEY = "key-of-a-canary-51c9"
"""The test account's key: a word that must never be read anywhere."""


class HttpDouble:
    """A double of a service that is spoken to over HTTP; see `tests.contract.doubles.Double`."""

    def __init__(
        self,
        fake: Fake,
        backend: Service,
        environment: pytest.MonkeyPatch,
        key_variable: str,
        onces: Collection[Once],
        steps: Collection[str],
    ) -> None:
        self.fake = fake
        self.backend = backend
        self.key = fake.key
        self.onces = onces
        self.steps = steps
        self.troubles = fake.troubles
        self.at_once = fake.at_once
        self.keyless = fake.keyless
        self.input_word = fake.input_word
        self.output_word = fake.output_word
        self._environment = environment
        self._key_variable = key_variable

    def promise(self, once: Once) -> None:
        """It has but one promise."""
        assert once in self.onces

    def spoil(self, step: str, what: str) -> None:
        """See `Double`."""
        self.fake.spoil(step, what)

    def forget_key(self, key: str | None) -> None:
        """See `Double`."""
        if key is None:
            self._environment.delenv(self._key_variable)
        else:
            self._environment.setenv(self._key_variable, key)

    def tickets(self) -> list[str]:
        """See `Double`."""
        return [call.ticket for call in self.fake.calls]

    def paid_usd(self) -> float:
        """See `Double`."""
        return self.fake.paid_usd()


@contextmanager
def doubling(
    fake: Fake,
    backend: Service,
    environment: pytest.MonkeyPatch,
    variables: tuple[str, str],
    *,
    once: Once,
    steps: Collection[str] = ("stage", "submit", "poll", "download"),
) -> Iterator[HttpDouble]:
    """A double that runs, with the environment pointed at it: `variables` are of key and address.

    `steps` are those that can be spoilt: a service that answers at once has but `submit`.
    """
    with running(fake):
        environment.setenv(variables[0], fake.key)
        environment.setenv(variables[1], fake.url)
        yield HttpDouble(fake, backend, environment, variables[0], (once,), steps)
