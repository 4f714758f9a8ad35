"""Where in a script things stand: a film, spans and texts come in; places and names for people
come out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from drama_compiler.film.film import Film, Line
from drama_compiler.graph.briefs import AmbienceBrief, CueBrief, EffectBrief, VoiceBrief
from drama_compiler.graph.jobs import Job, JobKind, role
from drama_dsl.source import Source, Span

_PIECE = re.compile(r"[\n,，;；。.!?！？]")

_Sound = CueBrief | AmbienceBrief | EffectBrief

_WORDS_SHOWN_MAX = 32


@dataclass(frozen=True)
class Story:
    """A film as its writer sees it. `origins` are spans by id, `sources` texts by file."""

    film: Film
    origins: Mapping[str, Span] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)

    def called(self, job: Job) -> str:
        """A job in words: `12B`, `12B's first frame`, `LI WEI's portrait (storm)`."""
        owner, _, part = role(job.name).partition("/")[2].partition("/")
        named = self._named(job.origin or owner)
        match job.kind:
            case JobKind.CLIP:
                return f"{named}, part {part}" if part else named
            case JobKind.IDENTITY:
                return f"{named}'s voice"
            case JobKind.SYNC:
                return f"{named}'s lips" + (f", part {part}" if part else "")
            case JobKind.FRAME:
                return f"{named}'s {part.rpartition('/')[2]} frame"
            case JobKind.PORTRAIT:
                worn = "" if part in ("", "default") else f" ({part})"
                return f"{named}'s portrait{worn}"
            case JobKind.PLATE:
                return f"{named} ({part.replace('-', ' ')})"
            case JobKind.VOICE:
                words = job.brief.text if isinstance(job.brief, VoiceBrief) else ""
                return f"{named}: {shortened(words)}"
            case JobKind.CUE | JobKind.AMBIENCE | JobKind.EFFECT:
                words = job.brief.text if isinstance(job.brief, _Sound) else ""
                return f"{job.kind}: {shortened(words)}" if words else f"{job.kind} {owner}"
        return named

    def _named(self, id_: str) -> str:
        return self._names.get(id_, id_)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        names: dict[str, str] = {}
        for table in (self.film.characters, self.film.locations, self.film.props):
            names |= {id_: thing.name for id_, thing in table.items()}
        for scene in self.film.scenes:
            for shot in scene.shots:
                names[shot.id] = shot.number
                for event in shot.events:
                    if isinstance(event, Line):
                        names[event.id] = self.film.characters[event.character].name
        return names

    def find(self, id_: str, words: str) -> Span | None:
        """Where `words` stand from the place of `id_` on; that place where they are not found.

        Values are kept without the line breaks of the script, so their first words are looked for.
        """
        span = self.origins.get(id_)
        if span is None or span.file not in self.sources:
            return span
        text = self.sources[span.file].text
        for piece in (words, *_PIECE.split(words)):
            piece = piece.strip()
            at = text.find(piece, span.start) if len(piece) > 1 else -1
            if at >= 0:
                return Span(span.file, at, at + len(piece))
        return span

    def place(self, span: Span | None) -> str:
        """`storm.drama:84`; empty where that is not known."""
        if span is None or span.file not in self.sources:
            return ""
        return f"{span.file}:{self.sources[span.file].position(span.start).line}"


def shortened(words: str) -> str:
    """The beginning of a text, enough to know it by."""
    flat = " ".join(words.split())
    return flat if len(flat) <= _WORDS_SHOWN_MAX else f"{flat[: _WORDS_SHOWN_MAX - 1]}…"
