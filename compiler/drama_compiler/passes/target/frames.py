"""The name of an input and the clip that is made of it come in; which end it is comes out.

A clip begins on its own first frame, on the last frame of another, or on another clip. It ends on
its own last frame, or on the first frame of another.
"""

from __future__ import annotations

from drama_compiler.graph.briefs import ClipBrief
from drama_compiler.graph.jobs import Job, role


def begins(name: str, clip: Job) -> bool:
    """Whether `name` is what the clip begins on."""
    kind, _, rest = role(name).partition("/")
    if kind == "clip":
        return True
    owner, _, which = rest.rpartition("/")
    own = isinstance(clip.brief, ClipBrief) and owner == clip.brief.shot
    return kind == "frame" and own is (which == "first")


def ends(name: str, clip: Job) -> bool:
    """Whether `name` is the frame that the clip ends on."""
    return name.startswith("frame/") and not begins(name, clip)
