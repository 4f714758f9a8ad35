"""A folder comes in; the root of the project it belongs to comes out. Nothing else is imported."""

from __future__ import annotations

import os

PROJECT_FILE = "drama.toml"


def root_of(folder: str) -> str:
    """The nearest folder with a `drama.toml`, else the top of the git checkout, else `folder`.

    `folder` is absolute, links followed.
    """
    for mark in (PROJECT_FILE, ".git"):
        candidate = folder
        while True:
            if os.path.exists(os.path.join(candidate, mark)):
                return candidate
            parent = os.path.dirname(candidate)
            if parent == candidate:
                break
            candidate = parent
    return folder
