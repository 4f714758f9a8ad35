"""A seed comes in; a script that nobody wrote comes out, English or Chinese. For the tests here."""

from __future__ import annotations

from random import Random

_EN_PEOPLE = ("LI WEI", "MOTHER", "Old Tom", "DR. LEFT", "SALT & PEPPER", "JEAN-LUC")
_EN_ACTION = (
    "Rain on the roof.",
    "{a} walks to the window. Nobody follows.",
    "{a} takes the OLD LANTERN from the wall.",
    "The OLD LANTERN goes out. {b} laughs. Then the door opens, and the wind comes in, and with "
    "it the smell of the sea, and the sound of bells far down the valley, where the road ends.",
    "They look at each other.",
    "He sits. A *BRASS KEY* falls to the floor. {b} picks it up.",
    "**{a} runs.** Dust. {b} stands still. The crowd goes silent, one after the other, until "
    "only the clock is heard. It strikes nine. {a} counts along. It strikes again. Ten, eleven.",
    "A dog barks [[which dog?]] in the dark. {b} turns around.",
    "INT. is written on the card. The RED DOOR opens. {a} reads on.",
)
_EN_SAID = (
    "Yes.",
    "We should have gone while the road was still open. Now the river has it, and the bridge, "
    "and whatever was on it. I told you so in March. I told you so again in May, and in June I "
    "stopped telling you, because nobody was listening to me any more.",
    "Where is the key?",
    "I do not *know*.\nAsk her.",
)
_ZH_PEOPLE = ("李雷", "韩梅梅", "老船公", "左宗棠", "龙王")
_ZH_ACTION = (
    "雨打在屋顶上。",
    "{a}走到窗前。没有人跟来。",
    "{a}从墙上取下旧灯笼,吹灭了它。{b}笑了。门开了,风吹进来,带着海的气味,还有山谷深处的钟声,"
    "那里路到了尽头。他们都不说话。只有钟还在走。一下,两下,三下。{a}数着。天快亮了。",
    "他们互相看着。",
    "海面裂开,巨浪滔天。{b}站着不动。",
)
_ZH_SAID = (
    "好。",
    "路还通的时候我们就该走。现在河水淹了路,淹了桥,也淹了桥上的一切。三月我就告诉过你。"
    "五月我又说了一遍。到了六月,我不再说了,因为再也没有人听我的话。",
    "钥匙在哪里?",
)


def invented(seed: int, *, chinese: bool = False, scenes: int = 4) -> str:
    """A script of so many scenes with all that a script may have, the same for the same seed."""
    random = Random(seed)
    people = _ZH_PEOPLE if chinese else _EN_PEOPLE
    parts = ["标题:无\n" if chinese else "Title: None\n"]
    parts += [("角色:" if chinese else "character: ") + name + "\n" for name in people[:3]]
    for scene in range(scenes):
        place = random.choice(("茶馆", "海边") if chinese else ("ROOM", "BEACH"))
        inside = random.random() < 0.5
        if chinese:
            parts.append(f"{'内景' if inside else '外景'} {place} {random.choice('日夜')}\n")
        else:
            parts.append(f"{'INT.' if inside else 'EXT.'} {place} {scene} - NIGHT\n")
        for _ in range(random.randint(0, 9)):
            parts.append(_element(random, people, chinese=chinese))
    return "\n".join(parts)


def _element(random: Random, people: tuple[str, ...], *, chinese: bool) -> str:
    a, b = random.sample(people, 2)
    kind = random.random()
    if kind < 0.4:
        action = random.choice(_ZH_ACTION if chinese else _EN_ACTION).format(a=a, b=b)
        return action.replace(",", ",") + "\n" if chinese else action + "\n"
    if kind < 0.85:
        said = random.choice(_ZH_SAID if chinese else _EN_SAID)
        mood = random.choice(("", "(低声)\n" if chinese else "(low)\n"))
        off = random.choice(("", "", "(旁白)" if chinese else " (V.O.)"))
        name = a if chinese else f"@{a}" if not a.isupper() else a
        dual = " ^" if not chinese and random.random() < 0.2 else ""
        return f"{'@' if chinese else ''}{name}{off}{dual}\n{mood}{said}\n"
    if chinese:
        return (
            random.choice(("音乐:低沉", "光:一盏灯", "音效:一声,雷", "天气:大雨", "> 叠化")) + "\n"
        )
    return random.choice(
        ("music: dread", "light: one lamp", "sound: once thunder", "weather: rain", "CUT TO:",
         "super: Later", "shot: close on LI WEI, 2s\nLI WEI looks up.")
    ) + "\n"  # fmt: skip
