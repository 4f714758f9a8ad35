"""The SoundFont that the score is played with: its file, its licence, and how it was cut."""

from __future__ import annotations

from pathlib import Path

FILE = Path(__file__).with_name("general.sf2")
"""GeneralUser GS 1.471 by S. Christian Collins, cut to `presets.toml` by `cut.py`."""
