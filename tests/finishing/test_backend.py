"""The post house keeps the contract: plain requests, stable versions, nothing heavy too early."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction

from drama_backends.finishing import DEPARTMENTS, Finishing
from drama_compiler.contract import Format, Job, JobKind, Tier, briefs, timings

SEGMENT = Job(
    "segment/s",
    JobKind.SEGMENT,
    briefs.SegmentBrief(shot="s", format=Format(rate=Fraction(24000, 1001))),
    timings.SegmentTiming(start_frame=0, frames=48),
    ("picture/s",),
)


def test_every_kind_that_it_names_is_described_final_and_free() -> None:
    capabilities = Finishing().describe()
    assert {ability.kind for ability in capabilities.abilities} == set(DEPARTMENTS)
    assert all(each.free and each.tier is Tier.FINAL for each in capabilities.abilities)
    assert len({each.version for each in capabilities.abilities}) == len(DEPARTMENTS)
    assert capabilities.missing == ()


def test_a_request_is_plain_data_and_equal_for_equal_jobs() -> None:
    backend = Finishing()
    request = backend.lower([SEGMENT])
    assert json.loads(json.dumps(request.body)) == request.body
    assert request == backend.lower([SEGMENT])
    assert request.inputs == ("picture/s",)
    assert request.body["jobs"][0]["brief"]["format"]["rate"] == "24000/1001"
    assert request.version == backend.describe().ability(JobKind.SEGMENT).version  # type: ignore[union-attr]


def test_more_frames_are_more_work() -> None:
    backend = Finishing()
    longer = Job(
        SEGMENT.name,
        SEGMENT.kind,
        SEGMENT.brief,
        timings.SegmentTiming(start_frame=0, frames=480),
        SEGMENT.inputs,
    )
    short, long = (backend.estimate(backend.lower([job])) for job in (SEGMENT, longer))
    assert 0 < short.work_seconds < long.work_seconds
    assert short.usd_max == 0


def test_importing_it_loads_nothing_heavy() -> None:
    code = (
        "import sys, drama_backends.finishing as f; f.Finishing().describe();"
        "print([m for m in ('numpy', 'cv2', 'moviepy', 'PIL', 'resvg') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
