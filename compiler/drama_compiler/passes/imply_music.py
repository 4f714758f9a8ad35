"""A film without a word of music gets a score: a cue a scene, from what the scene says.

before: INT. CELLAR - NIGHT, somebody whispers behind a locked door; no `music:` in the film
after:  the scene's first shot begins with `music: mystery, slow, 66 bpm, celesta, low strings`

A film with any `music:` at all is left as it is: silence elsewhere was then meant. Each cue
depends on its own scene alone.
"""

from __future__ import annotations

import re
from functools import cache

from drama_compiler.film.film import (
    Action,
    Film,
    Line,
    MusicEnd,
    MusicStart,
    Scene,
)
from drama_compiler.film.scene_memo import SceneMemo
from drama_compiler.film.words import Daytime
from drama_dsl.diagnostic import Diagnostic

CUES = {
    "tense": "tense, 96 bpm, low strings",
    "mystery": "mystery, slow, 66 bpm, celesta, low strings",
    "sad": "sad, slow, 60 bpm, piano, cello",
    "tender": "tender, 72 bpm, piano, strings",
    "bright": "joyful, 112 bpm, flute, pizzicato strings",
    "warm": "warm, 84 bpm, clarinet, harp",
    "calm": "calm, slow, 70 bpm, piano, harp",
}
"""A mood as the words of a `music:` line."""

SIGNS = {
    "tense": (
        "gun knife blood scream run runs chase attack fight fights kill dead shoot shoots explode "
        "crash fear terror storm panic bomb police siren slams breaks grabs",
        "刀 枪 血 尖叫 追 逃 杀 打斗 爆炸 恐惧 暴风 风暴 危险 冲 怒",
    ),
    "mystery": (
        "shadow shadows secret whisper whispers dark darkness strange silence fog ghost locked "
        "hidden footsteps midnight cellar moon disappears",
        "影 秘密 低语 黑暗 诡 雾 鬼 神秘 悄 月光 消失 深处",
    ),
    "sad": (
        "cry cries tears weep weeps grave funeral goodbye alone dies death lost sorry miss sad "
        "hospital sobs empty never",
        "哭 泪 坟 葬 告别 再见 孤 死 失去 对不起 悲 离开",
    ),
    "tender": (
        "love loves kiss kisses mother father child baby embrace hug hugs hand heart home gently "
        "wedding together",
        "爱 吻 娘 妈 母亲 父亲 孩子 拥抱 抱 心 回家 温柔",
    ),
    "bright": (
        "laugh laughs laughing party dance dances music sun sunny play plays joke happy race win "
        "wins cheer cheers",
        "笑 舞 阳光 派对 欢 快乐 赢 庆祝 跳",
    ),
    "warm": (
        "smile smiles coffee kitchen breakfast dinner friend friends morning garden tea table fire "
        "sofa",
        "微笑 茶 饭 朋友 早晨 厨房 花园 炉 家",
    ),
}
"""Words that speak for a mood, in English (whole words) and Chinese."""

DARK_TIMES = frozenset({Daytime.NIGHT, Daytime.EVENING, Daytime.DUSK})

_WORD = re.compile(r"[a-z']+")


def imply_music(film: Film, memo: SceneMemo | None = None) -> tuple[Film, tuple[Diagnostic, ...]]:
    """Give a film without music a cue a scene; others stay as they are."""
    memo = memo or SceneMemo()
    if any(memo.each("has music", film.scenes, None, _has_music)):
        return film, ()
    scenes = memo.each("scored", film.scenes, None, _scored)
    return film.model_copy(update={"scenes": tuple(scenes)}), ()


def _has_music(scene: Scene) -> bool:
    events = (event for shot in scene.shots for event in shot.events)
    return any(isinstance(event, MusicStart | MusicEnd) for event in events)


def scene_mood(scene: Scene) -> str:
    """The mood of a scene (a key of `CUES`) by its words; `calm` where none speaks."""
    texts = [scene.heading]
    for shot in scene.shots:
        texts += [each.text for each in shot.events if isinstance(each, Action | Line)]
    text = " ".join(texts).casefold()
    said = _WORD.findall(text)
    scores = {
        mood: sum(word in words for word in said) + sum(text.count(sign) for sign in signs)
        for mood, (words, signs) in _signs().items()
    }
    scores["mystery"] += scene.time in DARK_TIMES
    best = max(scores, key=lambda mood: scores[mood])
    return best if scores[best] > 0 else "calm"


def _scored(scene: Scene) -> Scene:
    if not scene.shots:
        return scene
    cue = MusicStart(id=f"{scene.id}-music", text=CUES[scene_mood(scene)])
    first = scene.shots[0]
    opened = first.model_copy(update={"events": (cue, *first.events)})
    return scene.model_copy(update={"shots": (opened, *scene.shots[1:])})


@cache
def _signs() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    return {
        mood: (frozenset(words.split()), tuple(signs.split()))
        for mood, (words, signs) in SIGNS.items()
    }
