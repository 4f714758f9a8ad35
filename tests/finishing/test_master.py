"""The film is exactly as long as its timeline, in sync to its end, and whole or not at all."""

from __future__ import annotations

import re
import subprocess
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from drama_backends.media.audio import read_sound
from drama_backends.media.ffmpeg import executable
from drama_backends.media.footage import probe, read_video
from drama_backends.media.subtitles import language_code, paced, srt
from drama_compiler.contract import Format, MakeError, Media, briefs, timings

RATES = [Fraction(24), Fraction(24000, 1001)]


def master(house: Any, parts: list[Media], mix: Media | None, rate: Fraction, **more: Any) -> Any:
    names = tuple(f"segment/{index}" for index in range(len(parts)))
    frames = more.pop("frames", sum(int(part.facts.get("frames", 0)) for part in parts))
    brief = briefs.MasterBrief(
        title="The = Film; 逐浪", format=Format(width=96, height=54, rate=rate), language="en"
    )
    timing = timings.MasterTiming(frames=frames, parts=more.pop("order", names), **more)
    inputs = dict(zip(names, parts, strict=True))
    return house.make("master", brief, timing, inputs | ({"mix/film": mix} if mix else {}))


def parts(house: Any, count: int, rate: Fraction) -> tuple[list[Media], list[int]]:
    """Segments of 1 to 30 frames out of one numbered clip, some re-coded and some copied."""
    clip = house.clip(60, rate=rate, keyframes=(20, 40))
    made: list[Media] = []
    shown: list[int] = []
    for index in range(count):
        start, frames = ((20, 20), (index, 1 + 7 * index % 30), (3, 2))[index % 3]
        made.append(house.media(house.segment(clip, start, frames, rate=rate)))
        shown += range(start, start + frames)
    return made, shown


