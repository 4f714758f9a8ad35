"""The words of a music cue as data, a file a language; `drama_backends…score.words.FOLDER`."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
