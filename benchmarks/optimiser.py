"""What the optimiser spares at -O0, -O1 and -O2: stills, calls, seconds, dollars, by model.

Over the two examples, a generated feature-length script, and any script named after `optimiser`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.reading import feature
from drama_compiler.graph.jobs import JobKind
from drama_compiler.graph.references import STILLS
from drama_compiler.graph.route import ANIMATIC, Profile, Route
from drama_compiler.make.executor import find_backends
from drama_compiler.plan.compare import LevelFigures, compare
from drama_compiler.session import analyse

EXAMPLES = Path(__file__).parents[1] / "examples"
MODELS = ("steps", "long", "array")
"""Of the rehearsal: 5 or 10 seconds; up to 30 seconds; up to 6 shots in 15 seconds."""


def main() -> None:
    """Print a row a script, model and level, with what is spared against -O0."""
    named = [Path(each) for each in sys.argv[1:] if "." in each]
    print("optimiser: the whole film bought from nothing, from the rehearsal's models")
    print(
        f"  {'script':<18}{'model':<7}{'level':<6}{'jobs':>7}{'references':>17}{'all stills':>17}"
        f"{'clip calls':>16}{'in dialogues':>16}{'clip s':>15}{'dollars':>18}"
    )
    for script in (
        *(EXAMPLES / name / f"{name}.drama" for name in ("first-cup", "guihai")),
        *named,
    ):
        _measure(script)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "generated.fountain"
        script.write_text(feature(), "utf-8")
        _measure(script)


def _measure(script: Path) -> None:
    analysis, _ = analyse(script)
    assert analysis is not None, "a script that can be read"
    schedule, _ = analysis.scheduled({})
    backends = find_backends()
    for model in MODELS:
        began = time.perf_counter()
        figures = compare(analysis.film, schedule, _profile(model), backends)
        spent = time.perf_counter() - began
        for each in figures:
            print(f"  {script.stem[:17]:<18}{model:<7}-O{each.level:<4}{_row(each, figures[0])}")
        print(f"  {'':<31}({spent:.1f} s for the three)")


def _profile(model: str) -> Profile:
    capabilities = find_backends()["rehearsal"].describe()
    routes = dict(ANIMATIC)
    for kind in sorted(STILLS | {JobKind.CLIP}):
        ability = capabilities.ability(kind, model if kind is JobKind.CLIP else "still")
        assert ability is not None, "the rehearsal has these models"
        routes[kind] = Route("rehearsal", ability.tier, ability.model, 1, paid=True)
    return Profile("benchmark", routes)


def _row(figures: LevelFigures, first: LevelFigures) -> str:
    cells = (
        (figures.references, first.references, 17),
        (figures.stills, first.stills, 17),
        (figures.clip_calls, first.clip_calls, 16),
        (figures.dialogue_calls, first.dialogue_calls, 16),
        (figures.clip_seconds, first.clip_seconds, 15),
        (figures.usd_max, first.usd_max, 18),
    )
    told = "".join(f"{_less(value, before):>{width}}" for value, before, width in cells)
    return f"{figures.jobs:>7}{told}"


def _less(value: float, before: float) -> str:
    """A value, and by how much it is less than before."""
    share = round(100 * (1 - value / before)) if before else 0
    return f"{value:,.0f} {f'-{share} %' if share else '':>6}"
