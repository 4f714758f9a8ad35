"""Mandarin text goes in; its syllables, as spoken in connected speech, come out.

Readings by pypinyin (MIT), which knows words where a character has several; the changes of tone
between syllables (sandhi), the neutral tone and the r-ending are ours, after Duanmu, The
Phonology of Standard Chinese (2007), chapters 10 and 11, and Xiandai Hanyu Cidian's usage.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from drama_backends.animatic.speech.numerals import read_numbers

NEUTRAL = 5
_MARKS = {
    "，": ",",
    ",": ",",
    "、": ",",
    "。": ".",
    ".": ".",
    "！": "!",
    "!": "!",
    "？": "?",
    "?": "?",
    "；": ";",
    ";": ";",
    "：": ":",
    ":": ":",
    "…": "…",
    "—": "—",
    "–": "—",
    "～": "…",
}
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af〇]")
_TONED = re.compile(r"([a-züêv]+)([1-5])")

# Words whose second syllable is neutral in the standard, beyond those that pypinyin marks.
_NEUTRAL_WORD_LIST = """
什么 怎么 那么 这么 多么 朋友 先生 太阳 月亮 知道 东西 地方 明白 意思 告诉 喜欢 认识 休息
衣服 事情 时候 眼睛 耳朵 嘴巴 头发 漂亮 清楚 关系 客气 麻烦 学生 早上 晚上 丈夫 姑娘 父亲
母亲 哥哥 弟弟 舒服 窗户 故事 消息 生意 力气 脾气 名字 打听 打扮 收拾 商量 聪明 糊涂 热闹
厉害 利害 记得 觉得 晓得 懂得 葡萄 萝卜 豆腐 狐狸 蚂蚁 苍蝇 骆驼 老实 结实 暖和 凉快 便宜
干净 新鲜 大夫 师傅 徒弟 媳妇 闺女 孩子 妻子 儿子 日子 帽子 影子 屋子 样子 鼻子 刀子 石头
木头 骨头 馒头 枕头 里头 外头 上头 前头 后头 念头 拳头 舌头 他们 我们 你们 她们 咱们 它们
人们 行李 钥匙 包袱 灯笼 胳膊 功夫 工夫 将军 折腾 唠叨 嘟囔 哆嗦 琢磨 张罗 吓唬 伺候 巴结
答应 招呼 照顾 咳嗽 耽误 心思 主意 算盘 云彩 本事 谢谢 爸爸 妈妈 爷爷 奶奶 姐姐 妹妹 叔叔
婶婶 姑姑 舅舅 公公 婆婆 太太 宝宝 星星 娃娃 看看 听听 说说 想想 试试 走走 等等 问问 坐坐
歇歇 猜猜 尝尝 摸摸 找找 聊聊 比比 哪里 这里 那里 夜里 心里 家里 屋里 手里 梦里 水里 海里
城里 山里 眼里 嘴里 桌上 船上 地上 身上 路上 墙上 床上 回来 出来 进来 过来 起来 上来 下来
回去 出去 进去 过去 上去 下去
"""
_NEUTRAL_WORDS = frozenset(_NEUTRAL_WORD_LIST.split())
_ALWAYS_NEUTRAL = frozenset("的了吗嗎呢吧啊呀哇嘛们們么麼着著咯啦喽")
_SUFFIX_ZI = frozenset(
    "桌椅孩房屋院杯盘碗筷刀叉袋箱瓶罐盒鞋袜裤裙帽领袖鼻脖肚嗓影样面日儿妻嫂婶侄孙"
    "兔猴狮鸽燕蚊虫竹叶果李柿橘枣种豆包饺粽片块条棍棒绳链镜梳扇车轮轿船桨笛哨"
)
_ERHUA_AFTER = frozenset("这那哪玩花点事会活味样头信门边脸孩眼歌曲画份片块圈根盖空趟劲魂鸟猫")
_READINGS = {
    "大夫": [["dài"], ["fu"]],
    "数一数": [["shǔ"], ["yi"], ["shǔ"]],
    "数数": [["shǔ"], ["shù"]],
    "落下": [["luò"], ["xià"]],
}
"""Words that pypinyin reads otherwise than is usual in speech."""

_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcs")


@dataclass(frozen=True, slots=True)
class Syllable:
    """One spoken syllable: the characters it reads, its initial and final in pinyin, its tone.

    `tone` is 1 to 4, or `NEUTRAL`. `final` is in full spelling (`uei`, `iou`, `ü`; `-i` after
    z, zh and their like). `rhotic` has an r-ending. `word_end` closes a foot.
    """

    text: str
    initial: str
    final: str
    tone: int
    rhotic: bool = False
    word_end: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A pause in the line, as one of `, . ! ? ; : … —`."""

    text: str


