"""A script, what is to happen, and a model come in; the scenes that it would write come out.

They are tried in their place before anybody sees them: what is wrong with them is shown to the
model once more, and scenes that already stand must stay what they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from drama_compiler.assistance.conversation import Conversation
from drama_compiler.assistance.proposal import (
    Proposal,
    Trial,
    about,
    cleaned,
    complaints,
    in_words,
    same_scenes,
)
from drama_compiler.film.resolve import Resolution
from drama_dsl.convert import to_fountain
from drama_dsl.diagnostic import Diagnostic, Edit, Severity, error
from drama_dsl.parser import Dialect, parse
from drama_dsl.source import Source
from drama_dsl.tree import Tree

CHARS_AROUND_MAX = 12_000
"""Of the screenplay before the new scenes, so much is shown: some eight pages."""

CHARS_BEHIND_MAX = 2_000


def propose_scenes(
    trees: Sequence[Tree],
    resolution: Resolution,
    dialect: Dialect,
    wish: str,
    after: str | None,
    conversation: Conversation,
) -> tuple[Proposal | None, tuple[Diagnostic, ...]]:
    """Scenes in which `wish` happens, behind the scene `after` (an id) or at the end of the script.

    None where what the model wrote is no scene, or would change what stands. Raises as
    `Conversation.ask` does.
    """
    trial = Trial(trees, resolution, dialect)
    place = _Place(trial, after)
    text = _in_dialect(cleaned(conversation.ask(place.question(wish))), dialect)
    wrong = place.faults(text)
    if wrong:
        told = "\n".join(f"- {each}" for each in wrong)
        again = conversation.ask(f"This cannot stand so:\n{told}\n\nWrite all of it once more.")
        text = _in_dialect(cleaned(again), dialect)
        wrong = place.faults(text)
    if not wrong:
        return Proposal(place.title, (place.edit(text),)), ()
    return None, tuple(error("proposal-faulty", each, None) for each in wrong)


class _Place:
    """Where new scenes go, and what stands around them."""

    def __init__(self, trial: Trial, after: str | None) -> None:
        self._trial = trial
        scenes = trial.resolution.film.scenes
        ids = [scene.id for scene in scenes]
        self._behind = ids.index(after) + 1 if after is not None else len(ids)
        text = trial.source.text
        self._offset = (
            trial.resolution.origins[ids[self._behind]].start
            if self._behind < len(ids)
            else len(text)
        )
        number = scenes[self._behind - 1].number if self._behind else ""
        self.title = f"new scenes behind scene {number}" if number else "new scenes"

    def question(self, wish: str) -> str:
        """What is to happen, and the screenplay around the place where it does."""
        text = self._trial.source.text
        before = text[max(0, self._offset - CHARS_AROUND_MAX) : self._offset].strip()
        behind = text[self._offset : self._offset + CHARS_BEHIND_MAX].strip()
        parts = [about(self._trial.resolution.film)]
        parts += [f"The screenplay up to the new scenes:\n\n{before}"] if before else []
        parts += [f"Behind them it goes on:\n\n{behind}"] if behind else []
        return "\n\n".join((*parts, f"What is to happen in the new scenes:\n\n{wish}"))

    def edit(self, text: str) -> Edit:
        """The edit that puts `text` into its place, blank lines around it."""
        source = self._trial.source
        end = "\r\n" if "\r\n" in source.text else "\n"
        above = source.text[: self._offset]
        bare = above.replace("\r", "")
        lead = "" if not bare.strip() or bare.endswith("\n\n") else end * (1 + (bare[-1] != "\n"))
        tail = end * 2 if self._offset < len(source.text) else end
        written = text.strip("\n").replace("\n", end)
        return Edit(source.span(self._offset, self._offset), f"{lead}{written}{tail}")

    def faults(self, text: str) -> list[str]:
        """Why a text cannot be put there; empty where it can."""
        edit = self.edit(text)
        source, after, diagnostics = self._trial.after([edit])
        start, end = edit.span.start, edit.span.start + len(edit.text)
        found = [
            in_words(each, source)
            for each in complaints(diagnostics, start, end, source.name)
            if each.severity is Severity.ERROR
        ]
        old, new = self._trial.resolution.film.scenes, after.film.scenes
        count, behind = len(new) - len(old), len(old) - self._behind
        if count < 1:
            found.append("there is no scene heading such as `INT. KITCHEN - NIGHT` in it")
        elif not (
            same_scenes(old[: self._behind], new[: self._behind])
            and same_scenes(old[self._behind :], new[len(new) - behind :])
        ):
            found.append("a scene that already stands would be changed by it")
        return found


def _in_dialect(text: str, dialect: Dialect) -> str:
    """What a model wrote, which is `.drama`, as a script of `dialect` has it."""
    if dialect is Dialect.DRAMA:
        return text
    return to_fountain(parse(Source("", text), dialect=Dialect.DRAMA)).text
