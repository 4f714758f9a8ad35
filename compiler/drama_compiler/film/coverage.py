"""What happens in a scene without shots comes in; shots, as a working director would have them,
come out.

A wide at the heading; a new shot where the action turns to a new subject; over-the-shoulders and
singles in turn through a dialogue, closer as it goes on; an insert for a thing in capitals; a
two-shot for lines said at once; nothing so long that an eye tires. Nothing outside the scene
plays a part, so that an edit in one scene changes no other scene's shots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from typing import Any

from drama_compiler.film.clock import AIR_BETWEEN, action_seconds, reading_seconds, speech_seconds
from drama_compiler.film.directing import (
    ALONE,
    BOTH,
    CLOSER,
    DOING,
    EXCHANGE,
    ONE,
    OPENING_LINE_SECONDS_MAX,
    PAUSE_SECONDS_MAX,
    PLACES,
    REACTING,
    REPLY_SECONDS_MAX,
    SHOT_SECONDS_GOOD,
    SHOT_SECONDS_MAX,
)
from drama_compiler.film.drafts import DUAL, Placed, SceneDraft, Segment, ShotDraft
from drama_compiler.film.film import Action, Event, Line, Move, Subject, Super
from drama_compiler.film.framing import prop_by_use
from drama_compiler.film.mentions import things_in_capitals
from drama_compiler.film.reading import Reading
from drama_compiler.film.sentences import sentences, split_to
from drama_compiler.film.words import Composition, Direction, MoveKind, Pace, Size


@dataclass(slots=True)
class _Setup:
    """A shot being filled: what kind it is, whom it is on, and how long it is so far.

    `parted` is what its last event tells, or a part of it.
    """

    kind: str
    people: tuple[str, ...]
    size: Size
    fields: dict[str, Any]
    events: list[Placed] = field(default_factory=list)
    seconds: Fraction = Fraction(0)
    thing: str = ""
    parted: Placed | None = None


class Coverage:
    """The coverage of one scene, segment by segment."""

    def __init__(self, scene: SceneDraft, reading: Reading) -> None:
        self._scene, self._reading = scene, reading
        self._setups: list[_Setup] = []
        self._last: _Setup | None = None
        self._held: list[Placed] = []
        self._rung = 0
        self._shown: dict[tuple[str, ...], int] = {}
        self._inserted: set[str] = set()
        self._speakers: list[str] = []
        self._upcoming: list[str] = []
        self._seen: set[str] = set()

    def cover(self, segment: Segment) -> list[ShotDraft]:
        """The shots of one segment; never none."""
        self._setups = []
        self._upcoming = [each for placed in segment.events if (each := _on_screen(placed))]
        self._seen |= _there_already(segment.events)
        if segment.opening:
            self._open(segment.events)
        for placed in segment.events:
            if isinstance(placed.event, Action):
                self._action(placed)
            elif isinstance(placed.event, Line):
                self._line(placed)
            elif self._setups:
                self._setups[-1].events.append(placed)
            else:
                self._held.append(placed)
        if not self._setups:
            self._begin("wide", (), PLACES[0])
        return [self._draft(setup) for setup in self._setups]

    # -- action --------------------------------------------------------------------------

    def _open(self, events: Sequence[Placed]) -> None:
        """The wide at a heading; it pushes in a little where it holds action for long enough."""
        outside = self._scene.interior is False
        setup = self._begin("wide", (), Size.ESTABLISHING if outside else Size.WIDE)
        first = next((each.event for each in events if isinstance(each.event, Action | Line)), None)
        if isinstance(first, Action) and action_seconds(first.text) > 3:
            move = Move(kind=MoveKind.DOLLY, direction=Direction.IN, pace=Pace.SLOW)
            setup.fields["moves"] = (move,)

    def _action(self, placed: Placed) -> None:
        assert isinstance(placed.event, Action)
        text = placed.event.text
        parts = split_to(text, reading_seconds, SHOT_SECONDS_MAX, SHOT_SECONDS_GOOD)
        for part in parts:
            self._part(part, placed)

    def _part(self, text: str, placed: Placed) -> None:
        """One shot's worth of action, its thing in capitals set apart."""
        thing = self._thing(text)
        if thing is None:
            self._happens(text, placed)
            return
        said = sentences(text)
        index = next((i for i, each in enumerate(said) if thing in each), 0)
        alone = self._named(said[index])[0]
        before, after = " ".join(said[:index]), " ".join(said[index + 1 :])
        if alone or (len(said) == 1 and self._setups and not self._setups[-1].events):
            self._happens(" ".join(said[: index + 1]), placed)
            self._insert(thing, None, placed)
        else:
            if before:
                self._happens(before, placed)
            self._insert(thing, said[index], placed)
        if after:
            self._happens(after, placed)

    def _thing(self, text: str) -> str | None:
        """The first thing in capitals that had no insert in this scene yet."""
        named = self._reading.mentions.find(text)
        places = things_in_capitals(text, named)
        places += [
            (each.start, each.end)
            for each in named
            if each.entry.kind == "prop" and text[each.start : each.end].isupper()
        ]
        for start, end in sorted(places):
            if text[start:end].casefold() not in self._inserted:
                return text[start:end]
        return None

    def _insert(self, thing: str, text: str | None, placed: Placed) -> None:
        self._inserted.add(thing.casefold())
        id = prop_by_use(thing, placed.span, self._reading)
        self._reading.scope.used.add(("prop", id))
        setup = self._begin("insert", (id,), Size.INSERT, thing=thing)
        setup.fields["subjects"] = (Subject(kind="prop", id=id),)
        if text:
            self._add(setup, self._as_action(text), placed, action_seconds(text))

    def _happens(self, text: str, placed: Placed) -> None:
        """Action without an insert: it goes on in this shot, or turns to a new subject."""
        event = self._as_action(text)
        self._seen |= set(event.characters)
        seconds = action_seconds(text)
        current = self._setups[-1] if self._setups else None
        if current is None or not self._goes_on(current, event, seconds):
            current = self._begin_action(event)
        self._add(current, event, placed, seconds)

    def _goes_on(self, current: _Setup, event: Action, seconds: Fraction) -> bool:
        if current.seconds + seconds > SHOT_SECONDS_MAX or current.kind == "insert":
            return False
        if current.kind == "wide" and not current.events:
            return True
        if current.kind == "speech" and not event.characters and not event.props:
            meant = self._meant(event.text)
            if seconds <= PAUSE_SECONDS_MAX and meant in ((), current.people[: len(meant)]):
                return True
        acts = current.kind in ("wide", "action") and not any(
            isinstance(each.event, Line) for each in current.events
        )
        told = [each.event.characters for each in current.events if isinstance(each.event, Action)]
        subject = told[0][:1] if told else current.people[:1]
        return acts and (not event.characters or event.characters[:1] == subject)

    def _begin_action(self, event: Action) -> _Setup:
        people = event.characters or self._meant(event.text)
        turn = self._shown[people] = self._shown.get(people, -1) + 1
        amid, self._rung = self._rung > 1, max(0, self._rung - 2)
        if not people:
            return self._begin("action", (), PLACES[turn % len(PLACES)])
        if len(people) == 1:
            sizes = REACTING if amid else DOING
            return self._begin("action", people, sizes[turn % len(sizes)])
        size = Size.MEDIUM_WIDE if len(people) == 2 else Size.FULL
        return self._begin("action", people, size)

    def _meant(self, text: str) -> tuple[str, ...]:
        """Whom a pronoun at the start of action means: the one, or the two, seen last."""
        people = self._last.people if self._last and self._last.kind != "insert" else ()
        if ONE.match(text):
            return people[:1] or tuple(self._speakers[-1:])
        if BOTH.match(text):
            last = dict.fromkeys([*people, *reversed(self._speakers)])
            return tuple(last)[:2] if len(last) > 1 else ()
        return ()

    def _as_action(self, text: str) -> Action:
        people, props = self._named(text)
        return Action(text=text, characters=people, props=props)

    def _named(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The characters and the props that a text names, in order."""
        found = self._reading.mentions.find(text)
        people = dict.fromkeys(each.entry.id for each in found if each.entry.kind == "character")
        props = dict.fromkeys(each.entry.id for each in found if each.entry.kind == "prop")
        return tuple(people), tuple(props)

    # -- lines ---------------------------------------------------------------------------

    def _line(self, placed: Placed) -> None:
        line = placed.event
        assert isinstance(line, Line)
        if line.off_screen:
            self._off_screen(line, placed)
            return
        if line.dual == DUAL and self._join_dual(line, placed):
            return
        for part in self._parts(line):
            seconds = speech_seconds(part.text)
            setup = self._setup_for(part.character, seconds)
            self._add(setup, part, placed, seconds)
        self._seen.add(line.character)
        if self._speakers[-1:] != [line.character]:
            self._speakers.append(line.character)
        if self._upcoming:
            del self._upcoming[0]

    def _parts(self, line: Line) -> list[Line]:
        """A long speech in parts at sentence ends; a translated one cannot be parted."""
        if line.translations or line.dual:
            return [line]
        texts = split_to(line.text, speech_seconds, SHOT_SECONDS_MAX, SHOT_SECONDS_GOOD)
        return [line.model_copy(update={"text": text}) for text in texts]

    def _setup_for(self, speaker: str, seconds: Fraction) -> _Setup:
        """The shot in which a line is said: this one if it can hold it, else a new one."""
        current = self._setups[-1] if self._setups else None
        if current is not None and current.seconds + seconds <= SHOT_SECONDS_MAX:
            if current.kind == "speech" and current.people[:1] == (speaker,):
                return current
            short = seconds <= REPLY_SECONDS_MAX and current.fields.get("over") is None
            if short and current.kind in ("speech", "action") and speaker in current.people[:2]:
                return current
            opening = current.kind == "wide" and not current.events
            if opening and seconds <= OPENING_LINE_SECONDS_MAX:
                return current
        return self._begin_speech(speaker)

    def _begin_speech(self, speaker: str) -> _Setup:
        other = self._partner(speaker)
        if other is None:
            turn = self._shown[speaker,] = self._shown.get((speaker,), -1) + 1
            return self._begin("speech", (speaker,), ALONE[turn % len(ALONE)])
        composition, size = EXCHANGE[self._rung % len(EXCHANGE)]
        self._rung += 1
        if composition is Composition.TWO:
            return self._begin("speech", (speaker, other), size)
        setup = self._begin("speech", (speaker,), size)
        if composition is Composition.OVER and setup.size is not Size.CLOSE:
            setup.fields["composition"] = Composition.OVER
            setup.fields["over"] = other
        return setup

    def _partner(self, speaker: str) -> str | None:
        """With whom a speaker speaks: who spoke last, else who was seen and is about to speak."""
        for each in reversed(self._speakers):
            if each != speaker:
                return each
        seen = self._seen - {speaker}
        return next((each for each in self._upcoming if each in seen), None) if seen else None

    def _off_screen(self, line: Line, placed: Placed) -> None:
        """A voice from elsewhere runs over the picture that is there, or over a listener."""
        for part in self._parts(line):
            seconds = speech_seconds(part.text)
            current = self._setups[-1] if self._setups else None
            if current is None or current.seconds + seconds > SHOT_SECONDS_MAX:
                others = (each for each in reversed(self._speakers) if each != line.character)
                seen = tuple(islice(others, 1))
                turn = self._shown["off",] = self._shown.get(("off",), -1) + 1
                sizes = ALONE if seen else PLACES
                current = self._begin("over", seen, sizes[turn % len(sizes)])
            self._add(current, part, placed, seconds)

    def _join_dual(self, line: Line, placed: Placed) -> bool:
        """Put a line with the one it is said over, in a two-shot of their own."""
        current = self._setups[-1] if self._setups else None
        if current is None or not current.events:
            return False
        partner = current.events[-1]
        if not isinstance(partner.event, Line):
            return False
        people = tuple(dict.fromkeys((partner.event.character, line.character)))
        if len(current.events) > 1 or current.kind != "speech":
            current.events.pop()
            current.seconds -= speech_seconds(partner.event.text)
            if not current.events and current.kind == "over":
                self._setups.pop()
            setup = self._begin("speech", people, Size.MEDIUM_WIDE)
            setup.events.append(partner)
        else:
            self._setups.pop()
            setup = self._begin("speech", people, Size.MEDIUM_WIDE)
            setup.events += current.events
        setup.seconds = max(speech_seconds(partner.event.text), speech_seconds(line.text))
        setup.events.append(placed)
        self._speakers += [each for each in people if each not in self._speakers[-2:]]
        if self._upcoming:
            del self._upcoming[0]
        return True

    # -- shots ---------------------------------------------------------------------------

    def _begin(self, kind: str, people: tuple[str, ...], size: Size, *, thing: str = "") -> _Setup:
        fields: dict[str, Any] = {}
        if kind != "insert":
            fields["subjects"] = tuple(Subject(kind="character", id=each) for each in people)
            if len(people) > 1:
                both = len(people) == 2
                fields["composition"] = Composition.TWO if both else Composition.GROUP
        last = self._last
        if kind != "insert" and last is not None and (last.people, last.size) == (people, size):
            size = CLOSER.get(size, Size.MEDIUM_CLOSE)
        setup = self._last = _Setup(kind, people, size, fields, self._held, thing=thing)
        self._held = []
        self._setups.append(setup)
        return setup

    def _add(self, setup: _Setup, event: Action | Line, placed: Placed, seconds: Fraction) -> None:
        """Put an event, or a part of one, into a shot; parts that stay together are one again."""
        setup.seconds += seconds + (AIR_BETWEEN if isinstance(event, Line) else 0)
        if setup.parted is placed and setup.events:
            event = self._joined(setup.events.pop().event, event, placed)
        setup.parted = placed
        same = event.text == getattr(placed.event, "text", None)
        setup.events.append(placed if same else Placed(event, placed.span))

    def _joined(self, before: Event, event: Action | Line, placed: Placed) -> Action | Line:
        """Two parts of what `placed` tells, one behind the other, as one."""
        assert isinstance(before, Action | Line) and isinstance(placed.event, Action | Line)
        text = before.text + event.text
        if text not in placed.event.text:
            text = f"{before.text} {event.text}"
        if isinstance(event, Action):
            return self._as_action(text)
        return event.model_copy(update={"text": text})

    def _draft(self, setup: _Setup) -> ShotDraft:
        seen = any(isinstance(each.event, Action | Line | Super) for each in setup.events)
        about = "" if seen else setup.thing or self._scene.heading
        return ShotDraft(
            span=setup.events[0].span if setup.events else self._scene.span,
            content=f"covered {setup.kind} {about}" if about else "covered",
            fields={**setup.fields, "size": setup.size, "implied": True},
            events=setup.events,
        )


def _on_screen(placed: Placed) -> str | None:
    event = placed.event
    return event.character if isinstance(event, Line) and not event.off_screen else None


def _there_already(events: Sequence[Placed]) -> set[str]:
    """Who speaks on screen without an entrance: no action, and no voice from off, before."""
    announced: set[str] = set()
    there: set[str] = set()
    for event in (placed.event for placed in events):
        if isinstance(event, Action):
            announced |= set(event.characters)
        elif isinstance(event, Line) and event.off_screen:
            announced.add(event.character)
        elif isinstance(event, Line) and event.character not in announced:
            there.add(event.character)
    return there
