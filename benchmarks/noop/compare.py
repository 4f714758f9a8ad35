"""A film of ten thousand jobs comes in; how long a build with nothing to do takes is printed, ours
and that of build systems on the same graph.

The peers are no dependencies of the project: they are installed beneath `.bench/`, in a virtual
environment of their own. A peer that cannot be had is named and left out.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks.noop import film, peers

BENCH = Path(".bench").resolve() / "noop"
SHOTS = 2_380
"""With their scenes' sound, their stems and the master these are ten thousand jobs."""

DVC_JOBS = 1_000
DVC_ALL = "DRAMA_BENCH_DVC_ALL"
"""Where this variable is set, DVC is asked for all jobs as well, which takes it minutes."""

PACKAGES = ("ninja>=1.11,<2", "doit>=0.36,<1", "dvc>=3.60,<4")
Maker = Callable[[Path, Path, Mapping[str, Sequence[str]]], list[str]]


def main() -> None:
    """Print a table: seconds (median, and the least), and how many times as long as ninja."""
    graph = _film()
    print(f"nothing to do, {len(graph)} jobs (wall seconds, median and least)")
    times = {"python -c pass": _time([sys.executable, "-c", "pass"], 15)}
    script = BENCH / "film" / "film.drama"
    command = [str(Path(sys.executable).parent / "drama"), "build", str(script)]
    times["drama"] = _time(command, 15)
    times["drama --json"] = _time([*command, "--json"], 15)
    stamps = script.parent / ".drama" / "stamps"
    times["drama, no stamp"] = _time(command, 3, lambda: shutil.rmtree(stamps, ignore_errors=True))
    subprocess.run(command, check=True, capture_output=True)
    times |= _peers(graph)
    _report(times)


def _film() -> dict[str, list[str]]:
    """The graph of a film that is built; it is made once and kept."""
    script = BENCH / "film" / "film.drama"
    text = film.script(SHOTS)
    drama = [str(Path(sys.executable).parent / "drama"), "build", str(script)]
    if not script.is_file() or script.read_text("utf-8") != text:
        shutil.rmtree(script.parent, ignore_errors=True)
        script.parent.mkdir(parents=True)
        script.write_text(text, "utf-8")
        (script.parent / "drama.toml").touch()
        fill = [sys.executable, "-m", "benchmarks.noop.film", str(script)]
        subprocess.run(fill, check=True, stdout=subprocess.DEVNULL)
    run = subprocess.run([*drama, "--json"], check=True, stdout=subprocess.PIPE)
    made = json.loads(run.stdout)["made"]
    if made:
        sys.exit(f"{len(made)} jobs had to be made: remove {script.parent}")
    graph: dict[str, list[str]] = json.loads(script.with_suffix(".json").read_text("utf-8"))
    return graph


def _peers(graph: Mapping[str, list[str]]) -> dict[str, list[float]]:
    programs = _programs()
    files = peers.as_files(graph)
    times: dict[str, list[float]] = {}
    plain: dict[str, Maker] = {"ninja": peers.ninja, "make": peers.make, "doit": peers.doit}
    for name, maker in plain.items():
        if name in programs:
            command = maker(BENCH / name, programs[name], files)
            times[name] = _time(command, 5 if name == "doit" else 15)
    if "dvc" in programs:
        some = _first(files, DVC_JOBS)
        command = peers.dvc(BENCH / "dvc", programs["dvc"], some)
        times[f"dvc repro, {len(some)} jobs"] = _time(command, 2)
        if os.environ.get(DVC_ALL):
            command = peers.dvc(BENCH / "dvc-all", programs["dvc"], files)
            times["dvc repro"] = _time(command, 1, warm=False)
    return times


def _first(files: Mapping[str, Sequence[str]], count: int) -> dict[str, list[str]]:
    """The first jobs that are made only of each other."""
    found: dict[str, list[str]] = {}
    for out, made_of in files.items():
        if len(found) < count and all(each in found or each == peers.SCRIPT for each in made_of):
            found[out] = list(made_of)
    return found


def _programs() -> dict[str, Path]:
    """The peers' programs, installed where they are not."""
    folder = BENCH / "python"
    place = folder / ("Scripts" if os.name == "nt" else "bin")
    if not place.is_dir():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(place / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for package in PACKAGES:
        if subprocess.run([*pip, package], capture_output=True, check=False).returncode:
            print(f"  {package} cannot be installed, and is left out")
    found = {name: place / name for name in ("ninja", "doit", "dvc")}
    system = shutil.which("make")
    if system:
        found["make"] = Path(system)
    return {name: path for name, path in found.items() if path.exists()}


def _time(
    command: Sequence[str], runs: int, prepare: Callable[[], None] | None = None, warm: bool = True
) -> list[float]:
    """Wall seconds of so many runs, after one that does not count."""
    times = []
    for _ in range(runs + warm):
        if prepare:
            prepare()
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    return times[warm:]


def _report(times: Mapping[str, list[float]]) -> None:
    unit = statistics.median(times.get("ninja", [1.0]))
    for name, each in times.items():
        median = statistics.median(each)
        print(f"  {name:<22} {median:8.3f} {min(each):8.3f}   {median / unit:7.1f} x ninja")


if __name__ == "__main__":
    main()
