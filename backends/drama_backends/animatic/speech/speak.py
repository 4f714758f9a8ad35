"""A voice brief goes in; the line as spoken, with the times of its words and mouth, comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from drama_backends.animatic.casting import Voice, cast_voice
from drama_backends.animatic.speech import english, espeak, estimate, mandarin
from drama_backends.animatic.speech.manner import Manner, read_manner
from drama_backends.animatic.speech.mouth import gate
from drama_backends.animatic.speech.passage import (
    RATE,
    Passage,
    Phone,
    Samples,
    Unspeakable,
    Word,
    joined,
    silence,
    without_blanks,
)
from drama_backends.animatic.speech.phrases import split_phrases
from drama_backends.animatic.speech.runs import LATIN_LANGUAGES, Run, split_runs
from drama_backends.animatic.speech.sound import colour, level, trim
from drama_compiler.contract import briefs

LEVEL_DB = -20.0
"""RMS of a plain line's speaking parts, dBFS."""

_NOTHING_SECONDS = 0.3
_PAUSE_SECONDS = 0.8


@dataclass(frozen=True, slots=True)
class Speech:
    """A line as spoken.

    `samples` are mono float32 in -1 to 1 at `sample_rate`; `phones` cover them without a gap;
    `words` stand in the order of the text. `engine` names what spoke, each part once;
    `warning` is a sentence for the person where a part could not be voiced as it should.
    """

    samples: Samples
    sample_rate: int
    seconds: float
    phones: list[Phone]
    words: list[Word]
    engine: str
    warning: str | None


@dataclass(frozen=True, slots=True)
class _Engine:
    name: str
    characters_max: int
    say: Callable[[Run, Voice, Manner], Passage]
    audible: bool = True
    native: bool = True


def get_ready(language: str) -> None:
    """Load what lines of a language need and what stays loaded: it reads English."""
    if language.partition("-")[0] in LATIN_LANGUAGES:
        english.get_ready()


def speak(brief: briefs.VoiceBrief, voice: Voice | None = None) -> Speech:
    """Speak a line, in `voice` if one is given; never fails for its text.

    Each run of one language is spoken by the first engine that can: the neural ones for English
    and Mandarin, then espeak-ng where the machine has it, then an English reading of other Latin
    text, then silence of the right length with a moving mouth. The same brief gives the same
    bytes on machines of one class with the same packages.
    """
    voice = voice or cast_voice(brief)
    manner = read_manner(brief.mood, lyric=brief.lyric)
    names: list[str] = []
    problems: list[str] = []
    pieces: list[Passage] = []
    for run in split_runs(brief.text, brief.language):
        spoken, name = _say_run(run, brief.language, voice, manner, problems)
        pieces += spoken
        if name not in names:
            names.append(name)
    if not pieces:
        return _unsaid(brief.text)
    return _finished(joined(pieces[:-1]), manner, " + ".join(names), _warning(problems))


def _say_run(
    run: Run, line: str, voice: Voice, manner: Manner, problems: list[str]
) -> tuple[list[Passage], str]:
    """The run's phrases and pauses in turn, a pause last, by the first engine that can."""
    reasons: list[str] = []
    for engine in _engines(run.language, line):
        try:
            pieces = _phrases_by(engine, run, voice, manner)
        except Unspeakable as problem:
            reasons.append(str(problem))
            continue
        except Exception as problem:  # a young package's bug must not stop a film
            reasons.append(f"{engine.name} failed: {type(problem).__name__}")
            continue
        if not engine.audible or not engine.native:
            problems.append(_problem(run, engine, reasons))
        return pieces, engine.name
    raise AssertionError("silence can say anything")


def _engines(language: str, line: str) -> list[_Engine]:
    native = {"en": [_ENGLISH], "zh": [_MANDARIN]}.get(language, [])
    accented = [_ACCENTED] if language in LATIN_LANGUAGES and language != "en" else []
    if language == "en" and line.lower().startswith(("zh", "cmn")):
        native = [_IN_MANDARIN, _ENGLISH]
    return [*native, _ESPEAK, *accented, _SILENCE]


