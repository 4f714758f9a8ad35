"""The mood of a line goes in; how its saying departs from the plain voice comes out."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Manner:
    """What a mood does to a voice.

    `rate`, `pitch` and `range` are factors; `level_db` is added to the line's level and `edge_db`
    to everything above 1.5 kHz (a pressed voice is brighter, a slack one duller); `breath`
    (0 to 1) replaces tone by breath, 1 being a whisper; `tremor` is the depth of a 6 Hz waver of
    the pitch, in semitones; `pause` stretches the pauses.
    """

    rate: float = 1.0
    pitch: float = 1.0
    range: float = 1.0
    level_db: float = 0.0
    edge_db: float = 0.0
    breath: float = 0.0
    tremor: float = 0.0
    pause: float = 1.0


_LYRIC = Manner(rate=0.8, range=1.25, pause=1.3)

# After the acoustic correlates of Scherer, Vocal communication of emotion (2003): anger and joy
# faster, higher and wider; sadness slower, lower and narrower; fear faster, higher, unsteady.
_MOODS: tuple[tuple[str, Manner], ...] = (
    (
        r"whisper\w*|sotto voce|under (?:his|her|their) breath|hushed|mouthing|"
        r"耳语|悄声|低语|小声|窃窃|悄悄|压低声音|轻声",
        Manner(rate=0.93, range=0.6, level_db=-6.0, edge_db=1.0, breath=1.0),
    ),
    (
        r"murmur\w*|mutter\w*|mumbl\w*|quiet\w*|soft\w*|gent\w*|tender\w*|low|低声|喃喃|嘟囔|呢喃|"
        r"温柔|轻轻|柔声|嘀咕",
        Manner(rate=0.95, pitch=0.97, range=0.75, level_db=-4.0, edge_db=-3.0, breath=0.25),
    ),
    (
        r"shout\w*|yell\w*|scream\w*|bellow\w*|roar\w*|call(?:s|ing) out|loud\w*|calling|"
        r"cr(?:ies|ying) out|大喊|喊|怒吼|吼|咆哮|高声|大声|尖叫|大叫|呼喊|嘶喊",
        Manner(rate=1.02, pitch=1.22, range=1.3, level_db=4.0, edge_db=5.0),
    ),
    (
        r"ang(?:ry|rily|er)|furious\w*|rag(?:e|ing)|bitter\w*|snap\w*|hiss\w*|snarl\w*|enraged|"
        r"愤怒|生气|怒|恼|气愤|咬牙|暴躁|恶狠狠",
        Manner(rate=1.08, pitch=1.07, range=1.3, level_db=2.0, edge_db=3.5, pause=0.85),
    ),
    (
        r"sad\w*|griev\w*|mourn\w*|weary|wearily|tired\w*|broken|melanchol\w*|despair\w*|sigh\w*|"
        r"难过|悲|伤心|哀|疲惫|绝望|忧伤|叹|失落|黯然|沮丧",
        Manner(
            rate=0.86, pitch=0.95, range=0.7, level_db=-2.0, edge_db=-2.0, breath=0.15, pause=1.25
        ),
    ),
    (
        r"cry\w*|sob\w*|weep\w*|tear\w*|in tears|哭|哽咽|流泪|抽泣|啜泣|泣",
        Manner(rate=0.88, pitch=1.08, range=0.85, level_db=-1.0, breath=0.2, tremor=0.5, pause=1.3),
    ),
    (
        r"afraid|scared|fear\w*|terrif\w*|panic\w*|nervous\w*|anxious\w*|frighten\w*|alarm\w*|"
        r"害怕|恐惧|惊恐|紧张|惊慌|慌|焦急|担心|不安|惶恐",
        Manner(rate=1.1, pitch=1.12, range=1.05, breath=0.12, tremor=0.3),
    ),
    (
        r"trembl\w*|shak(?:y|ing|en)|quaver\w*|shiver\w*|falter\w*|stammer\w*|颤抖|颤|发抖|哆嗦|结巴",
        Manner(rate=0.95, pitch=1.04, level_db=-1.5, breath=0.12, tremor=0.7),
    ),
    (
        r"happ\w*|joy\w*|cheer\w*|laugh\w*|delight\w*|excit\w*|grin\w*|smil\w*|giggl\w*|bright\w*|"
        r"高兴|开心|快乐|笑|兴奋|欢|喜|激动|得意",
        Manner(rate=1.06, pitch=1.09, range=1.3, level_db=1.0, edge_db=1.5),
    ),
    (
        r"surpris\w*|astonish\w*|amaz\w*|shock\w*|startl\w*|gasp\w*|惊讶|吃惊|震惊|惊呼|诧异|惊",
        Manner(rate=1.05, pitch=1.12, range=1.35, level_db=1.0),
    ),
    (
        r"calm\w*|slow\w*|thoughtful\w*|dream\w*|solemn\w*|grave\w*|reverent\w*|ponder\w*|"
        r"平静|缓缓|沉思|慢慢|庄重|若有所思|沉默|镇定|郑重",
        Manner(rate=0.88, pitch=0.98, range=0.85, level_db=-1.0, pause=1.3),
    ),
    (
        r"urgent\w*|hurr\w*|quick\w*|fast|rush\w*|rapid\w*|急|快速|匆忙|急促|连忙|催促",
        Manner(rate=1.17, pitch=1.04, range=1.1, level_db=1.0, edge_db=1.0, pause=0.7),
    ),
    (
        r"breathless\w*|pant\w*|out of breath|winded|气喘|喘|上气不接下气",
        Manner(rate=1.05, pitch=1.03, level_db=-1.0, breath=0.35, pause=1.2),
    ),
    (
        r"cold\w*|flat\w*|deadpan|icy|icily|monoton\w*|emotionless|冷|冷冷|面无表情|淡淡|漠然",
        Manner(rate=0.95, pitch=0.97, range=0.5),
    ),
    (
        r"sarcas\w*|mock\w*|sneer\w*|dry|drily|dryly|wry\w*|嘲|讽刺|冷笑|不屑|轻蔑",
        Manner(rate=0.93, pitch=0.98, range=1.2, pause=1.1),
    ),
    (
        r"stern\w*|firm\w*|command\w*|order\w*|严厉|坚定|命令|威严|严肃",
        Manner(rate=0.97, pitch=0.97, range=1.1, level_db=2.0, edge_db=2.0),
    ),
    (
        r"weak\w*|dying|faint\w*|hoarse\w*|虚弱|奄奄一息|微弱|沙哑|有气无力",
        Manner(
            rate=0.85, pitch=0.96, range=0.7, level_db=-4.0, edge_db=-2.0, breath=0.4, pause=1.4
        ),
    ),
    (
        r"drunk\w*|slur\w*|sleepy|sleepily|drows\w*|yawn\w*|醉|困倦|昏昏欲睡",
        Manner(rate=0.82, pitch=0.96, range=1.1, level_db=-1.0, edge_db=-2.0, pause=1.2),
    ),
    (r"sing\w*|chant\w*|唱|吟", _LYRIC),
)
_READ = tuple((re.compile(rf"(?<![a-z])(?:{words})(?![a-z])"), manner) for words, manner in _MOODS)
_NEGATED = re.compile(r"\b(?:not|never|no longer|without)\s+\w+|(?:不再|并不|没有|毫无)\S{1,2}")


def read_manner(mood: str, *, lyric: bool = False) -> Manner:
    """The manner of a line whose mood is `mood` (English or Chinese words, may be empty).

    Several moods add up. A lyric is spoken slower: nothing here sings.
    """
    said = _NEGATED.sub(" ", mood.lower())
    manners = [manner for words, manner in _READ if words.search(said)]
    if lyric and _LYRIC not in manners:
        manners.append(_LYRIC)
    total = Manner()
    for manner in manners:
        total = _together(total, manner)
    return total


def _together(one: Manner, other: Manner) -> Manner:
    return Manner(
        rate=_within(one.rate * other.rate, 0.7, 1.35),
        pitch=_within(one.pitch * other.pitch, 0.85, 1.35),
        range=_within(one.range * other.range, 0.4, 1.7),
        level_db=_within(one.level_db + other.level_db, -9.0, 6.0),
        edge_db=_within(one.edge_db + other.edge_db, -6.0, 7.0),
        breath=max(one.breath, other.breath),
        tremor=max(one.tremor, other.tremor),
        pause=_within(one.pause * other.pause, 0.6, 1.8),
    )


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
