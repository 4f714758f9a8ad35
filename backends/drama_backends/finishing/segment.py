"""A picture and its texts go in, the segment of the film comes out: texts burnt in, faded.

Segments of one film share their encoder's settings, so that the master joins them by copying.
The work is one graph of ffmpeg's filters: frames stay in the colours that the picture has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from drama_backends.finishing.lettering import FADE_FRAMES, Layer, letter
from drama_backends.media import ffmpeg
from drama_backends.media.ffmpeg import Frame
from drama_backends.media.footage import VideoFacts, probe
from drama_backends.media.stretches import Part, join
from drama_compiler.contract import Json, MakeError, Media, Output, briefs, timings

COPIED_FRAMES_MIN = 6
"""Fewer frames are coded anew with what is beside them: to begin anew takes longer."""


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
    layers = letter(brief.texts, timing.texts, size.width, size.height)
    changed = _changed(layers, timing, facts)
    made = _assembled(picture.path, path, layers, timing, changed, size.rate)
    if (made.frames, made.rate, made.constant_rate) != (timing.frames, size.rate, True):
        raise MakeError(f"{job['name']} came out with {made.frames} frames, not {timing.frames}.")
    return Output(
        job["name"],
        path,
        "video/mp4",
        {"frames": timing.frames} if changed else {"frames": timing.frames, "copied": True},
    )


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


def _assembled(
    source: Path,
    path: Path,
    layers: list[Layer],
    timing: timings.SegmentTiming,
    changed: list[tuple[int, int]],
    rate: Fraction,
) -> VideoFacts:
    """Code anew what changes, and copy the groups of pictures between; what came of it."""
    if changed == [(0, timing.frames)]:
        _burn(source, path, layers, timing, rate, changed[0])
        return probe(path)
    parts, at = [], 0
    burnt = [path.with_name(f"burnt{index}.mp4") for index in range(len(changed))]
    try:
        for file, (start, end) in zip(burnt, changed, strict=True):
            seen = [layer for layer in layers if layer.start < end and layer.end > start]
            _burn(source, file, seen, timing, rate, (start, end))
            parts += [Part(source, timing.start_frame + at, timing.start_frame + start), Part(file)]
            at = end
        parts.append(Part(source, timing.start_frame + at, timing.start_frame + timing.frames))
        return join(path, [part for part in parts if part.start != part.end], rate)
    finally:
        for file in burnt:
            file.unlink(missing_ok=True)


def _changed(
    layers: list[Layer], timing: timings.SegmentTiming, facts: VideoFacts
) -> list[tuple[int, int]]:
    """The frames `[first, last)` of the segment that cannot be copied: whole groups of pictures.

    From the frame before a text, for its fade counts from there.
    """
    keys = [key - timing.start_frame for key in (*facts.keyframes, facts.frames)]
    seen = [(max(0, layer.start - 1), layer.end) for layer in layers]
    if timing.fade_in_frames or 0 not in keys:
        seen.append((0, max(1, timing.fade_in_frames)))
    if timing.fade_out_frames or timing.frames not in keys:
        seen.append((timing.frames - 1 - timing.fade_out_frames, timing.frames))
    changed: list[tuple[int, int]] = []
    for start, end in sorted(seen):
        first = max((key for key in keys if 0 <= key <= start), default=0)
        last = min((key for key in keys if end <= key <= timing.frames), default=timing.frames)
        if changed and first - changed[-1][1] < COPIED_FRAMES_MIN:
            first, last = changed[-1][0], max(last, changed.pop()[1])
        changed.append((first if first >= COPIED_FRAMES_MIN else 0, last))
    if changed and timing.frames - changed[-1][1] < COPIED_FRAMES_MIN:
        changed[-1] = (changed[-1][0], timing.frames)
    return changed


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
    if timing.fade_in_frames and not begin:
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