def _phrases_by(engine: _Engine, run: Run, voice: Voice, manner: Manner) -> list[Passage]:
    pieces: list[Passage] = []
    for phrase in split_phrases(run.text, engine.characters_max):
        said = engine.say(replace(run, text=phrase.text), voice, manner)
        if engine.audible:
            said = trim(said)
            said.samples = colour(
                said.samples,
                breath=max(voice.breath, manner.breath),
                rasp=voice.rasp,
                edge_db=manner.edge_db,
                seed=int.from_bytes(blake2b(phrase.text.encode(), digest_size=8).digest(), "big"),
            )
        pieces += [said, silence(phrase.pause_seconds * manner.pause)]
    return pieces


def _finished(line: Passage, manner: Manner, engine: str, warning: str | None) -> Speech:
    audible = bool(line.samples.any())
    if audible:
        line = trim(line, keep_seconds=0.05)
        samples = level(line.samples, LEVEL_DB + manner.level_db)
        phones = gate(line.phones, samples)
    else:
        samples, phones = line.samples, _without_gaps(line.phones, line.seconds)
    words = [
        Word(text, round(start, 4), round(end, 4))
        for text, start, end in without_blanks(line.words)
    ]
    return Speech(samples, RATE, len(samples) / RATE, phones, words, engine, warning)


def _without_gaps(phones: Sequence[Phone], seconds: float) -> list[Phone]:
    full: list[Phone] = []
    at = 0.0
    for viseme, start, end in phones:
        if start - at > 0.001:
            full.append(Phone("rest", round(at, 4), round(start, 4)))
        full.append(Phone(viseme, round(start, 4), round(end, 4)))
        at = end
    if seconds - at > 0.001 or not full:
        full.append(Phone("rest", round(at, 4), round(seconds, 4)))
    return full


def _unsaid(text: str) -> Speech:
    """A line with nothing to say: dots are a pause, anything else passes at once."""
    seconds = _PAUSE_SECONDS if "…" in text or "..." in text else _NOTHING_SECONDS
    samples = silence(seconds).samples
    return Speech(samples, RATE, seconds, [Phone("rest", 0.0, seconds)], [], estimate.NAME, None)


def _problem(run: Run, engine: _Engine, reasons: Sequence[str]) -> str:
    said = run.text if len(run.text) <= 24 else run.text[:23] + "…"
    why = "; ".join(dict.fromkeys(reasons)) or f"no voice for the language '{run.language}'"
    how = "is read by the English voice" if engine.audible else "is not heard, only subtitled"
    return f'"{said}" {how} ({why})'


def _warning(problems: Sequence[str]) -> str | None:
    if not problems:
        return None
    more = f", and {len(problems) - 1} more like it" if len(problems) > 1 else ""
    return f"{problems[0]}{more}."


_ENGLISH = _Engine(
    english.NAME,
    english.CHARACTERS_MAX,
    lambda run, voice, manner: english.say(run.text, voice, manner),
)
_ACCENTED = replace(_ENGLISH, native=False)
_MANDARIN = _Engine(
    mandarin.NAME,
    mandarin.CHARACTERS_MAX,
    lambda run, voice, manner: mandarin.say(run.text, voice, manner),
)
_IN_MANDARIN = _Engine(
    mandarin.NAME,
    english.CHARACTERS_MAX,
    lambda run, voice, manner: mandarin.say_english(run.text, voice, manner),
)
_ESPEAK = _Engine(
    espeak.NAME,
    espeak.CHARACTERS_MAX,
    lambda run, voice, manner: espeak.say(run.text, run.language, voice, manner),
)
_SILENCE = _Engine(
    estimate.NAME,
    estimate.CHARACTERS_MAX,
    lambda run, voice, manner: estimate.say(run.text, voice, manner),
    audible=False,
)