@dataclass(slots=True)
class _Draft:
    text: str
    letters: str
    tone: int
    rhotic: bool = False
    word_end: bool = False


def read(text: str) -> list[Syllable | Mark]:
    """What is spoken of `text`, in order; characters that nobody reads are left out."""
    from pypinyin.seg import mmseg

    # Before anything is cut: the package cuts by the phrases that it knows, ours among them.
    _know_readings()
    items: list[Syllable | Mark] = []
    for piece in re.findall(rf"{_HAN.pattern}+|[^{_HAN.pattern[1:-1]}]", read_numbers(text)):
        if _HAN.match(piece):
            items += _clause(_feet(list(mmseg.seg.cut(piece))))
        elif piece in _MARKS and items and not isinstance(items[-1], Mark):
            items.append(Mark(_MARKS[piece]))
    return items


def _feet(words: Sequence[str]) -> list[str]:
    """Words of two syllables and more; single ones in pairs, as third tones pair (我很|想你)."""
    feet: list[str] = []
    single = False
    for word in words:
        if feet and (word in _ALWAYS_NEUTRAL or (single and len(word) == 1)):
            feet[-1] += word
            single = False
        else:
            feet.append(word)
            single = len(word) == 1
    return feet


def _clause(feet: Sequence[str]) -> list[Syllable | Mark]:
    drafts = _drafts(feet)
    _neutralise(drafts)
    drafts = _rhotacised(drafts)
    _change_yi_and_bu(drafts)
    _change_third_tones(drafts)
    return [
        Syllable(one.text, *spelled(one.letters), one.tone, one.rhotic, one.word_end)
        for one in drafts
    ]


@cache
def _know_readings() -> None:
    """Tell the package our readings; its own way of being told goes through all it knows again."""
    from pypinyin.constants import PHRASES_DICT
    from pypinyin.seg import mmseg

    PHRASES_DICT.update(_READINGS)
    mmseg.seg.train(iter(_READINGS))


def _drafts(feet: Sequence[str]) -> list[_Draft]:
    from pypinyin import Style, lazy_pinyin

    text = "".join(feet)
    readings = lazy_pinyin(
        text,
        style=Style.TONE3,
        neutral_tone_with_five=True,
        v_to_u=True,
        errors=lambda odd: "?" * len(odd),
    )
    ends, at = set(), 0
    for foot in feet:
        at += len(foot)
        ends.add(at)
    drafts = []
    for index, (character, reading) in enumerate(zip(text, readings, strict=False)):
        found = _TONED.fullmatch(reading)
        if found:
            drafts.append(_Draft(character, found[1], int(found[2]), word_end=index + 1 in ends))
    return drafts


