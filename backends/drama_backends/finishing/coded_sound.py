"""A finished mix comes in; its AAC, as it lies in the film, comes out: coded once for each mix.

The mix has it coded while pictures are still being made; the master then only copies it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from drama_backends.media import ffmpeg
from drama_backends.media.audio import RATE
from drama_backends.media.kept import keep, kept, named
from drama_backends.media.versions import code_version

BITS_PER_SECOND = 192_000


def coded(mix: Path, folder: Path) -> Path:
    """An MP4 with nothing but the AAC of a sound file: one that was kept, or made in `folder`."""
    version = code_version(("media/ffmpeg.py", "finishing/coded_sound.py"), ("imageio-ffmpeg",))
    place = kept("sound", f"{named(mix)}-{version}.m4a")
    if place and place.is_file():
        return place
    path = folder / "sound.m4a"
    ffmpeg.run(
        [
            *("-i", str(mix), "-map", "0:a:0", "-map_metadata", "-1", "-c:a", "aac"),
            # The slow coder takes 2.5 times as long, for noise that is 1 dB less.
            *("-b:a", str(BITS_PER_SECOND), "-ar", str(RATE), "-ac", "2", "-aac_coder", "fast"),
            *("-threads", "1", str(path)),
        ]
    )
    keep(place, lambda part: shutil.copyfile(path, part))
    return path
