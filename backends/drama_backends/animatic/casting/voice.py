"""What is declared of a character goes in; the voice that it says comes out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from drama_compiler.contract import briefs

PITCH_HZ = (66.0, 285.0)
FORMANT = (0.72, 1.12)
"""Beyond these the networks no longer sound like somebody."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How a character sounds, whatever the engine.

    `pitch_hz` is the median fundamental of plain speech; `formant` scales the resonances of the
    vocal tract against a grown woman's (a longer tract is below 1); `range` scales how far the
    pitch moves, in semitones; `speed` the rate; `breath` (0 to 1) is how much of the tone is
    replaced by breath; `rasp` (0 to 1) roughens it. `pack` names the neural voice underneath,
    and `shade` (0 to 1) which of several of that kind.
    """

    pitch_hz: float
    formant: float
    range: float = 1.0
    speed: float = 1.0
    breath: float = 0.0
    rasp: float = 0.0
    pack: str = "woman"
    shade: float = 0.5


@dataclass(frozen=True, slots=True)
class _Kind:
    pitch_hz: float
    formant: float
    pack: str
    speed: float = 1.0


# Medians of spoken pitch by age and sex: Titze, Principles of Voice Production (adult men near
# 120 Hz, women near 200, children from 250 up); tract lengths give the formant ratios.
_KINDS = {
    "man": _Kind(122.0, 0.85, "man"),
    "woman": _Kind(202.0, 1.0, "woman"),
    "boy": _Kind(240.0, 1.06, "boy"),
    "girl": _Kind(258.0, 1.07, "girl"),
    "youth": _Kind(150.0, 0.90, "man"),
    "maiden": _Kind(226.0, 1.04, "maiden"),
    "giant": _Kind(84.0, 0.79, "man", 0.92),
}

_WOMAN = (
    r"wom[ae]n|female|lady|girl|maiden|mother|mom|mum|mommy|mummy|grandmother|grandma|granny|"
    r"sister|aunt(?:ie)?|daughter|wife|widow|queen|princess|goddess|witch|actress|nurse|nun|"
    r"waitress|hostess|mrs|miss|ms|madame?|she|her|hers|herself|mezzo|soprano|contralto|alto|"
    r"女|妇|妈|母|娘|姐|妹|姑|姨|婶|嫂|奶奶|外婆|姥姥|婆|妃|皇后|王后|公主|她|媳|妻|丫头"
)
_MAN = (
    r"m[ae]n|male|guy|gentlem[ae]n|boy|lad|father|dad|daddy|grandfather|grandpa|brother|uncle|"
    r"son|husband|king|prince|wizard|monk|priest|sailor|fisherman|soldier|mr|sir|lord|he|him|"
    r"his|himself|beard(?:ed)?|moustache|mustache|bald|baritone|tenor|bass|"
    r"男|父|爸|爹|爷|叔|伯|舅|哥|弟|公公|外公|大汉|壮汉|老汉|汉子|翁|他|皇帝|国王|王子|太监|和尚|胡子|胡须|"
    r"[长白黑短灰银]须|髯|船公|渔公|樵夫|老头|少年|书生|将军|少爷|小伙|先生|渔夫|士兵|道士"
)
_CHILD = (
    r"child(?:ren|like)?|kid|boy|girl|toddler|little one|infant|schoolboy|schoolgirl|"
    r"孩|童|娃|丫头|小学生|幼"
)
_YOUTH = (
    r"teen(?:age[dr]?|ager)?s?|adolescent|youth|young(?:er)? (?:man|woman)|lad|maiden|student|"
    r"少年|少女|青年|年轻|年少|学生|姑娘|小伙|青涩"
)
_OLD = (
    r"old(?:er)?|elder(?:ly)?|aged|ancient|grand(?:father|mother|pa|ma)|granny|gr[ae]y[- ]haired|"
    r"white[- ]haired|white beard|wrinkled|venerable|crone|"
    r"老人|老头|老汉|老妇|老太|老者|老翁|老爷|老奶奶|老妪|年迈|苍老|年老|爷爷|奶奶|外公|外婆|"
    r"姥姥|白发|白胡|花甲|古稀|暮年|沧桑"
)
_GIANT = (
    r"giant|dragon|ogre|troll|demon|beast|monster|golem|titan|colossus|"
    r"巨人|龙(?!袍|纹|椅|井|虾)|怪兽|妖怪|恶魔|魔王|魔鬼|巨兽|猛兽|野兽|山神|泰坦"
)

# What a word does to a grown voice: factors of pitch, formant, range, speed; then breath, rasp.
_TRAITS: tuple[tuple[str, tuple[float, float, float, float, float, float]], ...] = (
    (
        r"deep|low|bass|baritone|contralto|booming|dark|低沉|浑厚|雄浑|厚重|低音|沉厚",
        (0.84, 0.95, 1.0, 0.97, 0.0, 0.0),
    ),
    (
        r"high|bright|clear|soprano|tenor|shrill|piping|清脆|清亮|明亮|尖细|尖|高亢|银铃|甜美|甜",
        (1.13, 1.04, 1.1, 1.02, 0.0, 0.0),
    ),
    (
        r"hoarse|rough|raspy|gravel(?:ly)?|gruff|husky|cracked|smoky|croak\w*|沙哑|嘶哑|沧桑|粗|"
        r"粗犷|沙沙|喑哑",
        (0.93, 0.98, 0.9, 0.97, 0.2, 0.6),
    ),
    (
        r"soft|gentle|quiet|breathy|airy|tender|mild|温柔|轻柔|柔和|柔|轻声|细软|温和|软",
        (1.0, 1.01, 0.85, 0.95, 0.28, 0.0),
    ),
    (
        r"warm|calm|steady|grave|measured|solemn|沉稳|稳重|平静|从容|温暖|庄重|冷静",
        (0.96, 0.98, 0.85, 0.94, 0.0, 0.0),
    ),
    (r"slow|drawling|weary|slowly|缓慢|慢|慢条斯理|疲惫", (0.98, 1.0, 0.95, 0.86, 0.0, 0.0)),
    (r"fast|quick|brisk|rapid|hurried|快|急促|麻利|语速快", (1.02, 1.0, 1.05, 1.14, 0.0, 0.0)),
    (
        r"lively|cheerful|excitable|energetic|playful|活泼|开朗|热情|俏皮|活力",
        (1.06, 1.01, 1.3, 1.06, 0.0, 0.0),
    ),
    (
        r"cold|flat|monotone|robot(?:ic)?|machine|android|expressionless|冷漠|冰冷|机械|机器人|冷",
        (0.98, 1.0, 0.35, 0.97, 0.0, 0.0),
    ),
    (
        r"strong|powerful|commanding|loud|firm|洪亮|有力|威严|坚定|铿锵",
        (0.97, 0.97, 1.15, 0.98, 0.0, 0.0),
    ),
    (r"thin|weak|frail|reedy|faint|虚弱|微弱|纤细|孱弱", (1.07, 1.03, 0.85, 0.93, 0.2, 0.15)),
    (r"nasal|鼻音", (1.0, 1.05, 0.95, 1.0, 0.0, 0.0)),
)
_OLD_TRAIT = (0.94, 0.98, 0.9, 0.88, 0.16, 0.4)
_AGE = re.compile(
    r"(?<!\d)(\d{1,3})\s*(?:-\s*)?(?:years?[- ]old|y/?o\b|岁)|\b(?:aged?|age:?)\s+(\d{1,3})\b|"
    r"^\s*\(?(\d{1,3})\)?(?=\s*[,，)]|\s*$)|[,，]\s*(\d{2})(?=\s*[,，.。]|\s*$)",
    re.IGNORECASE,
)
_NOT_AN_AGE = re.compile(r"years?[- ]old", re.IGNORECASE)


def described_voice(speaker: briefs.SpeakerBrief) -> Voice:
    """The voice of a character by itself, whatever is said and whoever else speaks.

    It is read from the declared `voice` first, then from `look`, then from the name; what none
    of them says is drawn from a digest of the character's id, so that two characters of one
    description still differ.
    """
    said = (speaker.voice, speaker.look, speaker.name.replace("_", " "))
    kind = _kind_of(said, speaker.id or speaker.name)
    draw = _Draw(speaker.id or speaker.name)
    pitch = kind.pitch_hz * 2.0 ** (draw.between(-2.2, 2.2) / 12.0)
    factors = [
        pitch,
        kind.formant * draw.between(0.965, 1.035),
        draw.between(0.88, 1.15),
        kind.speed * draw.between(0.94, 1.05),
    ]
    breath, rasp = draw.between(0.0, 0.1), 0.0
    # Only the declared voice tells how somebody sounds; a dark coat is not a dark voice.
    traits = [effect for words, effect in _TRAITS if _says(words, speaker.voice)]
    if _is_old(said) and not _is_child(said):
        traits.append(_OLD_TRAIT)
    for effect in traits:
        factors = [one * other for one, other in zip(factors, effect[:4], strict=True)]
        breath, rasp = max(breath, effect[4]), max(rasp, effect[5])
    return Voice(
        pitch_hz=round(_within(factors[0], *PITCH_HZ), 2),
        formant=round(_within(factors[1], *FORMANT), 4),
        range=round(_within(factors[2], 0.3, 1.6), 3),
        speed=round(_within(factors[3], 0.78, 1.25), 3),
        breath=round(breath, 3),
        rasp=round(rasp, 3),
        pack=kind.pack,
        shade=round(draw.between(0.0, 1.0), 3),
    )


def _kind_of(said: Sequence[str], seed: str) -> _Kind:
    # A name is no measure: Li Long (李龙) is a man.
    if _says(_GIANT, " ".join(said[:2])):
        return _KINDS["giant"]
    woman = _is_woman(said)
    if woman is None:
        woman = _Draw(f"{seed}/sex").between(0.0, 1.0) < 0.5
    if _is_child(said):
        return _KINDS["girl" if woman else "boy"]
    if _is_youth(said):
        return _KINDS["maiden" if woman else "youth"]
    return _KINDS["woman" if woman else "man"]


def _is_woman(said: Sequence[str]) -> bool | None:
    """By the first text that says it; within one, by what stands first."""
    for text in said:
        woman, man = _first(_WOMAN, text), _first(_MAN, text)
        if woman is not None or man is not None:
            return man is None or (woman is not None and woman <= man)
    return None


def _is_child(said: Sequence[str]) -> bool:
    age = _age_of(said)
    if age is not None:
        return age < 13
    return _says(_CHILD, " ".join(said)) and not _is_old(said)


def _is_youth(said: Sequence[str]) -> bool:
    age = _age_of(said)
    if age is not None:
        return age < 21
    return _says(_YOUTH, " ".join(said))


def _is_old(said: Sequence[str]) -> bool:
    age = _age_of(said)
    if age is not None:
        return age >= 60
    return any(_says(_OLD, _NOT_AN_AGE.sub("", text)) for text in said)


def _age_of(said: Sequence[str]) -> int | None:
    for text in said:
        found = _AGE.search(text)
        if found:
            return int(next(group for group in found.groups() if group))
    return None


def _says(words: str, text: str) -> bool:
    return _first(words, text) is not None


def _first(words: str, text: str) -> int | None:
    """Where one of `words` stands first: Latin ones as whole words, Chinese ones anywhere."""
    found = re.search(rf"(?<![a-z])(?:{words})(?![a-z])", text.lower())
    return found.start() if found else None


class _Draw:
    """Numbers that depend on a name alone."""

    def __init__(self, seed: str) -> None:
        self._bytes = blake2b(f"voice/{seed}".encode(), digest_size=64).digest()
        self._at = 0

    def between(self, low: float, high: float) -> float:
        """The next number, from `low` to `high`."""
        word = int.from_bytes(self._bytes[self._at : self._at + 4], "big")
        self._at += 4
        return low + (high - low) * word / 0xFFFFFFFF


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
