"""Suno, by hand: the score.

It offers no interface for programs. So a sheet is written, and what a person brings back is taken
in.
"""

from __future__ import annotations

from drama_backends.services.by_hand import ByHand, Handed
from drama_backends.services.models import Model
from drama_backends.services.prompts import render
from drama_backends.services.stills import sound_seconds
from drama_compiler.contract import Cost, Job


class Suno(ByHand):
    """The backend; see `drama_backends.services.by_hand.ByHand`."""

    name = "suno"
    title = "Suno"
    address = "https://suno.com/create"

    def handed(self, model: Model, job: Job) -> Handed:
        """What it is to sound like, and how long it has to be."""
        seconds = sound_seconds(job, model)
        words = render(job, {}, self.templates)
        steps = ("switch Instrumental on", f"at least {seconds:.1f} s: what is over is cut")
        return Handed(words, Cost(sound_seconds=seconds), steps=steps)
