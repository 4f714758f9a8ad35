"""A seed comes in; a random script that target passes have something to do with comes out."""

from __future__ import annotations

import random

PEOPLE = ("NORA", "SAM", "IVY", "EDGAR")
SIZES = ("wide", "full", "medium", "medium close", "close", "insert")
HEAD = """\
Title: Chance
character: NORA
  look: woman of thirty
  wardrobe wet: soaked coat
character: SAM
  look: boy of nine
character: IVY
  look: woman of sixty
character: EDGAR
  look: man of fifty
prop: LAMP
  look: brass lamp
"""


def script(seed: int) -> str:
    """A script of two to five scenes; some shots are long, go on, are used again, end somehow."""
    chance = random.Random(seed)
    lines = [HEAD]
    for scene in range(chance.randrange(2, 6)):
        place, time = chance.choice(["HALL", "SEA", "STREET"]), chance.choice(["DAY", "NIGHT"])
        lines += [f"{chance.choice(['INT.', 'EXT.'])} {place} - {time}", ""]
        if chance.random() < 0.3:
            lines += ["light: candles", ""]
        for _ in range(chance.randrange(1, 9)):
            lines += _shot(chance, scene)
    return "\n".join(lines)


def _shot(chance: random.Random, scene: int) -> list[str]:
    one, other = chance.sample(PEOPLE, 2)
    framing = chance.choice(
        [
            f"{chance.choice(SIZES)} on {one}",
            f"over {one} on {other}",
            f"two {one} & {other}",
            f"wide on {' & '.join(PEOPLE)}",
            "insert LAMP",
        ]
    )
    clauses = [framing]
    if chance.random() < 0.3:
        clauses.append("from last")
    if chance.random() < 0.2:
        clauses.append(chance.choice(["slow push in", "handheld", "static"]))
    if chance.random() < 0.6:
        clauses.append(f"{chance.choice([1, 2, 3.5, 5, 9, 17, 31])}s")
    if chance.random() < 0.1:
        clauses = ["reuse 1A", "2s"]
    lines = ["shot: " + ", ".join(clauses)]
    if chance.random() < 0.15 and clauses[0] != "reuse 1A":
        lines.append(f"  {chance.choice(['first', 'last'])}: a hand on the door")
    if chance.random() < 0.1:
        lines.append(f"  seed: {scene}")
    lines.append("")
    if chance.random() < 0.6:
        lines += [f"{one} looks at the LAMP. Dust. A door.", ""]
    if chance.random() < 0.6:
        lines += [one, "Not again, not here, not tonight.", "", other, "Then when?", ""]
    return lines
