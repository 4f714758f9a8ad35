"""Only what services make is kept, with the references that their models take.

before: clip/k7f2q of voice/x9d4e and picture/h3j8n, by a service; stem/dialogue, by nobody
after:  portrait/li-wei/storm~k7f2q; frame/k7f2q/first of it; clip/k7f2q of both

A line is spoken in the voice that its service has made for the character, where the profile has
it make one. A clip is made of its first frame where its model takes one, and of portraits, plates
and objects where it takes these; a frame is made of them too. What no profile buys is left out, and
what the writer says about it still stands in the brief. A shot that goes on from another begins on
a frame that both share, where both models can be told where to begin and to end; else on what the
clip before came out as, through no more than two such joints in a row, for each loses a little.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from drama_compiler.graph.arrange import arrange
from drama_compiler.graph.jobs import Graph, Job, JobKind
from drama_compiler.graph.references import frame, identity, references
from drama_compiler.passes.target.target import Target, clip_brief
from drama_dsl.diagnostic import Diagnostic

JOINTS_MAX = 2
"""How many clips in a row begin on what the one before came out as."""


def commission(graph: Graph, target: Target) -> tuple[Graph, tuple[Diagnostic, ...]]:
    """The part of a routed graph that is bought; every shot has a set of references of its own."""
    work = _Commission(target, {job.name: job for job in graph if target.is_bought(job)})
    for job in list(work.bought.values()):
        if job.kind is JobKind.CLIP:
            work.engage(job, _before(job, graph))
        elif job.kind is JobKind.VOICE:
            work.voice(job)
        else:
            kept = tuple(name for name in job.inputs if name in work.bought)
            work.placed[job.name] = replace(job, inputs=kept)
    return arrange(work.placed.values()), ()


def _before(clip: Job, graph: Graph) -> str:
    """The clip that a clip goes on from; empty where it begins anew."""
    pictures = (graph.jobs[name] for name in clip.inputs if name.startswith("picture/"))
    return next((picture.inputs[0] for picture in pictures), "")


@dataclass(slots=True)
class _Commission:
    """The paid part of a graph as it grows: `placed` by name, `joints` behind each clip."""

    target: Target
    bought: dict[str, Job]
    placed: dict[str, Job] = field(default_factory=dict)
    joints: dict[str, int] = field(default_factory=dict)

    def voice(self, line: Job) -> None:
        """Place a line with the voice that its service keeps for the character, if it makes any."""
        ability = self.target.ability(line)
        takes = ability is not None and JobKind.IDENTITY in ability.takes
        kept = identity(line) if takes else None
        made = self.target.bought(kept) if kept else None
        if made is None or made.backend != line.backend:
            self.placed[line.name] = replace(line, inputs=())
            return
        self.placed[made.name] = made
        self.placed[line.name] = replace(line, inputs=(made.name,))

    def engage(self, clip: Job, before: str) -> None:
        """Place a clip with all that it is made of."""
        ability = self.target.ability(clip)
        assert ability is not None, "only what a backend can make is bought"
        voices = [name for name in clip.inputs if name in self.bought]
        inputs = [name for name in voices if self.bought[name].kind in ability.takes]
        images = [job for job in map(self.target.referred, references(clip)) if job]
        inputs += self._joined(clip, before, images)
        for image in images:
            if image.kind in ability.takes:
                inputs.append(image.name)
                self.placed[image.name] = image
        # The clip before may already stand there, with the frame on which it is to end.
        self.placed[clip.name] = replace(clip, inputs=tuple(inputs))

    def _joined(self, clip: Job, before: str, images: list[Job]) -> Iterator[str]:
        """What a clip begins and ends on: frames of its own, or what the clip before gives it."""
        brief = clip_brief(clip)
        earlier = self.placed.get(before)
        boundary = self._boundary(clip, earlier, images) if earlier else ""
        if boundary:
            yield boundary
        elif earlier and self._can_go_on(clip, before):
            self.joints[clip.name] = self.joints.get(before, 0) + 1
            yield before
        else:
            first = self._frame(clip, "first", images)
            yield from (first.name,) if first else ()
        if brief.last and self.target.limits(clip).last_frame:
            last = self._frame(clip, "last", images)
            yield from (last.name,) if last else ()

    def _can_go_on(self, clip: Job, before: str) -> bool:
        ability = self.target.ability(clip)
        takes_clips = ability is not None and JobKind.CLIP in ability.takes
        return takes_clips and self.joints.get(before, 0) < JOINTS_MAX

    def _boundary(self, clip: Job, earlier: Job, images: list[Job]) -> str:
        """The frame on which the clip before ends and this one begins, given to both.

        Each has one of its own, of the same role: to share it is left to a pass. Where the writer
        says how the clip before ends, that frame is the one.
        """
        ends = self.target.ability(earlier)
        if ends is None or not ends.limits.last_frame or JobKind.FRAME not in ends.takes:
            return ""
        if not self._takes_frames(clip):
            return ""
        last = next((name for name in earlier.inputs if name.endswith("/last")), "")
        if last:
            own = self.placed[last]
            own = replace(own, name=f"{last}~{_owner(clip)}")
            self.placed[own.name] = own
            return own.name
        if any(name.startswith("frame/") and "/first~" in name for name in earlier.inputs):
            return ""  # It is a picture shown twice: it can end in one way only.
        first = self._frame(clip, "first", images)
        if first is None:
            return ""
        its = replace(first, name=f"{first.name}~{_owner(earlier)}")
        self.placed[its.name] = its
        self.placed[earlier.name] = replace(earlier, inputs=(*earlier.inputs, its.name))
        return first.name

    def _takes_frames(self, clip: Job) -> bool:
        ability = self.target.ability(clip)
        return ability is not None and JobKind.FRAME in ability.takes

    def _frame(self, clip: Job, which: str, images: list[Job]) -> Job | None:
        """A frame of a clip, placed with what it is made of; None where none is bought or taken."""
        made = self.target.bought(frame(clip, which, ()))
        if made is None or not self._takes_frames(clip):
            return None
        ability = self.target.ability(made)
        of = [image for image in images if ability and image.kind in ability.takes]
        made = replace(made, inputs=tuple(image.name for image in of))
        self.placed |= {image.name: image for image in of}
        self.placed[made.name] = made
        return made


def _owner(job: Job) -> str:
    return job.name.partition("/")[2]
