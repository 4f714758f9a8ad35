"""What action plainly tells of a sound is heard: a door that slams, thunder, a bell that rings.

before: a shot with the action `The door slams.` and no `sound: once`
after:  the same shot with `sound: once door slams` at the action

One sound a shot, the first that is told of. A shot in which the writer has placed any sound of its
own is left as it is.
"""

from __future__ import annotations

import re
from functools import cache

from drama_compiler.film.film import Action, AmbienceStart, Effect, Event, Film, Scene, Shot
from drama_compiler.film.scene_memo import SceneMemo
from drama_dsl.diagnostic import Diagnostic

SOUNDS: tuple[tuple[str, str], ...] = (
    ("door slams", r"\b(?:door|gate|lid)s? (?:slams?|bangs?)\b|\bslams? (?:the|a) (?:door|gate)\b"),
    (
        "door opens",
        r"\b(?:door|gate)s? (?:opens?|creaks?|swings? open|flies open|bursts? open)\b|"
        r"\b(?:opens?|pushes open) the (?:door|gate)\b",
    ),
    ("door closes", r"\bdoors? (?:closes?|shuts?)\b|\b(?:closes?|shuts?) the door\b"),
    ("knock on the door", r"\bknock(?:s|ing)? (?:on|at)\b|\ba knock\b"),
    ("thunder", r"\bthunder(?!storm)(?:s|claps?)?\b|\blightning (?:strikes|cracks)\b"),
    ("explosion", r"\bexplo(?:des?|sion)\b|\bblows up\b|\bdetonates\b"),
    ("gunshot", r"\bgun ?shots?\b|\b(?:gun|pistol|rifle) (?:fires|goes off)\b|\bshot rings out\b"),
    ("roar", r"\b(?:dragon|lion|tiger|beast|bear|monster)\b[^.!?]{0,24}\b(?:roars|growls)\b"),
    ("draws the sword", r"\b(?:draws|unsheathes) (?:\w+ ){0,2}(?:sword|blade)\b"),
    ("swords clash", r"\b(?:swords|blades) (?:clash|meet|cross)\b"),
    ("phone rings", r"\bphone (?:rings|buzzes|vibrates)\b"),
    ("bell rings", r"\bbells? (?:rings?|tolls?|chimes?)\b|\brings the bell\b"),
    (
        "glass shatters",
        r"\b(?:glass|window|mirror|bottle|vase)\b[^.!?]{0,16}\b(?:shatters|breaks|smashes)\b|"
        r"\b(?:shatters|smashes) the (?:glass|window|mirror|bottle|vase)\b",
    ),
    ("wave crashes", r"\bwaves? (?:crash(?:es)?|breaks? over)\b"),
    (
        "splash",
        r"\bsplash(?:es)?\b|\b(?:jumps|dives|falls|plunges) into the (?:water|sea|river|lake)\b",
    ),
    ("applause", r"\bapplause\b|\bapplauds?\b|\bcrowd cheers\b"),
    ("siren", r"\bsirens?\b"),
    ("horn", r"\b(?:horn|foghorn) (?:blows|sounds|blares)\b|\bhonks\b"),
    ("gallop of a horse", r"\bgallops?\b|\bhoofbeats\b"),
    ("footsteps", r"\bfootsteps\b"),
    ("engine starts", r"\bengine (?:starts|roars|revs)\b"),
    ("thud", r"\bthud\b|\b(?:falls|crashes|collapses) (?:to|on|onto) the (?:ground|floor)\b"),
    ("敲门", r"敲门|叩门"),
    ("开门", r"(?:推|打|拉)开[^，。！？]{0,4}门|门(?:被推)?开了|开门"),
    ("关门", r"关上[^，。！？]{0,3}门|摔门|关门"),
    ("雷声", r"雷声|打雷|惊雷|霹雳|雷鸣"),
    ("爆炸", r"爆炸"),
    ("枪声", r"枪声|枪响|开枪"),
    ("龙吟", r"龙吟|[龙虎狮兽熊][^，。！？]{0,6}(?:咆哮|长啸|怒吼)"),
    ("拔剑", r"拔[出]?[^，。！？]{0,4}[剑刀]|[剑刀]出鞘"),
    ("刀剑", r"[剑刀]相[交击]|兵刃相接"),
    ("电话", r"(?:电话|手机)[^，。！？]{0,3}响"),
    ("钟声", r"钟声|敲钟|钟响"),
    ("鼓声", r"鼓声|擂鼓"),
    ("玻璃碎", r"(?:玻璃|镜子|瓶|杯|碗)[^，。！？]{0,4}碎|[打摔]碎"),
    ("巨浪", r"浪[^，。！？]{0,4}(?:打来|拍[打岸来]|吞没)"),
    ("落水", r"落水|扑通|(?:跳|跃|坠|掉)[入进](?:水|海|河|湖)"),
    ("掌声", r"掌声|鼓掌|欢呼"),
    ("马蹄", r"马蹄|策马"),
    ("脚步", r"脚步声"),
    ("号角", r"号角|汽笛"),
)
"""What is heard, as the words of a `sound: once`, and how action plainly says that it is."""

_HINT = re.compile(
    "door|gate|lid|knock|thunder|lightn|explo|blow|deton|gun|shot|pistol|rifle|roar|growl|sword|"
    "blade|phone|bell|glass|window|mirror|bottle|vase|wave|splash|into the|applau|cheer|siren|"
    "horn|honk|gallop|hoof|footst|engine|thud|fall|crash|collaps|"
    "[门雷炸枪龙虎狮兽熊剑刀刃电机钟鼓碎浪水海河湖通掌欢马脚角笛]"
)
"""Without one of these no pattern can match; most action has none."""

_DENIED = re.compile(
    r"(?:\b(?:not|never|no|without|nobody|nothing)|n['’]t|[没不未别])\W{0,2}\w{0,12}\W?$"
)
"""What stands before a sound that is not heard."""


def imply_effects(film: Film, memo: SceneMemo | None = None) -> tuple[Film, tuple[Diagnostic, ...]]:
    """Place the sounds that action tells of."""
    memo = memo or SceneMemo()
    scenes = memo.each("sounded", film.scenes, None, _sounded)
    if all(new is old for new, old in zip(scenes, film.scenes, strict=True)):
        return film, ()
    return film.model_copy(update={"scenes": tuple(scenes)}), ()


def heard_in(text: str) -> str:
    """The first sound that `text` plainly tells of, or nothing."""
    told = text.casefold()
    if not _HINT.search(told):
        return ""
    found = [
        (match.start(), place, sound)
        for place, (sound, pattern) in enumerate(_patterns())
        if (match := pattern.search(told)) and not _DENIED.search(told[: match.start()])
    ]
    return min(found)[2] if found else ""


def _sounded(scene: Scene) -> Scene:
    shots = tuple(_with_sound(shot) for shot in scene.shots)
    if all(new is old for new, old in zip(shots, scene.shots, strict=True)):
        return scene
    return scene.model_copy(update={"shots": shots})


def _with_sound(shot: Shot) -> Shot:
    if any(isinstance(event, Effect | AmbienceStart) for event in shot.events):
        return shot
    for place, event in enumerate(shot.events):
        sound = heard_in(event.text) if isinstance(event, Action) else ""
        if sound:
            effect = Effect(id=f"{shot.id}-effect", text=sound)
            events: tuple[Event, ...] = (*shot.events[:place], effect, *shot.events[place:])
            return shot.model_copy(update={"events": events})
    return shot


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((sound, re.compile(words)) for sound, words in SOUNDS)
