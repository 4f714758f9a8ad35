"""A body and what a service's reference lists come in; what is wrong with it comes out in words."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

import cv2
import numpy as np

Rule = type | Collection[Any] | Callable[[Any], bool]
"""A type, a set of values, or a question to the value."""


def wrong(body: Any, required: Mapping[str, Rule], optional: Mapping[str, Rule]) -> str:
    """What is missing, unknown or has a value that it cannot have; empty where nothing is."""
    if not isinstance(body, dict):
        return "the body is no object"
    for name in sorted(required.keys() - body.keys()):
        return f"{name} is missing"
    rules = {**optional, **required}
    for name, value in body.items():
        if name not in rules:
            return f"{name} is not known"
        if not _is_legal(value, rules[name]):
            return f"{name} cannot be {str(value)[:60]!r}"
    return ""


def whole(least: int, most: int) -> Callable[[Any], bool]:
    """A whole number between two, both among them."""
    return lambda value: type(value) is int and least <= value <= most


def text(most: int, least: int = 1) -> Callable[[Any], bool]:
    """A text of so many units of UTF-16 at most."""
    return lambda value: (
        isinstance(value, str) and least <= len(value.encode("utf-16-le")) // 2 <= most
    )


def is_picture(value: Any) -> bool:
    """Base 64 of a picture, with nothing before it."""
    try:
        data = np.frombuffer(base64.b64decode(value, validate=True), np.uint8)
    except (binascii.Error, TypeError, ValueError):
        return False
    return bool(len(data)) and cv2.imdecode(data, cv2.IMREAD_COLOR) is not None


def is_picture_uri(value: Any) -> bool:
    """A data URI of a picture, or a link of the web."""
    if not isinstance(value, str):
        return False
    found = re.fullmatch(r"data:image/(?:png|jpeg|webp);base64,(.+)", value)
    return is_picture(found[1]) if found else value.startswith("https://")


def _is_legal(value: Any, rule: Rule) -> bool:
    if isinstance(rule, type):
        return type(value) is rule
    if callable(rule):
        return rule(value)
    return type(value) in {type(each) for each in rule} and value in rule
