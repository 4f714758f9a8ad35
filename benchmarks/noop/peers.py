"""A graph comes in; each peer's own project with the same jobs, all of them done, comes out.

Every job is one file that is made by `touch` of its inputs' files; what has no inputs is made of
the script. Each is given as a command that has nothing to do.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

Graph = Mapping[str, Sequence[str]]
"""The names of jobs that each job is made of, every one after those."""

SCRIPT = "film.drama"

DODO = """\
import json, pathlib
GRAPH = json.loads(pathlib.Path("graph.json").read_text())
def touch(name):
    pathlib.Path(name).touch()
def task_film():
    for out, made_of in GRAPH.items():
        yield {"name": out, "actions": [(touch, [out])], "file_dep": made_of, "targets": [out]}
"""


def as_files(graph: Graph) -> dict[str, list[str]]:
    """The graph in names of files: the script is what jobs without inputs are made of."""
    names = {job: "out/" + job.replace("/", "-").replace("~", "-") for job in graph}
    return {
        names[job]: [names[each] for each in made_of] or [SCRIPT] for job, made_of in graph.items()
    }


def lay_out(folder: Path, files: Mapping[str, Sequence[str]]) -> None:
    """An empty project with the script in it."""
    (folder / "out").mkdir(parents=True, exist_ok=True)
    (folder / SCRIPT).write_text("the script\n")
    (folder / "graph.json").write_text(json.dumps(files))


def ninja(folder: Path, program: Path, files: Mapping[str, Sequence[str]]) -> list[str]:
    """A `build.ninja`, built."""
    lay_out(folder, files)
    rules = [f"build {out}: make {' '.join(made_of)}" for out, made_of in files.items()]
    text = "rule make\n  command = touch $out\n" + "\n".join(rules) + "\n"
    (folder / "build.ninja").write_text(text)
    return _built(folder, [str(program), "-C", str(folder)])


def make(folder: Path, program: Path, files: Mapping[str, Sequence[str]]) -> list[str]:
    """A `Makefile`, built."""
    lay_out(folder, files)
    rules = [f"{out}: {' '.join(made_of)}\n\t@touch $@" for out, made_of in files.items()]
    text = f"all: {' '.join(files)}\n" + "\n".join(rules) + "\n"
    (folder / "Makefile").write_text(text)
    return _built(folder, [str(program), "-s", "-C", str(folder)])


def doit(folder: Path, program: Path, files: Mapping[str, Sequence[str]]) -> list[str]:
    """A `dodo.py`, run."""
    lay_out(folder, files)
    (folder / "dodo.py").write_text(DODO)
    return _built(
        folder, [str(program), "-d", str(folder), "-v", "0", "-f", str(folder / "dodo.py")]
    )


def dvc(folder: Path, program: Path, files: Mapping[str, Sequence[str]]) -> list[str]:
    """A `dvc.yaml` and its lock. The lock is written here: to run its stages takes DVC a time
    that grows with their square.
    """
    lay_out(folder, files)
    if not (folder / ".dvc").is_dir():
        subprocess.run([program, "init", "--no-scm", "-q"], cwd=folder, check=True)
        # It is to look at the graph, and not at whether there is a newer one of it.
        for switch in ("core.analytics", "core.check_update"):
            subprocess.run([program, "config", switch, "false"], cwd=folder, check=True)
    stages, locked = {}, {}
    for number, (out, made_of) in enumerate(files.items()):
        (folder / out).write_text(out)
        command = f"touch {out}"
        stages[f"s{number}"] = {
            "cmd": command,
            "deps": list(made_of),
            "outs": [{out: {"cache": False}}],
        }
        locked[f"s{number}"] = {
            "cmd": command,
            "deps": [_entry(folder, each) for each in made_of],
            "outs": [_entry(folder, out)],
        }
    # JSON is YAML.
    (folder / "dvc.yaml").write_text(json.dumps({"stages": stages}))
    (folder / "dvc.lock").write_text(json.dumps({"schema": "2.0", "stages": locked}))
    return [str(program), "--cd", str(folder), "repro"]


def _entry(folder: Path, name: str) -> dict[str, object]:
    data = (folder / name).read_bytes()
    return {"path": name, "hash": "md5", "md5": hashlib.md5(data).hexdigest(), "size": len(data)}


def _built(folder: Path, command: list[str]) -> list[str]:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return command
