"""A timeline comes in; a CMX 3600 edit decision list comes out, its columns where readers look.

Columns as in SMPTE 258M practice: event 3, reel 8, channel 4, transition 4, duration 3, then
four timecodes, the outs exclusive. An EDL carries no rate and holds ASCII only. OpenTimelineIO's
own writer leaves out FCM, audio and the start time and shifts the dissolve's column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import opentimelineio as otio

EVENTS_MAX = 999
"""Events a list of CMX 3600 can number; a longer film is written as several lists."""

REEL_LENGTH_MAX = 8

TITLE_LENGTH_MAX = 70

RATE_MAX = 100
"""Frames a second that two digits can count."""

MIX_FRAMES_MAX = 999
"""Frames of a dissolve or a wipe that three digits can tell."""

_WIPE = "SMPTE_Wipe"


@dataclass(frozen=True, slots=True)
class _Side:
    """One line of an event: whose frames, from where, and how they come in."""

    reel: str
    channel: str
    transition: str
    transition_frames: int
    source: int
    frames: int
    record: int


@dataclass(frozen=True, slots=True)
class _Event:
    sides: tuple[_Side, ...]
    comments: tuple[str, ...] = field(default=())


def export(timeline: otio.schema.Timeline, name: str) -> Mapping[str, str]:
    """`NAME.edl`, and `NAME.2.edl` … past 999 events; record times run on through all of them.

    Raises ValueError where two clips of different files share a reel, and where a number has
    more digits than its column.
    """
    rate = round(timeline.global_start_time.rate)
    if rate > RATE_MAX:
        raise ValueError(f"its timecode has two digits for frames, and there are {rate} a second")
    start = timeline.global_start_time.to_frames()
    events = list(_events(timeline, start))
    lists = [events[at : at + EVENTS_MAX] for at in range(0, len(events), EVENTS_MAX)] or [[]]
    title = _ascii(timeline.name, "FILM")[:TITLE_LENGTH_MAX].rstrip()
    files = {}
    for number, part in enumerate(lists, 1):
        suffix = f".{number}" if number > 1 else ""
        files[f"{name}{suffix}.edl"] = _write(part, title, rate)
    return files


def _events(timeline: otio.schema.Timeline, start: int) -> Iterator[_Event]:
    """The picture's events in order, then the sound's, which lie whole beneath it."""
    track = timeline.video_tracks()[0]
    clips = [item for item in track if isinstance(item, otio.schema.Clip)]
    _check_reels(clips)
    record = start
    for earlier, clip in zip([None, *clips], clips, strict=False):
        before, after = _mix(track, clip, -1)
        cut_short, _ = _mix(track, clip, 1)
        source = clip.source_range.start_time.to_frames()
        frames = clip.source_range.duration.to_frames()
        # The mix eats into the incoming side from its first frame on, so that side begins
        # `before` frames early and the outgoing one ends as much earlier.
        begin = record - before
        length = frames + before - cut_short
        side = _Side(_reel(clip), "V", "C", 0, source - before, length, begin)
        sides: tuple[_Side, ...] = (side,)
        comments = [f"FROM CLIP NAME: {_ascii(clip.name, _reel(clip))}"]
        if earlier and before + after:
            held = earlier.source_range.end_time_exclusive().to_frames() - before
            mixed = replace(side, transition=_kind(track, clip), transition_frames=before + after)
            sides = (_Side(_reel(earlier), "V", "C", 0, held, 0, begin), mixed)
            comments = [
                f"FROM CLIP NAME: {_ascii(earlier.name, _reel(earlier))}",
                f"TO CLIP NAME: {_ascii(clip.name, _reel(clip))}",
            ]
        yield _Event(sides, (*comments, *_about(clip)))
        record += frames
    yield from _sound_events(timeline, start)


def _sound_events(timeline: otio.schema.Timeline, start: int) -> Iterator[_Event]:
    mix = timeline.metadata.get("drama", {}).get("mix")
    if not mix:
        return
    frames = int(mix["frames"])
    name = _ascii(str(mix["name"]), "MIX")
    side = _Side(name[:REEL_LENGTH_MAX], "AA", "C", 0, 0, frames, start)
    yield _Event((side,), (f"FROM CLIP NAME: {name}",))


def _mix(track: otio.schema.Track, clip: otio.schema.Clip, side: int) -> tuple[int, int]:
    """The frames before and after the cut of the mix at one side of a clip, or zeros."""
    neighbours = track.neighbors_of(clip)
    found = neighbours[0] if side < 0 else neighbours[1]
    if not isinstance(found, otio.schema.Transition):
        return 0, 0
    return found.in_offset.to_frames(), found.out_offset.to_frames()


def _kind(track: otio.schema.Track, clip: otio.schema.Clip) -> str:
    """The code of the mix into a clip: a dissolve, or SMPTE's first wipe, from left to right."""
    mix = track.neighbors_of(clip)[0]
    frames = (mix.in_offset + mix.out_offset).to_frames()
    if frames > MIX_FRAMES_MAX:
        raise ValueError(f"a mix of {frames} frames is over {MIX_FRAMES_MAX}")
    return "W001" if mix.transition_type == _WIPE else "D"


def _about(clip: otio.schema.Clip) -> Iterator[str]:
    about = clip.metadata.get("drama", {})
    if about.get("number"):
        yield f"COMMENT: SHOT {_ascii(str(about['number']), '?')}"


def _check_reels(clips: list[otio.schema.Clip]) -> None:
    urls: dict[str, str] = {}
    for clip in clips:
        url = clip.media_reference.target_url
        if urls.setdefault(_reel(clip), url) != url:
            raise ValueError(f"two pictures would share the reel {_reel(clip)}")


def _reel(clip: otio.schema.Clip) -> str:
    return _ascii(clip.name, "AX")[:REEL_LENGTH_MAX]


def _ascii(text: str, otherwise: str) -> str:
    kept = text.encode("ascii", "ignore").decode().strip()
    return "".join(each if each.isprintable() else " " for each in kept) or otherwise


def _write(events: list[_Event], title: str, rate: int) -> str:
    lines = [f"TITLE: {title}", "FCM: NON-DROP FRAME"]
    for number, event in enumerate(events, 1):
        for side in event.sides:
            lines.append(_line(number, side, rate))
        lines += [f"* {comment}" for comment in event.comments]
    return "\r\n".join(lines) + "\r\n"


def _line(number: int, side: _Side, rate: int) -> str:
    length = f"{side.transition_frames:03d}" if side.transition != "C" else "   "
    times = (
        side.source,
        side.source + side.frames,
        side.record,
        side.record + side.frames,
    )
    codes = " ".join(_timecode(frame, rate) for frame in times)
    return f"{number:03d}  {side.reel:<8} {side.channel:<4}  {side.transition:<4} {length} {codes}"


def _timecode(frame: int, rate: int) -> str:
    """Non-drop-frame timecode; at 23.976 and 29.97 it counts 24 and 30 to the second."""
    seconds, frames = divmod(frame, rate)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}:{frames:02}"
