"""Mandarin text with digits goes in; the same with the digits as they are read comes out."""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")
_NUMBER = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNITS = (
    ("km", "公里"),
    ("cm", "厘米"),
    ("mm", "毫米"),
    ("kg", "公斤"),
    ("℃", "摄氏度"),
    ("°C", "摄氏度"),
    ("m", "米"),
    ("g", "克"),
    ("°", "度"),
)
_MEASURED = "个只条张本件位名次天年岁里点块元人分秒小层座艘匹把头月周夜句步杯百千万亿"


def read_numbers(text: str) -> str:
    """`text` with every number in Chinese characters: 3.5 as 三点五, 2024年 digit by digit.

    Years, telephone numbers and whatever starts with 0 are read digit by digit; 2 before a
    measure word is 两; percents, clock times, dates, fractions and plain units are known.
    """
    text = re.sub(r"(\d{1,2})[:：](\d{2})(?!\d)", _clock, text)
    text = re.sub(r"(\d{3,4})(?=年)", lambda one: _one_by_one(one[1]), text)
    text = re.sub(rf"({_NUMBER})\s*[%％]", lambda one: "百分之" + _value(one[1]), text)
    text = re.sub(
        r"(?<![\d/])(\d+)/(\d+)(?![\d/])", lambda one: f"{_value(one[2])}分之{_value(one[1])}", text
    )
    text = re.sub(r"(?<=\d)\s*[-–~—～]\s*(?=\d)", "到", text)
    for unit, name in _UNITS:
        text = re.sub(rf"(?<=\d)\s*{unit}(?![A-Za-z])", name, text)
    text = re.sub(r"([¥￥$€])\s*(" + _NUMBER + ")", _money, text)
    text = re.sub(rf"(?<!第)(?<![\d.])2(?=[{_MEASURED}](?![月号日]))", "两", text)
    text = re.sub(r"(?<![\d.])[-−](?=\d)", "负", text)
    return re.sub(_NUMBER, lambda one: _value(one[0]), text)


def _clock(found: re.Match[str]) -> str:
    hour, minute = found[1], found[2]
    said = ("两" if int(hour) == 2 else _value(str(int(hour)))) + "点"
    if int(minute) == 0:
        return said + "整"
    return said + (_one_by_one(minute) if minute[0] == "0" else _value(minute)) + "分"


def _money(found: re.Match[str]) -> str:
    names = {"¥": "元", "￥": "元", "$": "美元", "€": "欧元"}
    return _value(found[2]) + names[found[1]]


def _value(number: str) -> str:
    whole, _, decimals = number.replace(",", "").partition(".")
    telephone = len(whole) > 8 and "," not in number and not whole.endswith("0000")
    if telephone or len(whole) > 16 or (len(whole) > 1 and whole[0] == "0"):
        said = _one_by_one(whole)
    else:
        said = _whole(int(whole))
    return said + ("点" + _one_by_one(decimals) if decimals else "")


def _one_by_one(digits: str) -> str:
    return "".join(_DIGITS[int(digit)] for digit in digits)


def _whole(number: int) -> str:
    """A number in groups of four places; one 零 stands for any run of empty places."""
    if number == 0:
        return "零"
    said, gap = "", False
    for index in range(len(_GROUPS) - 1, -1, -1):
        group = number // 10_000**index % 10_000
        if group:
            if said and (group < 1000 or gap):
                said += "零"
            said += _group(group) + _GROUPS[index]
            gap = False
        else:
            gap = bool(said)
    return said.removeprefix("一") if said.startswith("一十") else said


def _group(number: int) -> str:
    said, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = bool(said)
    return said
