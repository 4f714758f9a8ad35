"""How fast films are made: cold, warm, after an edit, beside what their frames cost at least.

All ratios are of one run. The processor's time is the figure to trust where others share it.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.render import film
from benchmarks.render.builds import Built, build, cores, edit, prepare, watching
from drama_compiler.film.schedule import schedule
from drama_compiler.graph.jobs import Job, JobKind
from drama_compiler.graph.lower import lower
from drama_compiler.session import analyse

if TYPE_CHECKING:
    from benchmarks.render.rates import Rates

EXAMPLES = Path(__file__).parents[2] / "examples"
MANDARIN = "guihai"
SHORT_SHOTS, SHOTS, LONG_SHOTS = 8, 36, 360
"""Of five seconds each: under a minute, three minutes, half an hour."""

LINEAR_SHOTS = (100, 300, 1500)
LINEAR_SECONDS = 1
"""A shot, or as long as its line takes: for what depends on how many there are."""

SAMPLE_CLIPS = 4
SMALL = "1/16"


def main() -> None:
    """Print film seconds a wall second and frames a second, at 720x1280@24."""
    print(f"rendering 720x1280@24 on {cores()} cores")
    prepare()
    with tempfile.TemporaryDirectory() as folder:
        rates = _english(Path(folder) / "english")
        _mandarin(Path(folder) / "mandarin")
        _edit(Path(folder) / "edit", rates)


def long() -> None:
    """Print the memory of half an hour, and how the time grows with the number of shots."""
    prepare()
    with tempfile.TemporaryDirectory() as folder:
        script = _laid_out(Path(folder) / "long", film.script(LONG_SHOTS))
        _report("half an hour", build(script))
        for shots in LINEAR_SHOTS:
            text = film.script(shots, seconds=LINEAR_SECONDS)
            script = _laid_out(Path(folder) / str(shots), text)
            built = build(script, "--scale", SMALL)
            each = built.processor_seconds / shots
            _report(f"{shots} shots, {SMALL} size: {each:.3f} CPU s a shot", built)


def _english(folder: Path) -> Rates:
    script = _laid_out(folder, film.script(SHORT_SHOTS))
    cold = build(script)
    _report("English, cold", cold)
    _report("English, nothing changed", build(script))
    return _rates(script, cold, folder / ".drama" / "cache" / "animatic")


def _mandarin(folder: Path) -> None:
    shutil.copytree(EXAMPLES / MANDARIN, folder, ignore=shutil.ignore_patterns(".drama", "build"))
    _report("Mandarin, cold", build(folder / f"{MANDARIN}.drama"))


def _edit(folder: Path, rates: Rates) -> None:
    text = film.script(SHOTS)
    script = _laid_out(folder, text)
    cold = build(script)
    _report("three minutes, cold", cold)
    whole = _frames_of(_clips(script)) / cold.processor_seconds
    print(f"    {whole:.1f} frames a second of one core, {whole / rates.composed:.2f} of the above")
    was, is_ = film.CHANGED
    assert was in text
    script.write_text(text.replace(was, is_), "utf-8")
    edited = build(script)
    _report("three minutes, one line changed", edited)
    for job in edited.result["made"]:
        print(f"      {job['job']:<24} {job['why']}")
    _watched_edits(script, Path(edited.result["film"]))


def _watched_edits(script: Path, path: Path) -> None:
    """Beside the editor, `drama build --watch`: one line after the other."""
    text, seconds = script.read_text("utf-8"), []
    with watching(script) as watch:
        for was, is_ in film.CHANGED_AGAIN:
            assert was in text
            text = text.replace(was, is_)
            seconds.append(edit(script, text, path, watch))
    each = ", ".join(f"{second:.2f}" for second in seconds)
    print(
        "  three minutes, one line changed, watched: saved to film in place "
        f"{each} s, median {statistics.median(seconds):.2f} s",
        flush=True,
    )


def _rates(script: Path, cold: Built, cache: Path) -> Rates:
    """What the frames of the film cost at least, and what the film took for each."""
    from benchmarks.render.rates import measure

    clips = _clips(script)
    rates = measure(clips[:SAMPLE_CLIPS], cache)
    whole = _frames_of(clips) / cold.processor_seconds
    print("  frames a second of one core, of the same shots")
    for name, rate in {
        "merely encoded (the limit)": rates.encoded,
        "composed and encoded": rates.composed,
        "the whole film: drawn, spoken, scored, titled": whole,
        "moviepy, put together the plain way": rates.moviepy,
        "ffmpeg zoompan of one flat still": rates.zoompan,
    }.items():
        print(f"    {name:<46} {rate:7.1f}   {rate / rates.composed:5.2f} of composed and encoded")
    return rates


def _clips(script: Path) -> list[Job]:
    analysis, _ = analyse(script)
    assert analysis
    times, _ = schedule(analysis.film)
    return [
        job for job in lower(analysis.film, times, scale=Fraction(1)) if job.kind is JobKind.CLIP
    ]


def _frames_of(clips: Iterable[Job]) -> int:
    return sum(_frames(job) for job in clips)


def _frames(job: Job) -> int:
    timing = job.timing
    return int(timing.head_frames + timing.body_frames + timing.tail_frames)  # type: ignore[union-attr]


def _laid_out(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "drama.toml").touch()
    script = folder / "film.drama"
    script.write_text(text, "utf-8")
    return script


def _report(what: str, built: Built) -> None:
    speed = built.film_seconds / built.wall_seconds
    print(
        f"  {what:<32} {built.wall_seconds:7.1f} s, {built.processor_seconds:7.1f} CPU s "
        f"for {built.film_seconds:6.1f} s of film: {speed:5.2f} x real time, "
        f"{built.film_seconds / built.processor_seconds * cores():5.2f} x by the processor, "
        f"{built.memory_bytes / 1e6:5.0f} MB, {len(built.result['made'])} jobs made",
        flush=True,
    )
