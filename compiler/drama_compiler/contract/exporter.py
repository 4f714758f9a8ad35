"""What an exporter is: a timeline goes in, the text of one or more files comes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import opentimelineio as otio


class Exporter(Protocol):
    """A way to write a cut down for another program, found by the group `drama.exporters`."""

    def __call__(self, timeline: otio.schema.Timeline, name: str) -> Mapping[str, str]:
        """The files to write, text by file name; `name` is the film's, without a suffix.

        The timeline is not changed. Raises `ValueError` where the format cannot hold the cut,
        with a message for the person.
        """
        ...
