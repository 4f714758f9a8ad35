"""The words of the command line come in; a build that has nothing to do is told again at once, all
else goes to the verbs. Before that is known nothing but Python's own quick modules is imported.
"""

from __future__ import annotations

import sys
import time

from drama_compiler.cli.told import colored, shown, told
from drama_compiler.store.stamp import Asked, Told, read_words, recall


def main() -> None:
    """Run the command line `drama`."""
    began = time.monotonic()
    asked = read_words(sys.argv[1:], time.time_ns())
    known = recall(asked) if asked else None
    if asked and known and _tell(asked, known, began):
        return
    from drama_compiler.cli.main import main as run

    run(asked=asked)


def _tell(asked: Asked, known: Told, began: float) -> bool:
    """Print what a build that has nothing to do prints; whether the streams have signs for it."""
    elapsed = time.monotonic() - began
    err = known.colored if colored() else known.plain
    if asked.as_json:
        out = f'{known.json}, "elapsed_seconds": {elapsed:.2f}}}\n'
    else:
        err += told(known.length, 0, known.reused, elapsed, known.files)
        out = f"{shown(known.files[0])}\n"
    for stream, text in ((sys.stderr, err), (sys.stdout, out)):
        try:
            text.encode(stream.encoding or "utf-8")
        except (AttributeError, UnicodeError):
            return False
    sys.stderr.write(err)
    sys.stdout.write(out)
    return True