def _neutralise(drafts: Sequence[_Draft]) -> None:
    for index, one in enumerate(drafts):
        before = drafts[index - 1].text if index else ""
        after = drafts[index + 1].text if index + 1 < len(drafts) else ""
        if one.text == "得" and before and after and one.letters == "de":
            must = before in "我你您他她它们咱"
            one.letters, one.tone = ("dei", 3) if must else ("de", NEUTRAL)
        elif one.text == "地" and index >= 2 and after and _adverb(drafts, index):
            one.letters, one.tone = "de", NEUTRAL
        elif before and (
            before + one.text in _NEUTRAL_WORDS
            or (one.text in _ALWAYS_NEUTRAL and one.letters not in {"zhao", "liao", "di", "zhuo"})
            or (one.text == "子" and before in _SUFFIX_ZI)
            or (one.text == "个" and before in "一这那哪几每两")
        ):
            one.tone = NEUTRAL
        elif one.text in "一不" and before and before == after:
            one.tone = NEUTRAL
            one.letters = {"一": "yi", "不": "bu"}[one.text]


def _adverb(drafts: Sequence[_Draft], index: int) -> bool:
    first, second = drafts[index - 2].text, drafts[index - 1].text
    return first == second or second in "然声心意速快慢静轻"


def _rhotacised(drafts: Sequence[_Draft]) -> list[_Draft]:
    """儿 after such words as 这 and 花 is no syllable, but colours the one before."""
    kept: list[_Draft] = []
    for one in drafts:
        if one.text == "儿" and kept and kept[-1].text in _ERHUA_AFTER and not kept[-1].rhotic:
            kept[-1].text += one.text
            kept[-1].rhotic = True
            kept[-1].word_end = kept[-1].word_end or one.word_end
        else:
            kept.append(one)
    return kept


def _change_yi_and_bu(drafts: Sequence[_Draft]) -> None:
    """一 and 不 by what follows: 一 is 2nd before 4th, 4th before others; 不 is 2nd before 4th.

    一 keeps its 1st tone in numbers read out, in ordinals and at the end.
    """
    for index, one in enumerate(drafts):
        if one.text not in {"一", "不"} or one.tone == NEUTRAL:
            continue
        before = drafts[index - 1].text if index else ""
        after = drafts[index + 1] if index + 1 < len(drafts) else None
        falls = after is not None and (after.tone == 4 or after.text == "个")
        if one.text == "不":
            one.tone = 2 if falls else 4
        elif (
            after is None
            or before in tuple("第十零一二三四五六七八九点")
            or (after.text in "零一二三四五六七八九十月号日点")
        ):
            one.tone = 1
        else:
            one.tone = 2 if falls else 4


def _change_third_tones(drafts: Sequence[_Draft]) -> None:
    """A third tone before a third is a second: inside each foot first, then between feet."""
    surface = [one.tone for one in drafts]
    for inside in (True, False):
        for index in range(len(drafts) - 1):
            if drafts[index].word_end is inside:
                continue
            if surface[index] == 3 and surface[index + 1] == 3:
                surface[index] = 2
    for one, tone in zip(drafts, surface, strict=True):
        one.tone = tone


def spelled(letters: str) -> tuple[str, str]:
    """Initial and full final of a syllable written as pinyin is written (`you` is `iou`)."""
    letters = letters.replace("v", "ü")
    initial = next((one for one in _INITIALS if letters.startswith(one)), "")
    final = letters[len(initial) :]
    if not initial:
        return "", _without_initial(final)
    if initial in {"z", "c", "s", "zh", "ch", "sh", "r"} and final == "i":
        return initial, "-i"
    if initial in {"j", "q", "x"} and final.startswith("u"):
        final = "ü" + final[1:]
    if initial in {"b", "p", "m", "f"} and final == "o":
        return initial, "uo"
    return initial, {"iu": "iou", "ui": "uei", "un": "uen"}.get(final, final)


def _without_initial(letters: str) -> str:
    """Pinyin writes y and w where a syllable would begin with i, ü or u."""
    if letters.startswith("yu"):
        return "ü" + letters[2:]
    for glide, vowel in (("y", "i"), ("w", "u")):
        if letters.startswith(glide):
            return letters[1:] if letters[1:].startswith(vowel) else vowel + letters[1:]
    return letters
