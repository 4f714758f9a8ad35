"""Models on this machine, by diffusers: stills from words and references, clips from frames.

An extra (`pip install 'drama-lang[diffusers]'`). A profile names the weights, by a folder or as
they were fetched with `hf download`: nothing is downloaded here. What does the work is imported
only where a job is made. The same weights, words and seed give the same picture, on one kind of
device and with the same releases.
"""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from drama_backends.diffusers.lowering import lower_clip, lower_still
from drama_backends.diffusers.settings import settings_of
from drama_backends.diffusers.weights import can_be_weights, find_weights
from drama_backends.media.versions import absent, code_version
from drama_backends.services.adapter import Lowered, Tabled
from drama_backends.services.clips import refused
from drama_backends.services.models import Model
from drama_compiler.contract import (
    Ability,
    Capabilities,
    Cost,
    Job,
    JobKind,
    MakeError,
    Media,
    Output,
    Request,
    ServiceError,
)

EXTRA = ("torch", "diffusers", "transformers", "accelerate", "safetensors")


class Diffusers(Tabled):
    """The backend; see `drama_compiler.contract.Maker`."""

    name = "diffusers"
    version = code_version((), EXTRA)
    packages = (*EXTRA, "jinja2", "imageio-ffmpeg", "numpy", "opencv-python-headless", "pillow")

    def describe(self) -> Capabilities:
        """A row a pipeline; what weights can do is what their pipeline can."""
        return replace(super().describe(), named=self._named)

    def lowered(self, model: Model, batch: Sequence[Job]) -> Lowered:
        """See `lowering`."""
        lower = lower_clip if batch[0].kind is JobKind.CLIP else lower_still
        return lower(model, batch, self.templates)

    def estimate(self, request: Request) -> Cost:
        """What is counted; it is one's own machine, and costs nothing."""
        return Cost(**request.body["paid_for"])

    def make(
        self,
        request: Request,
        inputs: Mapping[str, Media],
        folder: Path,
        progress: Callable[[float], None],
    ) -> tuple[Output, ...]:
        """Make what the request asks for; what is made of the same weights next is made sooner."""
        missing = absent(*self.packages)
        if missing:
            raise MakeError(f"not installed: {', '.join(missing)} {INSTALL}")
        name, call = request.body["model"], request.body["call"]
        found = find_weights(name, self._project)
        if found is None or (found.pipeline, found.fingerprint) != (
            call["pipeline"],
            call["weights"],
        ):
            raise MakeError(_absent(name) if found is None else f"`{name}` is not what it was")
        making = importlib.import_module("drama_backends.diffusers.making")
        made: tuple[Output, ...] = making.make_all(request, found, inputs, folder, progress)
        return made

    def _named(self, kind: JobKind, name: str) -> Ability | None:
        """What weights can do; of those that are not here, that is told where a job is lowered."""
        if not can_be_weights(name):
            return None
        found = find_weights(name, self._project)
        for row in self.models:
            if kind in row.kinds and (found is None or found.pipeline == row.name):
                # What is wrong with its settings is told where a job is lowered.
                with contextlib.suppress(ServiceError):
                    row = self._set(row, name)
                return replace(row, name=name).ability(kind, self.version)
        return None

    def _model(self, job: Job) -> Model:
        if not can_be_weights(job.model):
            return super()._model(job)
        found = find_weights(job.model, self._project)
        if found is None:
            raise refused(_absent(job.model))
        for row in self.models:
            if job.kind in row.kinds and found.pipeline == row.name:
                row = self._set(row, job.model)
                told = {"pipeline": found.pipeline, "weights": found.fingerprint}
                return replace(row, name=job.model, wire={**row.wire, **told})
        raise refused(f"`{job.model}` is a {found.pipeline}, which makes no {job.kind} here")

    def _set(self, row: Model, name: str) -> Model:
        """The row of a pipeline as it is for these weights."""
        settings = dict(settings_of(name, self.templates[0]))
        seconds = settings.pop("seconds_max", row.limits.seconds_max)
        limits = replace(row.limits, seconds_max=seconds)
        return replace(row, limits=limits, wire={**row.wire, **settings})


INSTALL = "(pip install 'drama-lang[diffusers]')"


def _absent(name: str) -> str:
    """What to do about weights that are not here."""
    if not can_be_weights(name):
        return f"which weights: a profile names them, as `diffusers/FOLDER`, not `{name}`"
    fetch = f", or fetch them: hf download {name}" if name.count("/") == 1 else ""
    return f"the weights `{name}` are not on this machine: name the folder they lie in{fetch}"
