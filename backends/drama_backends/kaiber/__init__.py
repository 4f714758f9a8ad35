"""Kaiber, by hand: clips from words, and from a still where there is one.

No interface for programs was found. So a sheet is written, and what a person brings back is taken
in.
"""

from __future__ import annotations

from drama_backends.services.by_hand import ByHand, Handed
from drama_backends.services.clips import inputs_of, take_lengths, takes_of
from drama_backends.services.models import Model
from drama_backends.services.prompts import avoided, render
from drama_compiler.contract import Attachment, Cost, Job


class Kaiber(ByHand):
    """The backend; see `drama_backends.services.by_hand.ByHand`."""

    name = "kaiber"
    title = "Kaiber"
    address = "https://www.kaiber.ai"

    def handed(self, model: Model, job: Job) -> Handed:
        """The prompt, the still it begins on, and how long and how wide it is to be."""
        takes = takes_of([job])
        brief, inputs = takes[0].brief, inputs_of(job, model)
        seconds = float(take_lengths(model, takes)[0])
        words = render(job, {}, self.templates, avoid=avoided(brief.style, brief.avoid))
        attachments = (Attachment(inputs.first, "start image"),) if inputs.first else ()
        lost = ("the seed",) if brief.seed is not None else ()
        steps = (f"{brief.aspect}, at least {seconds:g} s",)
        amount = Cost(clip_seconds=seconds)
        return Handed(words, amount, (), attachments, steps, lost)
