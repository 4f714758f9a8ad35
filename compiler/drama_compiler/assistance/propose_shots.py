"""A script, some of its scenes and a model come in; shots that it proposes, a scene each, come out.

before: INT. ROOM - DAY, then action and dialogue that nobody has cut into shots
after:  the same with `shot:` lines, `light:`, `music:` … where the model would have them

What the model answers is read strictly: it chooses among the paragraphs of a scene and says
annotations; no other text of it reaches the script. What reads as nothing, or would change what is
said and done, is shown to it once more and then left out and told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from drama_compiler.assistance.conversation import Conversation
from drama_compiler.assistance.proposal import (
    Proposal,
    Trial,
    about,
    cleaned,
    complaints,
    happenings,
    in_words,
    placed,
)
from drama_compiler.breakdown.find_starts import Passage, passages
from drama_compiler.breakdown.place_shots import in_note
from drama_compiler.film.film import Scene
from drama_compiler.film.resolve import Resolution
from drama_dsl.diagnostic import Diagnostic, Edit, warning
from drama_dsl.parser import Dialect
from drama_dsl.tree import Annotation, Tree
from drama_grammar import vocabulary

WORDS = frozenset({"shot", "light", "weather", "music", "sound"})
"""The annotations that a model may propose."""

_NUMBERED = re.compile(r"^\s*(\d{1,6})\s*[:：.|]\s*(\S.*?)\s*$")
_PROPERTY = re.compile(r"^\s+(\S[^:：]*[:：].*?)\s*$")
_HALVES = re.compile(r"^([^:：]+)[:：]")


@dataclass(frozen=True, slots=True)
class Line:
    """One annotation of an answer, before the paragraph at `offset`, with its properties."""

    offset: int
    text: str
    properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a model proposes for a scene, if anything, and what it said that came to nothing."""

    proposal: Proposal | None
    diagnostics: tuple[Diagnostic, ...] = ()


def propose_shots(
    trees: Sequence[Tree],
    resolution: Resolution,
    dialect: Dialect,
    scenes: Collection[str],
    conversation: Conversation,
    tell: Callable[[Scene], None] = lambda scene: None,
) -> Iterator[Proposed]:
    """A proposal for each of `scenes` (ids) that has something to be cut, in the order of the film.

    `tell` is told before a scene is asked about. Raises as `Conversation.ask` does.
    """
    trial = Trial(trees, resolution, dialect)
    film, tree = resolution.film, trees[0]
    starts = [resolution.origins[scene.id].start for scene in film.scenes]
    decided = frozenset(at for file, at in resolution.cues if file == tree.source.name)
    told = passages(tree, decided, starts)
    ends = [*starts[1:], len(tree.source.text)]
    for scene, own, start, end in zip(film.scenes, told, starts, ends, strict=True):
        places = _places(own, tree, start, end)
        if scene.id in scenes and places:
            tell(scene)
            conversation.begin_anew()
            yield _Scene(trial, scene, places, start, end, conversation).proposed()


def _places(told: Sequence[Passage], tree: Tree, start: int, end: int) -> dict[int, int]:
    """Where a shot may begin in a scene, by the number that the model is given: its line.

    From the first shot on that is written, the writer has decided.
    """
    written = (
        node.start
        for node in tree.nodes
        if isinstance(node, Annotation) and node.word == "shot" and start <= node.start < end
    )
    last = next(written, end)
    return {
        tree.source.position(each.lead).line: each.lead
        for each in told
        if each.opens and each.lead < last
    }


