"""A picture and its texts go in, the segment of the film comes out: texts burnt in, faded.

Segments of one film share their encoder's settings, so that the master joins them by copying.
The work is one graph of ffmpeg's filters: frames stay in the colours that the picture has.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from drama_backends.finishing.lettering import FADE_FRAMES, Layer, letter
from drama_backends.media import ffmpeg
from drama_backends.media.ffmpeg import Frame, VideoFacts, probe
from drama_compiler.contract import Json, MakeError, Media, Output, briefs, timings

COPIED_FRAMES_MIN = 16
"""Fewer frames are not worth the way by which parts are copied and joined."""


def make(
    job: Json, inputs: Mapping[str, Media], folder: Path, progress: Callable[[float], None]
) -> Output:
    """Cut the segment out of its picture; raises `MakeError` where the picture is too short."""
    brief = briefs.SegmentBrief.model_validate(job["brief"])
    timing = timings.SegmentTiming.model_validate(job["timing"])
    picture = only(inputs, job)
    path = folder / "segment.mp4"
    size = brief.format
    facts = probe(picture.path)
    _check(facts, brief, timing, picture)
    plain = not (timing.texts or timing.fade_in_frames or timing.fade_out_frames)
    if plain and _begins_and_ends_on_keyframes(facts, timing):
        _copy(picture.path, path, facts, timing)
        return Output(job["name"], path, "video/mp4", {"frames": timing.frames, "copied": True})
    layers = letter(brief.texts, timing.texts, size.width, size.height)
    _burn_part(picture.path, path, layers, timing, facts)
    made = probe(path)
    if (made.frames, made.rate, made.constant_rate) != (timing.frames, size.rate, True):
        raise MakeError(f"{job['name']} came out with {made.frames} frames, not {timing.frames}.")
    return Output(job["name"], path, "video/mp4", {"frames": timing.frames})


def told(frames: Iterable[Frame], count: int, progress: Callable[[float], None]) -> Iterator[Frame]:
    """The same frames; `progress` hears of every tenth."""
    for index, frame in enumerate(frames):
        yield frame
        if index % 10 == 9:
            progress(index / count)


def only(inputs: Mapping[str, Media], job: Json) -> Media:
    """The one input of a job; raises `MakeError` where it is not there."""
    if len(inputs) != 1:
        wanted = ", ".join(job["inputs"])
        raise MakeError(f"{job['name']} is made of one thing ({wanted}); {len(inputs)} came.")
    return next(iter(inputs.values()))


def _check(
    facts: VideoFacts,
    brief: briefs.SegmentBrief,
    timing: timings.SegmentTiming,
    picture: Media,
) -> None:
    size = brief.format
    if (facts.width, facts.height, facts.rate) != (size.width, size.height, size.rate):
        raise MakeError(
            f"The picture of {brief.shot} is {facts.width}x{facts.height} at {facts.rate}, "
            f"not {size.width}x{size.height} at {size.rate}: {picture.path.name}"
        )
    if timing.start_frame < 0 or timing.start_frame + timing.frames > facts.frames:
        raise MakeError(
            f"The picture of {brief.shot} holds {facts.frames} frames; its segment needs "
            f"{timing.start_frame} to {timing.start_frame + timing.frames}."
        )


def _begins_and_ends_on_keyframes(facts: VideoFacts, timing: timings.SegmentTiming) -> bool:
    end = timing.start_frame + timing.frames
    return timing.start_frame in facts.keyframes and (end == facts.frames or end in facts.keyframes)


def _copy(source: Path, path: Path, facts: VideoFacts, timing: timings.SegmentTiming) -> None:
    """Cut whole groups of pictures: closed, so no frame needs one outside."""
    _cut(source, path, facts, timing.start_frame, timing.frames)
    cut, end = probe(path), timing.start_frame + timing.frames
    keys = (key - timing.start_frame for key in facts.keyframes if timing.start_frame <= key < end)
    if (cut.frames, cut.keyframes) != (timing.frames, tuple(keys)) or not cut.constant_rate:
        raise MakeError(f"{source.name} cannot be cut at frame {timing.start_frame}.")


def _cut(source: Path, path: Path, facts: VideoFacts, first: int, frames: int) -> None:
    """Copy so many frames from a keyframe on."""
    # The microsecond after the keyframe: one before it, the group before would be taken.
    start = math.ceil(first * 1_000_000 / facts.rate)
    ffmpeg.run(
        [
            *("-ss", f"{start}us", "-i", str(source), "-map", "0:v:0", "-c", "copy"),
            *("-frames:v", str(frames), "-map_metadata", "-1", "-write_tmcd", "0"),
            *(*ffmpeg.clock(facts.rate), str(path)),
        ]
    )


def _burn_part(
    source: Path, path: Path, layers: list[Layer], timing: timings.SegmentTiming, facts: VideoFacts
) -> None:
    """Code anew the groups of pictures in which anything is to be seen, and copy the others."""
    first, last = _changed(layers, timing, facts)
    if timing.frames - (last - first) < COPIED_FRAMES_MIN:
        _burn(source, path, layers, timing, facts.rate, (0, timing.frames))
        return
    ranges = [(0, first), (first, last), (last, timing.frames)]
    parts = []
    try:
        for index, (start, end) in enumerate(ranges):
            if end > start:
                parts.append(path.with_name(f"part{index}.mp4"))
                if index == 1:
                    _burn(source, parts[-1], layers, timing, facts.rate, (start, end))
                else:
                    _cut(source, parts[-1], facts, timing.start_frame + start, end - start)
        _join(path, parts, facts.rate)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _changed(
    layers: list[Layer], timing: timings.SegmentTiming, facts: VideoFacts
) -> tuple[int, int]:
    """The frames `[first, last)` of the segment that cannot be copied: whole groups of pictures.

    From the frame before the first text, for its fade counts from there.
    """
    begins = [max(0, layer.start - 1) for layer in layers]
    ends = [layer.end for layer in layers]
    if timing.fade_in_frames:
        begins, ends = [*begins, 0], [*ends, timing.fade_in_frames]
    if timing.fade_out_frames:
        begins = [*begins, timing.frames - 1 - timing.fade_out_frames]
        ends.append(timing.frames)
    keys = [key - timing.start_frame for key in facts.keyframes]
    if 0 not in keys or not begins:
        return 0, timing.frames
    first = max(key for key in keys if key <= max(0, min(begins)))
    last = min((key for key in keys if key >= max(ends)), default=timing.frames)
    ending = timing.start_frame + timing.frames
    if ending < facts.frames and ending not in facts.keyframes:
        last = timing.frames
    return max(0, first), min(last, timing.frames)


def _join(path: Path, parts: list[Path], rate: Fraction) -> None:
    listing = path.with_name("parts.ffconcat")
    lines = ["ffconcat version 1.0", *(f"file {part.name}" for part in parts)]
    listing.write_text("\n".join(lines) + "\n", encoding="utf-8")
    try:
        ffmpeg.run(
            [
                *("-f", "concat", "-i", str(listing), "-map", "0:v:0", "-c", "copy"),
                *("-map_metadata", "-1", "-write_tmcd", "0", *ffmpeg.clock(rate), str(path)),
            ]
        )
    finally:
        listing.unlink(missing_ok=True)


def _burn(
    source: Path,
    path: Path,
    layers: list[Layer],
    timing: timings.SegmentTiming,
    rate: Fraction,
    part: tuple[int, int],
) -> None:
    """Code a part `[start, end)` of the segment anew, with its layers and fades."""
    images = [path.with_name(f"text{index}.png") for index in range(len(layers))]
    seek = max(0.0, float((timing.start_frame + part[0] - 0.5) / rate))
    arguments = ["-filter_complex_threads", "1", "-threads", "1"]
    arguments += ["-ss", f"{seek:.6f}", "-i", str(source)]
    for image, layer in zip(images, layers, strict=True):
        cv2.imwrite(str(image), _straight(layer))
        arguments += ["-f", "png_pipe", "-i", str(image)]
    arguments += [
        *("-filter_complex", _graph(layers, timing, rate, part[0]), "-map", "[out]"),
        *("-frames:v", str(part[1] - part[0]), *ffmpeg.encoder(rate, "segment")),
        *("-map_metadata", "-1", "-write_tmcd", "0", str(path)),
    ]
    try:
        ffmpeg.run(arguments)
    finally:
        for image in images:
            image.unlink(missing_ok=True)


def _graph(
    layers: list[Layer], timing: timings.SegmentTiming, rate: Fraction, begin: int = 0
) -> str:
    """The filters: the picture from its first frame on, each layer over it, the fades over all.

    It begins at the frame `begin` of the segment.
    """
    # Counted anew: the cut's own times begin half a frame late.
    numbered = f"setpts=N/({rate})/TB"
    chains = [f"[0:v]settb=1/{ffmpeg.timescale(rate)},{numbered}[v0]"]
    for index, layer in enumerate(layers):
        start, end = layer.start - begin, layer.end - begin
        still = "scale=out_color_matrix=bt709:out_range=tv,format=yuva420p,loop=-1:1"
        chain = [f"[{index + 1}:v]{still},settb=1/{ffmpeg.timescale(rate)},{numbered}"]
        # A fade's own first frame is not yet seen, and its last no longer.
        if layer.start > 0:
            chain.append(f"fade=in:{start - 1}:{FADE_FRAMES + 1}:alpha=1")
        if layer.end < timing.frames:
            first = max(0, end - FADE_FRAMES - 1)
            chain.append(f"fade=out:{first}:{FADE_FRAMES + 1}:alpha=1")
        chains.append(",".join(chain) + f"[t{index}]")
        seen = f"enable='between(n,{start},{end - 1})'"
        chains.append(
            f"[v{index}][t{index}]overlay={layer.x}:{layer.y}:format=yuv420:{seen}[v{index + 1}]"
        )
    last = f"[v{len(layers)}]"
    if timing.fade_in_frames:
        chains.append(f"{last}fade=in:0:{timing.fade_in_frames}[in]")
        last = "[in]"
    if timing.fade_out_frames:
        chains += _fade_out(last, timing, begin)
        last = "[faded]"
    chains.append(f"{last}{ffmpeg.TAGS}[out]")
    return ";".join(chains)


def _fade_out(last: str, timing: timings.SegmentTiming, begin: int) -> list[str]:
    """To the colour, which the last frame is."""
    first = max(0, timing.frames - 1 - timing.fade_out_frames - begin)
    if timing.fade_color == "black":
        return [f"{last}fade=out:{first}:{timing.fade_out_frames}[faded]"]
    # The filter itself fades to other colours only by way of RGB; a sheet laid over does not.
    sheet = f"lutyuv=y=maxval:u=128:v=128,format=yuva420p,fade=in:{first}:{timing.fade_out_frames}"
    return [
        f"{last}split[below][above]",
        f"[above]{sheet}:alpha=1[sheet]",
        "[below][sheet]overlay=0:0:format=yuv420[faded]",
    ]


def _straight(layer: Layer) -> Frame:
    """The layer's pixels with their colours no longer multiplied by alpha."""
    alpha = layer.pixels[:, :, 3:].astype(np.float32)
    colors = layer.pixels[:, :, :3] * (255 / np.maximum(alpha, 1))
    straight = np.concatenate([np.minimum(np.rint(colors), 255), alpha], axis=2)
    return straight.astype(np.uint8)
