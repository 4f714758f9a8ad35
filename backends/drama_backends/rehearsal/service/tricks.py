"""The faults of the settings come in; what is to go wrong at this step, if anything, comes out."""

from __future__ import annotations

import threading
from random import Random

from drama_backends.rehearsal.service.settings import Fault, Settings, Step


class Tricks:
    """Counts how often each fault has had its chance; changed faults begin anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: tuple[Fault, ...] = ()
        self._seen: list[int] = []
        self._chance = Random(0)

    def next(self, settings: Settings, step: Step, kind: str, words: str) -> Fault | None:
        """The first fault that is due now."""
        with self._lock:
            if settings.faults != self._faults:
                self._faults = settings.faults
                self._seen = [0] * len(self._faults)
                self._chance = Random(0)
            for index, fault in enumerate(self._faults):
                if self._due(index, fault, step, kind, words):
                    return fault
        return None

    def _due(self, index: int, fault: Fault, step: Step, kind: str, words: str) -> bool:
        if fault.at != step or (fault.kind and fault.kind != kind):
            return False
        if fault.words.casefold() not in words or self._chance.random() >= fault.share:
            return False
        self._seen[index] += 1
        happened = self._seen[index] - fault.skip
        return happened > 0 and (fault.times < 0 or happened <= fault.times)