def noise(house: Any, frames: int, rate: Fraction) -> Media:
    """Silence with a click at the start of three frames: the first, the middle, near the end."""
    signal = np.zeros(round(frames * 48000 / rate))
    for frame in (0, frames // 2, frames - 10):
        at = round(frame * 48000 / rate)
        signal[at : at + 480] = np.sin(np.arange(480) / 3) * 0.8
    timing = timings.MixTiming(frames=frames, rate=rate)
    stems = {"stem/effects": house.sound(signal)}
    mix = house.make("mix", briefs.MixBrief(loudness_lufs=-20), timing, stems, name="film")
    return house.media(mix)  # type: ignore[no-any-return]


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_twenty_parts_join_with_every_frame_and_the_sound_in_sync(
    house: Any, rate: Fraction
) -> None:
    made, shown = parts(house, 20, rate)
    output = master(house, made, noise(house, len(shown), rate), rate)
    facts = probe(output.path)
    assert facts.constant_rate and facts.rate == rate
    assert facts.frames == len(shown) and facts.seconds == len(shown) / rate
    frames = read_video(output.path, 0, facts.frames)
    assert [house.number(frame) for frame in frames] == shown
    sound = np.abs(np.concatenate(list(read_sound(output.path)))[:, 0])
    for frame in (0, len(shown) // 2, len(shown) - 10):
        at = round(frame * 48000 / rate)
        near = sound[max(0, at - 2400) : at + 2400]
        onset = max(0, at - 2400) + int(np.argmax(near > 0.3))
        assert abs(onset - at) < 48, f"the click of frame {frame} is {onset - at} samples off"


def test_the_same_parts_give_the_same_film(house: Any) -> None:
    made, shown = parts(house, 3, Fraction(24))
    mix = noise(house, len(shown), Fraction(24))
    one, other = (master(house, made, mix, Fraction(24)) for _ in range(2))
    assert one.path.read_bytes() == other.path.read_bytes()


def test_a_film_carries_subtitles_chapters_and_its_title(house: Any) -> None:
    made, shown = parts(house, 6, Fraction(24))
    subtitles = tuple(
        timings.SubtitleAt(language=language, text=text, start_frame=start, end_frame=start + 5)
        for language, text in (("zh", "母亲！"), ("en", "Mother!"))
        for start in (5, len(shown) - 5)
    )
    chapters = (
        timings.Chapter(title="外景 海边 - 夜", start_frame=0),
        timings.Chapter(title="INT. HUT - DAY", start_frame=24),
    )
    mix = noise(house, len(shown), Fraction(24))
    output = master(house, made, mix, Fraction(24), subtitles=subtitles, chapters=chapters)
    command = [executable(), "-i", str(output.path)]
    text = subprocess.run(command, capture_output=True, text=True).stderr
    assert re.search(r"title\s+: The = Film; 逐浪", text)
    assert "(zho): Subtitle: mov_text" in text and "(eng): Subtitle: mov_text" in text
    assert "Chapter #0:1: start 1.000000" in text and "外景 海边 - 夜" in text
    assert "(tv, bt709" in text and "48000 Hz, stereo" in text
    assert " 24 fps, 24 tbr" in text
    assert f"Duration: 00:00:0{len(shown) / 24:.2f}," in text, "no track outlasts the picture"
    assert not re.search(r"Subtitle: .*\(default\)", text), "none is shown over the burnt ones"
    head = output.path.read_bytes()[:4000]
    assert b"moov" in head, "it starts to play before it is loaded"


def test_a_missing_part_is_named(house: Any) -> None:
    made, shown = parts(house, 2, Fraction(24))
    mix = noise(house, len(shown), Fraction(24))
    wanted = ("segment/0", "transition/gone", "segment/1")
    with pytest.raises(MakeError, match="transition/gone"):
        master(house, made, mix, Fraction(24), order=wanted)
    with pytest.raises(MakeError, match="mix is missing"):
        master(house, made, None, Fraction(24))
    made[1].path.unlink()
    with pytest.raises(MakeError, match=r"file of segment/1 is gone"):
        master(house, made, mix, Fraction(24))


def test_a_film_that_is_not_as_long_as_its_timeline_is_refused(house: Any) -> None:
    made, shown = parts(house, 2, Fraction(24))
    mix = noise(house, len(shown), Fraction(24))
    with pytest.raises(MakeError, match="frames together"):
        master(house, made, mix, Fraction(24), frames=len(shown) + 1)
    silent = [Media(part.digest, part.path, part.type) for part in made]
    with pytest.raises(MakeError, match="it should hold"):
        master(house, silent, mix, Fraction(24), frames=len(shown) + 1)
    with pytest.raises(MakeError, match="sound lasts"):
        master(house, made, noise(house, len(shown) + 9, Fraction(24)), Fraction(24))


def at(text: str, start: int, end: int) -> timings.SubtitleAt:
    return timings.SubtitleAt(language="en", text=text, start_frame=start, end_frame=end)


def test_a_subtitle_is_held_as_long_as_it_takes_to_read(house: Any) -> None:
    long = "This is a line of fifty-one letters for the reader."
    first, second, third = paced(
        [at(long, 0, 10), at("Yes.", 240, 250), at("No.", 255, 300)], Fraction(24)
    )
    assert (first.start, first.end) == (0, 72)
    assert (second.start, second.end) == (240, 253), "the next one leaves no more room"
    assert (third.start, third.end) == (255, 300)


def test_subtitles_are_written_as_subrip() -> None:
    text = srt([at("One\n\ntwo", 24, 72), at("Three", 24 * 3600, 24 * 3602)], Fraction(24000, 1001))
    assert text.startswith("1\n00:00:01,001 --> 00:00:03,003\nOne\ntwo\n\n2\n01:00:03,600 --> ")


def test_languages_have_the_codes_of_mp4() -> None:
    assert [language_code(tag) for tag in ("zh-CN", "en", "eng", "??")] == [
        "zho",
        "eng",
        "eng",
        "und",
    ]
