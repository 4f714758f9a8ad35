"""How long the example films take to build, against how long they play."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parents[1] / "examples"
FILMS = {
    "first-cup": ("Better?", "Better now?"),
    "guihai": ("我的命！", "拿我的命换！"),
}
"""Each film, and one line of dialogue as it is and as it is changed to."""


def main() -> None:
    """Print wall seconds and film seconds a wall second: cold, nothing changed, a line changed."""
    print("building, all cores (film seconds a wall second)")
    for name, (was, is_) in FILMS.items():
        with tempfile.TemporaryDirectory() as folder:
            film = Path(folder) / name
            shutil.copytree(EXAMPLES / name, film, ignore=shutil.ignore_patterns(".drama", "build"))
            script = film / f"{name}.drama"
            _report(name, "cold", *_build(script))
            _report(name, "nothing changed", *_build(script))
            script.write_text(script.read_text("utf-8").replace(was, is_), "utf-8")
            _report(name, "one line changed", *_build(script))


def _build(script: Path) -> tuple[float, Any]:
    began = time.perf_counter()
    command = [Path(sys.executable).parent / "drama", "build", script, "--json"]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began, json.loads(run.stdout.splitlines()[-1])


def _report(name: str, what: str, wall_seconds: float, result: Any) -> None:
    film_seconds = result["seconds"]
    print(
        f"  {name:<10} {what:<17} {wall_seconds:7.1f} s for {film_seconds:5.1f} s of film: "
        f"{film_seconds / wall_seconds:6.2f} x, {len(result['made'])} jobs made"
    )
