"""The value of a `shot:` is read into typed clauses, in English and in Chinese."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from drama_dsl.clauses import (
    Angle,
    Aperture,
    Clause,
    Composition,
    Continuity,
    Length,
    Lens,
    Moves,
    On,
    Optics,
    Phrase,
    Pin,
    Quoted,
    Size,
    Speed,
    Stance,
    Step,
    Words,
)
from drama_dsl.shot import parse_shot, stance
from drama_dsl.shot_complaints import unknown_clause
from drama_dsl.source import Source
from drama_grammar import vocabulary


def read(text: str, *, lenient: bool = False) -> tuple[tuple[Clause, ...], list[str]]:
    clauses, found = parse_shot(text, 0, Source("a.drama", text), lenient=lenient)
    return clauses, [one.code for one in found]


def short(value: Any) -> str:
    """A clause in short: its kind and what it says."""
    match value:
        case Phrase():
            return value.text
        case Size():
            return value.size
        case On():
            return f"on {value.phrase.text}"
        case Composition():
            parts = [value.kind, *(short(one) for one in (value.phrase, value.on) if one)]
            return "/".join(parts)
        case Angle():
            return f"angle {value.angle}"
        case Moves():
            return " > ".join(short(step) for step in value.steps)
        case Step():
            target = f"to {value.target.text}" if value.target else None
            return " ".join(filter(None, [value.kind, value.direction, value.pace, target]))
        case Lens():
            return f"{value.millimetres}mm"
        case Aperture():
            return f"f{float(value.number)}"
        case Optics():
            return value.optics
        case Length():
            return f"{value.frames}f" if value.frames is not None else f"{value.seconds}s"
        case Speed():
            return f"{value.speed}x"
        case Continuity():
            return f"{value.kind} {value.shot}".strip()
        case Stance():
            return f"stance {value.place or value.depth or value.facing}"
        case Quoted():
            return f'"{value.text}"'
        case Pin():
            return f"#{value.id}"
        case Words():
            return f"<{value.phrase.text}>"
    raise AssertionError(value)


SHOTS = {
    "close on LI WEI, slow push in, 3s": "close; on LI WEI; dolly in slow; 3s",
    "hero on LI WEI, 2.5s": "<hero>; on LI WEI; 5/2s",
    "two LI WEI & MOTHER": "two/LI WEI & MOTHER",
    "group, wide shot": "group; wide",
    "over LI WEI on DRAGON": "over/LI WEI/DRAGON",
    "over the shoulder of LI WEI on DRAGON": "over/LI WEI/DRAGON",
    "over LI WEI's shoulder": "over/LI WEI",
    "LI WEI POV, handheld": "pov/LI WEI; handheld",
    "LI WEI left, facing right": "<LI WEI left>; stance right",
    "DRAGON background": "<DRAGON background>",
    "insert JADE SWORD": "insert; on JADE SWORD",
    "close LI WEI in storm": "close; on LI WEI in storm",
    "close-up of JEAN-LUC": "close; on JEAN-LUC",
    "medium close-up on `SALT & PEPPER`": "medium-close; on `SALT & PEPPER`",
    "wide on the full moon": "wide; on the full moon",
    "close on the man in the low chair": "close; on the man in the low chair",
    "close on LI WEI low angle dolly in slow 3s": "close; on LI WEI; angle low; dolly in slow; 3s",
    "low angle, dutch left, worm’s eye": "angle low; angle dutch-left; angle worms-eye",
    "dolly in slow then pan left fast then tilt up": "dolly in slow > pan left fast > tilt up",
    "dolly in slow then pan left to MOTHER then rack to LI WEI": (
        "dolly in slow > pan left to MOTHER > rack to LI WEI"
    ),
    "close on LI WEI then pan left to MOTHER then tilt up": (
        "close; on LI WEI; pan left to MOTHER > tilt up"
    ),
    "low angle then slow tilt up": "angle low; tilt up slow",
    "pan left to the man who went then": "pan left to the man who went then",
    "特写李雷再左摇": "close; on 李雷; pan left",
    "push in, then pan left to the door, slow": "dolly in > pan left slow to the door",
    "slow pan left, pull back, boom up": "pan left slow; dolly out; crane up",
    "follow LI WEI, whip right, dolly zoom": "follow to LI WEI; whip right; dolly-zoom",
    "rack to MOTHER slow": "rack slow to MOTHER",
    "orbit left around LI WEI": "orbit left to LI WEI",
    "24mm, f/1.8, anamorphic, shallow focus": "24mm; f1.8; anamorphic; shallow-focus",
    "96f, 0.5x": "96f; 1/2x",
    "2 min, slow motion": "120s; 1/2x",
    "time-lapse": "8x",
    "from last, reuse 12A": "from-last; reuse 12A",
    "match 12f": "match 12f",
    'wide, #12A#, "rain, on the lens"': 'wide; #12A; "rain, on the lens"',
    "close on 3 men": "close; on 3 men",
    "left, in the background": "stance left; stance background",
    "LORD OF WAR left": "<LORD OF WAR left>",
    "CLOSE ON LI WEI'S HAND": "close; on LI WEI'S HAND",
    ", ,,": "",
    "特写李雷，缓推，3秒": "close; on 李雷; dolly in slow; 3s",
    "李雷特写缓推三秒": "<李雷>; close; dolly in slow; 3s",
    "大特写 李雷 左、面向右": "extreme-close; on 李雷 左; stance right",
    "过肩李雷对龙王，仰拍": "over/李雷/龙王; angle low",
    "李雷过肩对龙王": "over/李雷/龙王",
    "主观李雷，手持": "pov/李雷; handheld",
    "双人 李雷和母亲": "two/李雷和母亲",
    "远景，环绕，左摇，向右移": "wide; orbit; pan left; truck right",
    "航拍，俯，甩": "aerial; angle high; whip",
    "跟李雷，升，慢镜头": "follow to 李雷; crane up; 1/2x",
    "推到母亲，再左摇": "dolly in to 母亲 > pan left",
    "半秒": "1/2s",
    "两秒半": "5/2s",
    "十二帧": "12f",
    "特写左宗棠": "close; on 左宗棠",
    "特写李升": "close; on 李升",
    "特写李雷推门": "close; on 李雷推门",
    "复用12A，接上": "reuse 12A; from-last",
    "李雷 前景": "<李雷 前景>",
    "＃12A＃，「雨打镜头」": '#12A; "雨打镜头"',
}


@pytest.mark.parametrize("text", SHOTS)
def test_a_shot_is_read_into_its_clauses(text: str) -> None:
    clauses, found = read(text)
    assert "; ".join(map(short, clauses)) == SHOTS[text]
    assert found == []
    for clause in clauses:
        assert text[clause.start : clause.end].strip(" ,，、；;") == text[clause.start : clause.end]
        if isinstance(clause, (On, Words)):
            phrase = clause.phrase
            assert text[phrase.start : phrase.end] == phrase.text


TABLES = {"size": Size, "angle": Angle, "optics": Optics, "speed": Speed, "move": Moves}


@pytest.mark.parametrize("table", TABLES)
def test_every_word_of_the_vocabulary_is_a_clause(table: str) -> None:
    for written, canonical in vocabulary().tables[table].items():
        (clause,), found = read(written)
        assert isinstance(clause, TABLES[table]), written
        assert found == []
        if isinstance(clause, Moves):
            (step,) = clause.steps
            assert f"{step.kind} {step.direction or ''}".strip() == canonical
        elif isinstance(clause, Size):
            assert clause.size == canonical


PROSE = {
    "WIDE of BOURNE running on the beach.": "wide; on BOURNE running on the beach.",
    "We see the ship, close by the shore": "<We see the ship>; <close by the shore>",
    "a man on the hill": "<a man on the hill>",
    "close on LI WEI, 4 sceonds": "close; on LI WEI; <4 sceonds>",
}


@pytest.mark.parametrize("text", PROSE)
def test_prose_in_a_note_stays_words_without_complaint(text: str) -> None:
    clauses, found = read(text, lenient=True)
    assert "; ".join(map(short, clauses)) == PROSE[text]
    assert found == []


WRONG = {
    "0s": ["bad-length"],
    "4 sceonds": ["bad-length"],
    "pan up": ["wrong-direction"],
    "dolly left": ["wrong-direction"],
    "close, wide": ["clause-twice"],
    "3s, 4s, 5s, 6s": ["clause-twice"],
    "5000mm": ["bad-lens"],
    "0x": ["bad-speed"],
    '"rain': ["unclosed-quote"],
    "slow": ["pace-without-move"],
    'pan up, 0s, "x': ["wrong-direction", "bad-length", "unclosed-quote"],
}


@pytest.mark.parametrize("text", WRONG)
def test_what_no_shot_can_be_is_told(text: str) -> None:
    assert sorted(read(text)[1]) == sorted(WRONG[text])


MEANT = {
    "cloze": ("unknown-size", "close"),
    "doly in": ("unknown-move", "dolly in"),
    "low angel": ("unknown-angle", "low angle"),
    "LI WIE": ("unknown-clause", "LI WEI"),
    "a purple cow": ("unknown-clause", None),
}


@pytest.mark.parametrize("text", MEANT)
def test_unknown_words_are_met_with_what_was_meant(text: str) -> None:
    (words,), _ = read(text)
    assert isinstance(words, Words)
    found = unknown_clause(words.phrase, Source("a.drama", text), ["LI WEI"])
    fixes = [help_.fix.edits[0].text for help_ in found.helps if help_.fix]
    assert (found.code, *fixes) == (MEANT[text][0], *filter(None, MEANT[text][1:]))


def test_the_end_of_a_phrase_says_where_someone_stands() -> None:
    def parted(text: str) -> tuple[str, tuple[str | None, ...] | None]:
        rest, where = stance(Phrase(text, 5, 5 + len(text)))
        return rest.text, (where.place, where.depth, where.facing) if where else None

    assert parted("LI WEI left") == ("LI WEI", ("left", None, None))
    assert parted("DRAGON in the background facing us") == (
        "DRAGON",
        (None, "background", "camera"),
    )
    assert parted("李雷左") == ("李雷", ("left", None, None))
    assert parted("李雷 前景 面向右") == ("李雷", (None, "foreground", "right"))
    assert parted("LI WEI") == ("LI WEI", None)
    assert parted("left") == ("left", None)


def test_lengths_are_exact() -> None:
    (clause,), _ = read("2.04s")
    assert isinstance(clause, Length)
    assert clause.seconds == Fraction(51, 25)
