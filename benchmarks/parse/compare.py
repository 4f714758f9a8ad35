"""A generated script comes in; how long each parser takes for it, ours first, is printed.

The peers are no dependencies of the project: they are installed beneath `.bench/`, Python ones in
a virtual environment of their own. A peer that cannot be had is named and left out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.reading import feature

HERE = Path(__file__).parent
BENCH = Path(".bench")
PYTHON_PEERS = (
    "screenplain>=0.12,<1",
    "jouvence>=0.4,<1",
    "fountain-py>=0.3,<1",
    "screenplay-tools",
    "fountain-parser>=0.1,<1",
)
NODE_PEERS = ("aw-parser@^0.1", "fountain-js@^1.2", "esbuild@^0.25")
BETTERFOUNTAIN = "DRAMA_BETTERFOUNTAIN"
"""Names a checkout of github.com/piersdeseilligny/betterfountain, whose parser is no package."""

SCALES = (1, 5, 11)
"""How many times the feature-length script: some 4,600, 23,000 and 51,000 lines."""

ROUNDS = 3
"""How often all are asked in turn: a machine that others use has slow and fast minutes."""

SLOW = frozenset({"fountain-js"})
"""Those whose time grows with the square of the text: not asked for the longest."""


def main() -> None:
    """Print a table: milliseconds, ratio to ours, thousand lines a second, and the scaling."""
    BENCH.mkdir(exist_ok=True)
    scripts = _write_scripts()
    commands = [
        [sys.executable, str(HERE / "ours.py")],
        [str(_python_peers()), str(HERE / "python_peers.py")],
    ]
    node = shutil.which("node")
    if node and _node_peers():
        commands.append([node, str((HERE / "node_peers.mjs").resolve())])
    else:
        print("  node or npm is not installed: its peers are left out")
    if not os.environ.get(BETTERFOUNTAIN):
        print(f"  betterfountain is left out: let {BETTERFOUNTAIN} name a checkout of it")
    rounds = [[_run(command, scripts) for command in commands] for _ in range(ROUNDS)]
    found = _least([times for each in rounds for times in each])
    _report(found, [script.read_text("utf-8").count("\n") for script in scripts])


def noted(text: str) -> str:
    """The script with a note and an annotation in every scene, as writers have them."""
    notes = "[[Is this the *right* place?]]\n\n[[shot: wide, slow push in]]\n\n"
    pieces = text.split(" - DAY\n\n")
    return f" - DAY\n\n{notes}".join(pieces)


def _write_scripts() -> list[Path]:
    """The feature-length script, and longer ones: its text again and again."""
    title, _, body = noted(feature()).partition("\n\n")
    scripts = []
    for scale in SCALES:
        scripts.append(BENCH / f"script-{scale}.fountain")
        scripts[-1].write_text(title + "\n\n" + (body + "\n\n") * scale, "utf-8")
    return scripts


def _run(command: Sequence[str], scripts: Sequence[Path]) -> dict[str, list[float | None]]:
    """The least milliseconds of processor time for each script, by parser."""
    paths = [str(script.resolve()) for script in scripts]
    run = subprocess.run(
        [*command, ",".join(SLOW), *paths], capture_output=True, text=True, cwd=BENCH, check=False
    )
    if run.returncode:
        print(f"  {Path(command[-1]).name} failed: {run.stderr.strip().splitlines()[-1:]}")
        return {}
    found: dict[str, list[float | None]] = json.loads(run.stdout.splitlines()[-1])
    return found


def _least(runs: Sequence[Mapping[str, Sequence[float | None]]]) -> dict[str, list[float | None]]:
    """The least time of each parser for each script over all rounds; None where it failed."""
    found: dict[str, list[float | None]] = {}
    for name in dict.fromkeys(name for run in runs for name in run):
        times = zip(*(run[name] for run in runs if name in run), strict=True)
        found[name] = [
            min((one for one in each if one is not None), default=None) for each in times
        ]
    return found


def _python_peers() -> Path:
    """The interpreter of the peers' environment, made where there is none."""
    folder = BENCH.resolve() / "python"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    for peer in PYTHON_PEERS:
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if subprocess.run([*command, peer], capture_output=True, check=False).returncode:
            print(f"  {peer} cannot be installed, and is left out")
    return python


def _node_peers() -> bool:
    npm = shutil.which("npm")
    if npm is None:
        return False
    (BENCH / "package.json").write_text('{"private": true}', "utf-8")
    command = [npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
    done = subprocess.run([*command, *NODE_PEERS], cwd=BENCH, capture_output=True, check=False)
    return done.returncode == 0


def _report(found: dict[str, list[float | None]], lines: Sequence[int]) -> None:
    ours = next(iter(found.values()))[0] or 1.0
    print(f"parsing {lines[0]} lines (least processor time); then {lines[1]}, {lines[2]} lines")
    print(f"  {'parser':<28} {'ms':>8} {'x ours':>7} {'k lines/s':>10}   ms, longer scripts")
    for name, times in found.items():
        first = times[0]
        if first is None:
            print(f"  {name:<28} {'failed':>8}")
            continue
        longer = "".join(
            f"{'-' if each is None else f'{each:.1f} ({each / first:.1f}x)':>18}"
            for each in times[1:]
        )
        speed = lines[0] / first
        print(f"  {name:<28} {first:8.2f} {first / ours:7.2f} {speed:10.0f} {longer}")


if __name__ == "__main__":
    main()
