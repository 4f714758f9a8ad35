"""A picture comes in; the prompt that a service has left in it comes out.

Midjourney writes it into a PNG as the text `Description` and as XMP; others use EXIF.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

TEXT_CHARS_MAX = 1 << 16
_PNG_TEXTS = ("Description", "Comment", "parameters", "prompt")
_XMP_TEXT = "XML:com.adobe.xmp"
_EXIF_DESCRIPTION = 0x010E
_XMP_DESCRIPTION = re.compile(r"<dc:description\b.*?<rdf:li[^>]*>(.*?)</rdf:li>", re.DOTALL)


def prompt_in(path: Path) -> str:
    """The prompt that lies in a picture; empty where there is none, or it is no picture."""
    from PIL import Image

    try:
        with Image.open(path) as image:
            found = _texts(image)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return ""
    return next((text for text in found if text), "")[:TEXT_CHARS_MAX]


def _texts(image: Any) -> list[str]:
    """Every description in a picture, the likeliest first."""
    # Of a PNG, texts may stand behind the pixels: asking for them reads it to its end.
    texts = {**getattr(image, "text", {}), **{k: v for k, v in image.info.items() if k == "xmp"}}
    found = [str(texts.get(name, "")).strip() for name in _PNG_TEXTS]
    for packet in (texts.get(_XMP_TEXT), texts.get("xmp")):
        text = packet.decode("utf-8", "replace") if isinstance(packet, bytes) else str(packet or "")
        match = _XMP_DESCRIPTION.search(text)
        found.append(html.unescape(match[1]).strip() if match else "")
    described = image.getexif().get(_EXIF_DESCRIPTION, "")
    found.append(described.strip() if isinstance(described, str) else "")
    return found
