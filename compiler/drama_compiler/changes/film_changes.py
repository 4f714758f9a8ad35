"""What changes between two films, as plain data: in scenes, shots, declarations and jobs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What became of a thing from one film to the other."""

    NEW = "new"
    GONE = "gone"
    KEPT = "kept"
    """It is in both; whether it changed, its changes tell."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that reads otherwise, by the writer's name for it (`size`, `KAI wears`).

    `before` or `after` is empty where there was, or is, none. `prose` is text whose words can be
    compared; `note` says where it came from or went.
    """

    what: str
    before: str = ""
    after: str = ""
    prose: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShotChange:
    """A shot. `number` is the one it has now, or had; `number_before` is empty for a new one.

    `told` is the shot in the words of a script. `moved` says where it was (`after 2B, in scene
    2`), empty where it stands as it did. Lengths are in seconds, None where there is no shot.
    """

    id: str
    fate: Fate
    number: str
    number_before: str
    told: str
    seconds_before: float | None
    seconds_after: float | None
    moved: str = ""
    changes: tuple[Change, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing became of it."""
        return self.fate is Fate.KEPT and not self.changes and not self.moved


@dataclass(frozen=True, slots=True)
class SceneChange:
    """A scene with those of its shots that changed, in the order of the film; gone ones last.

    A gone scene's shots are all gone with it. What changes alike in every shot is a change of the
    scene. `shots_same` counts the shots left out.
    """

    id: str
    fate: Fate
    number: str
    number_before: str
    heading: str
    seconds_before: float | None
    seconds_after: float | None
    moved: str = ""
    changes: tuple[Change, ...] = ()
    shots: tuple[ShotChange, ...] = ()
    shots_same: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing became of it or of its shots."""
        return self.fate is Fate.KEPT and not (self.changes or self.moved or self.shots)


@dataclass(frozen=True, slots=True)
class DeclarationChange:
    """A character, location, prop or style, and what it reaches.

    `shots` are the numbers of the shots in which the change can be seen, `lines` how many lines
    are said with another voice.
    """

    kind: str
    id: str
    fate: Fate
    name: str
    changes: tuple[Change, ...] = ()
    shots: tuple[str, ...] = ()
    lines: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing became of it."""
        return self.fate is Fate.KEPT and not self.changes


@dataclass(frozen=True, slots=True)
class JobChanges:
    """Jobs of one kind, by name: `anew` are of another thing now, `retimed` of another length."""

    kind: str
    new: tuple[str, ...] = ()
    anew: tuple[str, ...] = ()
    retimed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extent:
    """How much film there is; seconds are estimated where lines have not been spoken yet."""

    seconds: float
    scenes: int
    shots: int
    lines: int


@dataclass(frozen=True, slots=True)
class FilmChanges:
    """All that changes from one film to another. `scenes` and `declarations` hold what changed.

    `owners` tells what the names of jobs are of, by id: a shot of either film by its number, a
    line by its speaker.
    """

    title: str
    before: Extent
    after: Extent
    changes: tuple[Change, ...]
    declarations: tuple[DeclarationChange, ...]
    scenes: tuple[SceneChange, ...]
    jobs: tuple[JobChanges, ...]
    owners: dict[str, str]

    @property
    def empty(self) -> bool:
        """Whether it is the same film."""
        return not (self.changes or self.declarations or self.scenes or self.jobs)
