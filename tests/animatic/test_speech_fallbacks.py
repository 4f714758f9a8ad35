"""What is heard and shown of a line where a voice is missing: the chain of fallbacks."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from drama_backends.animatic.casting import cast_voice
from drama_backends.animatic.speech import english, espeak, kokoro, speak
from tests.animatic.test_speech import LINE, assert_sound, brief


def test_without_a_voice_silence_is_as_long_as_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kokoro, "_network", _broken)
    monkeypatch.setenv("PATH", "")
    speech = speak(brief("海上生明月天涯共此时", "Mei", "zh", voice="女"))
    assert_sound(speech)
    voice = cast_voice(brief("", "Mei", voice="女"))
    assert speech.seconds == pytest.approx(10 / 4.5 / voice.speed, rel=0.05)
    assert speech.engine == "silence"
    assert not speech.samples.any()
    assert speech.warning is not None and "海上" in speech.warning
    assert [word.text for word in speech.words] == list("海上生明月天涯共此时")
    assert any(phone.viseme == "a" for phone in speech.phones)


def test_a_failing_engine_is_a_warning_and_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(english, "_reader", _broken)
    monkeypatch.setenv("PATH", "")
    speech = speak(brief(LINE))
    assert speech.engine == "silence"
    assert speech.warning is not None and "RuntimeError" in speech.warning
    assert speech.seconds == pytest.approx(len(LINE) / 14, rel=0.35)


def _broken() -> None:
    raise RuntimeError("no model")


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Привет, как дела?", "Russian"),
        ("مرحبا بالعالم", "Arabic"),
        ("こんにちは、世界。", "Japanese"),
    ],
)
def test_a_line_that_no_voice_can_say_is_timed_for_its_subtitle(
    text: str, called: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    speech = speak(brief(text))
    assert not speech.samples.any()
    assert speech.seconds > 0.6
    assert speech.words
    assert speech.warning is not None
    assert "subtitled" in speech.warning
    assert called in speech.warning


@pytest.mark.parametrize(
    "text",
    ["", " ", "…", "?!—", "😀🎉", "\x00\x07", "שלום עולם", "مرحبا 3", "\u202eabc\u202c", "[a](/b/)",
     "中" * 2000, "ก" * 2000],
)  # fmt: skip
def test_odd_texts_are_fine(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kokoro, "_network", _broken)
    monkeypatch.setenv("PATH", "")
    assert_sound(speak(brief(text)))


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands in for the program")
def test_espeak_is_used_where_it_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "espeak-ng"
    program.write_text(
        f"#!{sys.executable}\n"
        "import io, math, struct, sys, wave\n"
        "sys.stdin.read()\n"
        "data = io.BytesIO()\n"
        "with wave.open(data, 'wb') as out:\n"
        "    out.setnchannels(1); out.setsampwidth(2); out.setframerate(22050)\n"
        "    out.writeframes(b''.join(struct.pack('<h', int(9000 * math.sin(n / 20)))\n"
        "                             for n in range(22050)))\n"
        "sys.stdout.buffer.write(data.getvalue())\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    speech = speak(brief("Привет, мир", language="ru"))
    assert_sound(speech)
    assert speech.engine == espeak.NAME
    assert speech.warning is None
    assert speech.seconds == pytest.approx(1.0, abs=0.1)
    assert [word.text for word in speech.words] == ["Привет,", "мир"]
