"""Shot clauses come in one by one; the fields of a shot come out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from drama_compiler.film.clock import CASELESS
from drama_compiler.film.drafts import Reference
from drama_compiler.film.film import Move, Subject
from drama_compiler.film.phrases import Unknown
from drama_compiler.film.reading import Reading
from drama_compiler.film.unknown_names import (
    mend,
    unknown_character,
    unknown_subject,
    unknown_wardrobe,
)
from drama_compiler.film.words import (
    Angle,
    Composition,
    Depth,
    Direction,
    Facing,
    MoveKind,
    Pace,
    ScreenPlace,
    Size,
)
from drama_dsl import clauses as say
from drama_dsl.clauses import Clause, Phrase, ShotClauses
from drama_dsl.diagnostic import Diagnostic, Edit, Fix, Help, Label, error
from drama_dsl.shot_complaints import check_words, unknown_clause
from drama_dsl.source import Span
from drama_dsl.suggest import suggest
from drama_grammar import SHOT_TABLES, fold, vocabulary

SECONDS_MAX = 3600
SPEED_MAX = 1000
"""Beyond these the parser has complained, and the clause is as if it were not there."""

CASELESS_SLIP_MIN = 3
"""A Chinese name of two signs is one sign away from too many words to be called a slip."""

USUAL_SIZE = {0: Size.WIDE, 1: Size.MEDIUM, 2: Size.MEDIUM_WIDE}
"""How much the frame holds where only the number of its subjects is said; more are a full shot."""


class Framing:
    """The fields of one shot as its clauses are taken; a later clause beats an earlier one.

    `pin`, `reuse` and `match` are kept apart, for they name shots.
    """

    def __init__(self, reading: Reading, *, lenient: bool) -> None:
        self._reading, self._lenient = reading, lenient
        self._values: dict[str, Any] = {}
        self._subjects: list[Subject] = []
        self._unknown: list[tuple[Unknown, bool]] = []
        self._followed: list[Subject] = []
        self._moves: list[Move] = []
        self._optics: list[str] = []
        self._words: list[str] = []
        self.pin = ""
        self.reuse: Reference | None = None
        self.match: Reference | None = None

    def take(self, clauses: ShotClauses) -> None:
        """Take all clauses of a shot: those of its presets first, so that its own beat them."""
        own: list[Clause] = []
        for clause in clauses:
            rest = self._preset(clause) if isinstance(clause, say.Words) else clause
            own += [rest] if rest is not None else []
        for clause in own:
            self._one(clause)

    def fields(self) -> dict[str, Any]:
        """The fields of `Shot` that were said, names resolved; others as usual for those.

        A shot that matches another leaves unsaid what it is to take from it.
        """
        self._settle_unknown()
        if not self._subjects:
            self._subjects += self._followed[:1]
        self._subjects = _each_once(self._subjects)
        fields = dict(self._values)
        fields["subjects"] = tuple(self._subjects)
        fields["moves"] = tuple(self._moves)
        fields["optics"] = tuple(dict.fromkeys(self._optics))
        fields["words"] = tuple(self._words)
        behind = [each for each in self._subjects if each.depth is Depth.BACKGROUND]
        count = sum(each.kind == "character" for each in self._subjects if each not in behind)
        if self.match is not None and not self._subjects:
            return fields
        kind = fields.setdefault("composition", _composition(count))
        if "size" not in fields and self.match is None:
            thing = bool(self._subjects) and all(each.kind == "prop" for each in self._subjects)
            fields["size"] = Size.INSERT if thing else USUAL_SIZE.get(count, Size.FULL)
            if kind in (Composition.OVER, Composition.POV) and not thing:
                fields["size"] = Size.MEDIUM
        return fields

    # -- clauses -------------------------------------------------------------------------

    def _one(self, clause: Clause) -> None:
        match clause:
            case say.Size(size=size):
                self._values["size"] = Size(size)
            case say.Composition():
                self._composition(clause)
            case say.On(phrase=phrase):
                self._subjects += self._read(phrase)
            case say.Angle(angle=angle):
                self._values["angle"] = Angle(angle)
            case say.Moves(steps=steps):
                self._moves += [self._move(step) for step in steps if step.kind]
            case say.Lens(millimetres=length):
                self._values["lens_millimetres"] = float(length)
            case say.Aperture(number=number):
                self._values["aperture"] = float(number)
            case say.Optics(optics=optics):
                self._optics.append(optics)
            case say.Length():
                self._length(clause)
            case say.Speed(speed=speed):
                self._values["speed"] = speed if 0 < speed <= SPEED_MAX else Fraction(1)
            case say.Continuity():
                self._continuity(clause)
            case say.Stance():
                self._stance(clause)
            case say.Quoted(text=text):
                self._words.append(text)
            case say.Pin(id=pin):
                self.pin = pin
            case say.Words(phrase=phrase):
                self._free(phrase)

    def _preset(self, clause: say.Words) -> Clause | None:
        """Take the preset that a clause begins with; what remains of the clause, if anything."""
        phrase = clause.phrase
        presets = self._reading.scope.presets
        for key in sorted(presets, key=len, reverse=True):
            length = _begins(phrase.text, key)
            if length is None:
                continue
            self._reading.scope.used.add(("preset", key))
            for each in presets[key].clauses:
                if isinstance(each, say.Words):
                    self._free(each.phrase)
                else:
                    self._one(each)
            rest = phrase.text[length:]
            shift = length + len(rest) - len(rest.lstrip())
            rest = rest.strip()
            for word in ("on ", "of ", "对着", "对", "拍"):
                if fold(rest + " ").startswith(word):
                    shift += len(word)
                    rest = rest[len(word) :]
            start = phrase.start + shift
            if not rest.strip():
                return None
            return say.On(start, clause.end, Phrase(rest, start, start + len(rest)))
        return clause

    def _composition(self, clause: say.Composition) -> None:
        kind = Composition(clause.kind)
        self._values["composition"] = kind
        people = self._read(clause.phrase, only_people=True) if clause.phrase else []
        seen = self._read(clause.on) if clause.on else []
        if kind in (Composition.OVER, Composition.POV):
            whose = next((each.id for each in people if each.kind == "character"), None)
            self._values["over" if kind is Composition.OVER else "pov"] = whose
            self._subjects += seen or [each for each in people if each.id != whose]
        else:
            self._subjects += [*people, *seen]

    def _move(self, step: say.Step) -> Move:
        target = None
        if step.target is not None:
            read = self._read(step.target)
            target = next((each.id for each in read if each.id), None)
            if step.kind in ("follow", "orbit"):
                self._followed += [each for each in read if each.id]
            for each in read:
                if each.id is None and each.words:
                    self._words.append(each.words)
        return Move(
            kind=MoveKind(step.kind),
            direction=Direction(step.direction) if step.direction else None,
            pace=Pace(step.pace) if step.pace else Pace.NORMAL,
            target=target,
        )

    def _length(self, clause: say.Length) -> None:
        if clause.frames is not None:
            seconds = Fraction(clause.frames) / self._reading.rate
        else:
            seconds = clause.seconds or Fraction(0)
        if 0 < seconds <= SECONDS_MAX:
            self._values["seconds"] = seconds

    def _continuity(self, clause: say.Continuity) -> None:
        reference = Reference(clause.shot, self._span(clause.start, clause.end))
        if clause.kind == "from-last":
            self._values["from_last"] = True
        elif clause.kind == "reuse":
            self.reuse = reference
        else:
            self.match = reference

    def _stance(self, clause: say.Stance) -> None:
        """A stance is of the subject before it; of nobody, it is left out."""
        if not self._subjects:
            return
        update: dict[str, Any] = {}
        if clause.place:
            update["place"] = ScreenPlace(clause.place)
        if clause.depth:
            update["depth"] = Depth(clause.depth)
        if clause.facing:
            update["facing"] = Facing(clause.facing)
        self._subjects[-1] = self._subjects[-1].model_copy(update=update)

    def _free(self, phrase: Phrase) -> None:
        """What no clause is: subjects if it names any, else free words, or a mistake."""
        read = self._reading.phrases.read(phrase)
        if any(each.kind != "words" for each in read.subjects) or read.unknown:
            self._subjects += self._read(phrase)
            return
        if not self._lenient:
            self._tell(
                check_words(phrase, self._reading.source)
                or _unknown_preset(phrase, self._reading)
                or unknown_clause(phrase, self._reading.source, self._reading.scope.called())
            )
        self._words.append(" ".join(phrase.text.split()))

    # -- names ---------------------------------------------------------------------------

    def _read(self, phrase: Phrase, *, only_people: bool = False) -> list[Subject]:
        read = self._reading.phrases.read(phrase)
        for unknown in read.unknown:
            place = unknown.subject + len(self._subjects)
            self._unknown.append((unknown._replace(subject=place), only_people))
        if not self._lenient:
            self._slips(read.subjects, phrase, only_people=only_people)
        for wardrobe in read.wardrobes:
            if not self._lenient:
                self._tell(unknown_wardrobe(wardrobe, self._reading))
        for subject in read.subjects:
            if subject.id:
                self._reading.scope.used.add((subject.kind, subject.id))
        return read.subjects

    def _slips(self, subjects: list[Subject], phrase: Phrase, *, only_people: bool) -> None:
        """Names of a script without case that are nearly declared ones: no capitals tell them."""
        names = [name for name in self._reading.scope.called() if len(name) >= CASELESS_SLIP_MIN]
        for place, subject in enumerate(subjects):
            words = subject.words
            if subject.kind != "words" or not CASELESS.fullmatch(words[:1]):
                continue
            if len(words) >= CASELESS_SLIP_MIN and suggest(words, names):
                start = phrase.start + max(0, phrase.text.find(words))
                unknown = Unknown(words, start, start + len(words), place + len(self._subjects))
                self._unknown.append((unknown, only_people))

    def _settle_unknown(self) -> None:
        """Names that nobody declared: a slip is mended, a thing is declared by use."""
        scope = self._reading.scope
        for unknown, only_people in self._unknown:
            span = self._span(unknown.start, unknown.end)
            tell = unknown_character if only_people else unknown_subject
            meant, found = tell(unknown.name, span, scope)
            mendable = unknown.subject < len(self._subjects)
            if meant is not None:
                self._tell(found)
                scope.used.add((meant.kind, meant.id))
                if mendable:
                    mend(self._subjects, unknown.subject, meant)
            elif only_people or not (self._is_thing(unknown) and mendable):
                self._tell(found)
            else:
                id = prop_by_use(unknown.name, span, self._reading)
                old = self._subjects[unknown.subject]
                words = "" if old.words == unknown.name else old.words
                update = {"kind": "prop", "id": id, "words": words}
                self._subjects[unknown.subject] = old.model_copy(update=update)
        self._unknown = []

    def _is_thing(self, unknown: Unknown) -> bool:
        """Whether an unknown name reads as a thing: in an insert, or behind an article."""
        before = fold(self._reading.source.text[max(0, unknown.start - 8) : unknown.start])
        article = before.split(" ")[-1] in ("the", "a", "an", "his", "her", "their", "its")
        return article or self._values.get("size") is Size.INSERT

    def _tell(self, found: Diagnostic) -> None:
        if not (self._lenient and found.code.startswith("unknown-")):
            self._reading.found.append(found)

    def _span(self, start: int, end: int) -> Span:
        return self._reading.source.span(start, end)


def prop_by_use(name: str, span: Span, reading: Reading) -> str:
    """The id of an undeclared thing, declared by being looked at."""
    return reading.scope.use("prop", name, span)


def _unknown_preset(phrase: Phrase, reading: Reading) -> Diagnostic | None:
    """Words that are nearest to the name of a preset."""
    names = [preset.name for preset in reading.scope.presets.values()]
    words = [word for table in SHOT_TABLES for word in vocabulary().spellings(table)]
    meant = suggest(phrase.text, [*names, *words])
    if meant not in names:
        return None
    preset = reading.scope.presets[fold(meant)]
    span = reading.source.span(phrase.start, phrase.end)
    reading.scope.used.add(("preset", fold(meant)))
    return error(
        "unknown-preset",
        f"no preset is called `{phrase.text}`",
        span,
        "no clause, preset or name",
        secondary=(Label(preset.span, f"`{meant}` is declared here"),),
        helps=(Help(f"did you mean `{meant}`?", Fix((Edit(span, meant),))),),
    )


def _each_once(subjects: list[Subject]) -> list[Subject]:
    """Subjects by their first naming; what is said where one is named again is said of it too."""
    once: dict[tuple[str, str | None], Subject] = {}
    for subject in subjects:
        key = (subject.kind, subject.id or subject.words)
        said = {
            name: value
            for name in ("wardrobe", "place", "depth", "facing", "words")
            if (value := getattr(subject, name))
        }
        once[key] = once[key].model_copy(update=said) if key in once else subject
    return list(once.values())


def _composition(people: int) -> Composition:
    if people < 2:
        return Composition.SINGLE
    return Composition.TWO if people == 2 else Composition.GROUP


def _begins(text: str, key: str) -> int | None:
    """How much of `text` spells `key` at its start, on a word boundary; None if it does not."""
    for length in range(len(key), min(len(text), len(key) + 4) + 1):
        if fold(text[:length]) != key or text[:length] != text[:length].rstrip():
            continue
        after = text[length : length + 1]
        if not after or not after.isalnum() or CASELESS.search(text[length - 1] + after):
            return length
    return None
