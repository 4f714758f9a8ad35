"""Midjourney, by hand: stills by V7 and V8.1, and clips that begin on a still.

It has no interface for programs and forbids that they use it. So a sheet is written, and what a
person brings back is taken in.
"""

from __future__ import annotations

from drama_backends.midjourney.lowering import hand_clip, hand_still
from drama_backends.services.by_hand import ByHand, Handed
from drama_backends.services.models import Model
from drama_compiler.contract import Job, JobKind


class Midjourney(ByHand):
    """The backend; see `drama_backends.services.by_hand.ByHand`."""

    name = "midjourney"
    title = "Midjourney"
    address = "https://www.midjourney.com/imagine"

    def handed(self, model: Model, job: Job) -> Handed:
        """See `lowering`."""
        if job.kind is JobKind.CLIP:
            return hand_clip(model, job, self.templates)
        return hand_still(model, job, self.templates)
