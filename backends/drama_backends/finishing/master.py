"""Segments, transitions and the mix go in, the film comes out: joined by stream copy.

The picture is not coded again. Every figure that a viewer is promised is checked at the end.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from drama_backends.media import ffmpeg
from drama_backends.media.audio import RATE, samples_at
from drama_backends.media.footage import VideoFacts, copied
from drama_backends.media.stretches import Part, opened
from drama_backends.media.subtitles import language_code, srt
from drama_compiler.contract import Format, Json, MakeError, Media, Output, briefs, timings

# One AAC packet: the coder cannot end a track more exactly than by its edit list.
SOUND_SLACK_SAMPLES = 1024


def make(
    job: Json, inputs: Mapping[str, Media], folder: Path, progress: Callable[[float], None]
) -> Output:
    """Join the film; raises `MakeError` where a part is missing or the length is not exact."""
    brief = briefs.MasterBrief.model_validate(job["brief"])
    timing = timings.MasterTiming.model_validate(job["timing"])
    missing = [name for name in timing.parts if name not in inputs]
    if missing or not timing.parts:
        raise MakeError(f"The film cannot be joined: {', '.join(missing) or 'all parts'} missing.")
    mix = next((media for media in inputs.values() if media.type.startswith("audio/")), None)
    if mix is None:
        raise MakeError("The film cannot be joined: its mix is missing.")
    parts = [inputs[name] for name in timing.parts]
    _check_parts(timing, parts)
    path = folder / "film.mp4"
    subtitles = _subtitles(timing, brief.format.rate)
    film = _join(path, brief, timing, parts, mix, subtitles, folder)
    progress(0.8)
    _hide_subtitles(path)
    facts = {**_checked(film, brief.format, timing), "subtitles": subtitles}
    return Output(job["name"], path, "video/mp4", facts)


def _check_parts(timing: timings.MasterTiming, parts: list[Media]) -> None:
    for name, media in zip(timing.parts, parts, strict=True):
        if not media.path.is_file():
            raise MakeError(f"The film cannot be joined: the file of {name} is gone.")
    counts = [int(media.facts["frames"]) for media in parts if "frames" in media.facts]
    if len(counts) == len(parts) and sum(counts) != timing.frames:
        raise MakeError(
            f"The parts hold {sum(counts)} frames together; the film is {timing.frames} long."
        )


def _join(
    path: Path,
    brief: briefs.MasterBrief,
    timing: timings.MasterTiming,
    parts: list[Media],
    mix: Media,
    subtitles: Mapping[str, str],
    folder: Path,
) -> VideoFacts:
    """Write the film, and measure it on the way."""
    listing = folder / "parts.ffconcat"
    source = opened([Part(part.path) for part in parts], listing, brief.format.rate)
    chapters = _left(folder / "chapters.txt", _metadata(brief, timing))
    files = [_left(folder / f"{n}.srt", text) for n, text in enumerate(subtitles.values())]
    source += ["-i", str(mix.path), "-f", "ffmetadata", "-i", str(chapters)]
    options = ["-c:s", "mov_text", "-map_metadata", "2", "-map_chapters", "2"]
    for index, (language, file) in enumerate(zip(subtitles, files, strict=True)):
        source += ["-f", "srt", "-i", str(file)]
        code = language_code(language)
        options += ["-map", f"{index + 3}:s:0", f"-metadata:s:s:{index}", f"language={code}"]
    options += [
        *("-metadata:s:a:0", f"language={language_code(brief.language)}"),
        *ffmpeg.clock(brief.format.rate),
        *("-write_tmcd", "0", "-movflags", "+faststart"),
    ]
    try:
        return copied(path, source, options, ("-map", "0:v:0", "-map", "1:a:0"))
    finally:
        for file in (listing, chapters, *files):
            file.unlink(missing_ok=True)


def _subtitles(timing: timings.MasterTiming, rate: Fraction) -> dict[str, str]:
    """The text of the .srt file of each language of the film that has a line."""
    languages = dict.fromkeys(line.language for line in timing.subtitles)
    texts = {}
    for language in languages:
        lines = [line for line in timing.subtitles if line.language == language]
        text = srt(lines, rate, timing.frames)
        if text:
            texts[language] = text
    return texts


def _hide_subtitles(path: Path) -> None:
    """Mark the subtitle tracks as not shown until they are chosen: the burnt ones are enough.

    ffmpeg always enables the first; the flag is in the track's header (ISO 14496-12, 8.3.2).
    """
    with path.open("r+b") as file:
        for moov, end in _boxes(file, 0, path.stat().st_size, b"moov"):
            for track, track_end in _boxes(file, moov, end, b"trak"):
                (media, media_end), *_ = _boxes(file, track, track_end, b"mdia")
                (handler, _), *_ = _boxes(file, media, media_end, b"hdlr")
                file.seek(handler + 8)
                if file.read(4) == b"sbtl":
                    (header, _), *_ = _boxes(file, track, track_end, b"tkhd")
                    file.seek(header + 3)
                    flags = file.read(1)[0]
                    file.seek(header + 3)
                    file.write(bytes([flags & ~1]))


def _boxes(file: BinaryIO, start: int, end: int, kind: bytes) -> list[tuple[int, int]]:
    """Where the contents of each box of a kind begin and end, between two places of an MP4."""
    found = []
    while start + 8 <= end:
        file.seek(start)
        size, name, long = struct.unpack(">I4sQ", file.read(16).ljust(16, b"\0"))
        head = 16 if size == 1 else 8
        size = long if size == 1 else size
        if size < head:
            break
        if name == kind:
            found.append((start + head, start + size))
        start += size
    return found


def _checked(facts: VideoFacts, format_: Format, timing: timings.MasterTiming) -> dict[str, Json]:
    wanted = Fraction(timing.frames) / format_.rate
    if facts.frames != timing.frames or not facts.constant_rate or facts.seconds != wanted:
        raise MakeError(
            f"The film holds {facts.frames} frames in {float(facts.seconds):.3f} s; "
            f"it should hold {timing.frames} in {float(wanted):.3f} s."
        )
    sound = facts.sound_seconds * RATE
    if abs(sound - samples_at(timing.frames, format_.rate)) > SOUND_SLACK_SAMPLES:
        raise MakeError(
            f"The film's sound lasts {float(facts.sound_seconds):.3f} s, "
            f"its picture {float(wanted):.3f} s."
        )
    return {
        "frames": facts.frames,
        "seconds": float(wanted),
        "rate": str(format_.rate),
        "width": facts.width,
        "height": facts.height,
    }


def _metadata(brief: briefs.MasterBrief, timing: timings.MasterTiming) -> str:
    """The title and the chapters as ffmpeg's metadata file has them; times in exact ticks."""
    scale = ffmpeg.timescale(brief.format.rate)
    ticks = Fraction(scale) / brief.format.rate
    lines = [";FFMETADATA1", f"title={_escaped(brief.title)}"]
    for index, chapter in enumerate(timing.chapters):
        later = timing.chapters[index + 1 :]
        end = later[0].start_frame if later else timing.frames
        if end <= chapter.start_frame:
            continue
        lines += [
            "[CHAPTER]",
            f"TIMEBASE=1/{scale}",
            f"START={round(chapter.start_frame * ticks)}",
            f"END={round(end * ticks)}",
            f"title={_escaped(chapter.title)}",
        ]
    return "\n".join(lines) + "\n"


def _left(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _escaped(text: str) -> str:
    for mark in "\\=;#":
        text = text.replace(mark, "\\" + mark)
    return " ".join(text.split())