class _Scene:
    """One scene in conversation."""

    def __init__(
        self,
        trial: Trial,
        scene: Scene,
        places: dict[int, int],
        start: int,
        end: int,
        conversation: Conversation,
    ) -> None:
        self._trial, self._scene, self._places = trial, scene, places
        self._start, self._end, self._conversation = start, end, conversation
        self._happens = happenings(trial.resolution.film.scenes)

    def proposed(self) -> Proposed:
        """What the model proposes, asked a second time where the first came out faulty."""
        lines, faults = self._read(self._conversation.ask(self._question()))
        lines, more = self._sound(lines)
        if faults or more or not lines:
            wrong = [*faults, *more] or ["no line of the form `NUMBER: shot: …` was found"]
            again, faults = self._read(self._conversation.ask(_once_more(wrong)))
            again, more = self._sound(again)
            lines = again or lines
        found = tuple(self._left_out(each) for each in (*faults, *more))
        if not lines:
            return Proposed(None, found or (self._left_out("it proposed no shot"),))
        title = f"scene {self._scene.number}"
        return Proposed(Proposal(title, tuple(self._edits(lines))), found)

    def _question(self) -> str:
        """The scene, with numbers where shots may begin, and who and what is in the film."""
        source, film = self._trial.source, self._trial.resolution.film
        first, last = source.position(self._start).line, source.position(self._end).line
        rows = []
        for number in range(first, last + (self._end == len(source.text))):
            mark = f"{number:>5}" if number in self._places else "     "
            rows.append(f"{mark} {source.line_text(number)}".rstrip())
        return f"{about(film)}\n\nThe scene:\n\n" + "\n".join(rows).rstrip()

    def _read(self, answer: str) -> tuple[list[Line], list[str]]:
        """The lines of an answer, in the order of the text, and what of it is none."""
        lines: list[Line] = []
        faults: list[str] = []
        for row in cleaned(answer).split("\n"):
            numbered = _NUMBERED.match(row)
            if numbered and (offset := self._places.get(int(numbered[1]))) is not None:
                if _known_word(numbered[2]):
                    lines.append(Line(offset, numbered[2]))
                else:
                    faults.append(f"`{row.strip()}`: it does not begin with a known word")
            elif numbered:
                faults.append(f"`{row.strip()}`: no paragraph has the number {numbered[1]}")
            elif (said := _PROPERTY.match(row)) and lines:
                lines[-1] = Line(lines[-1].offset, lines[-1].text, (*lines[-1].properties, said[1]))
            elif row.strip():
                faults.append(f"`{row.strip()[:80]}`: it has no number")
        return sorted(lines, key=lambda each: each.offset), faults

    def _sound(self, lines: Sequence[Line]) -> tuple[list[Line], list[str]]:
        """The lines that read well, and why the others do not."""
        if not lines:
            return [], []
        edits = self._edits(lines)
        source, after, diagnostics = self._trial.after(edits)
        kept: list[Line] = []
        wrong: list[str] = []
        begins = (begin for begin, _ in placed(edits))
        for (_, group), at in zip(_by_place(lines), begins, strict=True):
            for index, line in enumerate(group):
                end = at + len(self._text(line, opens=index == 0))
                found = complaints(diagnostics, at, end - 1, source.name)
                wrong += [in_words(each, source) for each in found]
                kept += [] if found else [line]
                at = end
        if happenings(after.film.scenes) != self._happens:
            return [], [*wrong, "with these lines the screenplay would tell something else"]
        return kept, wrong

    def _edits(self, lines: Sequence[Line]) -> list[Edit]:
        """One edit a place, in the order of the text."""
        source = self._trial.source
        return [
            Edit(
                source.span(offset, offset),
                "".join(self._text(each, opens=index == 0) for index, each in enumerate(group)),
            )
            for offset, group in _by_place(lines)
        ]

    def _text(self, line: Line, *, opens: bool) -> str:
        """A line as it stands in the script: its own lines or a note, and a blank line behind.

        The one that `opens` its place has a blank line above it too.
        """
        text = self._trial.source.text
        end = "\r\n" if "\r\n" in text else "\n"
        above = text[: line.offset].replace("\r\n", "\n").replace("\r", "\n")
        apart = opens and above.strip("\ufeff\n") and not above.endswith("\n\n")
        if self._trial.dialect is Dialect.FOUNTAIN:
            word, _, rest = _HALVES.sub(r"\1:", line.text).partition(":")
            said = (f"{word.upper()}: {in_note(rest.strip())}", *map(in_note, line.properties))
            written = f"[[{' | '.join(said)}]]"
        else:
            written = end.join((line.text, *(f"  {each}" for each in line.properties)))
        return f"{end if apart else ''}{written}{end}{end}"

    def _left_out(self, why: str) -> Diagnostic:
        return warning(
            "proposal-left-out",
            f"what the model said of scene {self._scene.number} is left out in part: {why}",
            self._trial.resolution.origins.get(self._scene.id),
            "asked about this scene",
        )


def _by_place(lines: Sequence[Line]) -> list[tuple[int, list[Line]]]:
    """Lines that are in the order of the text, by where they are to stand."""
    return [(at, list(group)) for at, group in groupby(lines, key=lambda each: each.offset)]


def _once_more(wrong: Sequence[str]) -> str:
    told = "\n".join(f"- {each}" for each in wrong)
    return f"Some of this cannot be read:\n{told}\n\nAnswer once more with all lines, put right."


def _known_word(text: str) -> bool:
    word = _HALVES.match(text)
    return word is not None and vocabulary().canonical("annotation", word[1].strip()) in WORDS
