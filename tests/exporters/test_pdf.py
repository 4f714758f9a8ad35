"""The PDF of a screenplay: what is drawn, in which faces, the same every time."""

from __future__ import annotations

import re
import zlib

from reportlab.lib.rl_accel import asciiBase85Decode
from reportlab.pdfbase import pdfmetrics

from drama_backends.exporters.faces import load_faces
from drama_backends.exporters.pdf import export
from drama_compiler.contract.script import ScriptOptions
from tests.exporters.scripts import script

TEXT = """\
Title: The Letter
Format: 9:16

INT. HARBOUR - NIGHT #7#

Rain **hammers** the *glass* of _Łódź_. [[ask]]

[[a note]]

[[SHOT: close]]

BRICK
Yes.

STEEL ^
No.
"""


def _pdf(text: str, options: ScriptOptions | None = None, name: str = "film.fountain") -> bytes:
    return export(script(text, name), options or ScriptOptions()).files["film.pdf"]


def _drawn(pdf: bytes) -> list[str]:
    """The drawing of each page, as text."""
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        body = stream.strip()
        if body.endswith(b"~>"):
            text = zlib.decompress(asciiBase85Decode(body)).decode("latin-1")
            if " Tj" in text or "BT" in text:
                found.append(text)
    return found


def test_the_same_script_gives_the_same_bytes() -> None:
    assert _pdf(TEXT) == _pdf(TEXT)


def test_a_title_page_stands_before_and_bears_no_number() -> None:
    assert len(re.findall(rb"/Type /Page\b", _pdf(TEXT))) == 2
    assert len(re.findall(rb"/Type /Page\b", _pdf(TEXT.partition("\n\n")[2]))) == 1
    title, page = _drawn(_pdf(TEXT))
    assert "9:16" not in title
    assert page.count("(7)") == 2


def test_paper_is_letter_or_a4() -> None:
    assert b"/MediaBox [ 0 0 612 792 ]" in _pdf(TEXT)
    assert b"/MediaBox [ 0 0 595.276 841.89 ]" in _pdf(TEXT, ScriptOptions(paper="a4"))
    assert b"/MediaBox [ 0 0 595.276 841.89 ]" in _pdf("李雷走了。\n")


def test_faces_are_embedded_and_styled() -> None:
    pdf = _pdf(TEXT)
    for face in (b"CourierPrime", b"CourierPrime-Bold", b"CourierPrime-Italic"):
        assert re.search(rb"/BaseFont /[A-Z]{6}\+" + face + rb"\b", pdf)
    assert b"ScriptFallback" not in pdf
    assert b"ScriptFallback" in _pdf("李雷走了。Привет 🙂\n")


def test_notes_and_shots_are_printed_when_asked_for() -> None:
    plain = "".join(_drawn(_pdf(TEXT)))
    notes = "".join(_drawn(_pdf(TEXT, ScriptOptions(notes=True))))
    shots = "".join(_drawn(_pdf(TEXT, ScriptOptions(shots=True))))
    assert ("ask" in plain, "SHOT" in plain) == (False, False)
    assert ("ask" in notes, "a note" in notes, "SHOT" in notes) == (True, True, False)
    assert ("a note" in shots, "SHOT: close" in shots) == (False, True)


def test_a_face_has_all_that_chinese_needs() -> None:
    faces = load_faces("李雷走了，。「」……A")
    assert faces.knows("A") and not faces.knows("李")
    assert faces.fallback
    quoted = load_faces("“李”", "“李”")
    drawn = pdfmetrics.getFont(quoted.fallback).face.charToGlyph
    assert {ord("“"), ord("”"), ord("李")} <= set(drawn)
