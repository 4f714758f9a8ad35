"""A timeline comes in; OpenTimelineIO's own JSON comes out."""

from __future__ import annotations

from collections.abc import Mapping

import opentimelineio


def export(timeline: opentimelineio.schema.Timeline, name: str) -> Mapping[str, str]:
    """One `.otio` file, media by absolute `file:` URLs."""
    text = opentimelineio.adapters.write_to_string(timeline, adapter_name="otio_json", indent=2)
    return {f"{name}.otio": text + "\n"}
