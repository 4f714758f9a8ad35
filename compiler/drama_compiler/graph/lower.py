"""A film and its schedule come in; the graph of everything there is to make comes out.

It knows neither what exists already nor who makes it: routing does that afterwards.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from drama_compiler.film.film import Film, Format, Line, Shot
from drama_compiler.film.index import FilmIndex, index_film
from drama_compiler.film.times import LineTime, Schedule, ShotTime
from drama_compiler.film.words import TransitionKind
from drama_compiler.graph.arrange import arrange
from drama_compiler.graph.brief_clip import brief_clip
from drama_compiler.graph.briefs import (
    MasterBrief,
    PictureBrief,
    SegmentBrief,
    SpeakerBrief,
    TransitionBrief,
    VoiceBrief,
)
from drama_compiler.graph.jobs import Graph, Job, JobKind
from drama_compiler.graph.lower_sound import lower_sound
from drama_compiler.graph.texts import ScreenTexts, cut_texts, lay_texts, subtitles
from drama_compiler.graph.timings import (
    Chapter,
    ClipTiming,
    MasterTiming,
    PictureTiming,
    SegmentTiming,
    SpeechAt,
    TransitionTiming,
)

MIXES = {TransitionKind.DISSOLVE, TransitionKind.WIPE}
"""Transitions in which both pictures are seen at once: each is a job of its own."""

FADES_OUT = {
    TransitionKind.FADE_OUT: "black",
    TransitionKind.CUT_TO_BLACK: "black",
    TransitionKind.FADE_TO_WHITE: "white",
}
"""Transitions in which the shot before goes to a colour before this one begins."""


SPEAKERS_MAX = 64
"""Voices are kept apart from those of so many; a crowd larger than that is not told apart."""


def lower_voices(film: Film) -> Graph:
    """The jobs of all spoken lines: what must be measured before a schedule is exact."""
    return arrange(_voices(index_film(film)))


def lower(film: Film, schedule: Schedule, *, scale: Fraction = Fraction(1)) -> Graph:
    """Every job of the film; `scale` is of the picture's width and height."""
    index = index_film(film)
    format_ = scaled(film.format, scale)
    parts = _parts(schedule, lay_texts(index, schedule), format_)
    sounds = lower_sound(index, schedule)
    jobs = _voices(index)
    jobs += _clips_and_pictures(index, schedule, format_)
    jobs += parts
    jobs += sounds
    jobs.append(_master(index, schedule, format_, parts, sounds))
    return arrange(jobs)


def base_name(shot: str) -> str:
    """The file name of a shot's picture, and its reel: 8 characters at most, as in CMX 3600."""
    return f"SH{shot.upper()}"[:8]


def scaled(format_: Format, scale: Fraction) -> Format:
    """The format in other pixels: whole and even, as H.264 with 4:2:0 colour needs."""
    width = max(2, round(format_.width * scale / 2) * 2)
    height = max(2, round(format_.height * scale / 2) * 2)
    return Format(width=width, height=height, rate=format_.rate)


def _voices(index: FilmIndex) -> list[Job]:
    """Every line's job, in story order."""
    said = [
        (shot, event)
        for shot in index.shots.values()
        for event in shot.events
        if isinstance(event, Line)
    ]
    speaking = {line.character for _, line in said}
    cast = [each for each in index.film.characters.values() if each.id in speaking]
    speakers = tuple(
        SpeakerBrief(id=each.id, name=each.name, look=each.look, voice=each.voice)
        for each in cast[:SPEAKERS_MAX]
    )
    beside = {each.id: speakers[:place] for place, each in enumerate(cast)}
    return [_voice(index.film, shot, line, beside[line.character]) for shot, line in said]


def _voice(film: Film, shot: Shot, line: Line, beside: tuple[SpeakerBrief, ...]) -> Job:
    character = film.characters[line.character]
    brief = VoiceBrief(
        text=line.text,
        language=line.language,
        character=character.id,
        name=character.name,
        look=character.look,
        voice=character.voice,
        mood=_manner(shot, line),
        lyric=line.lyric,
        off_screen=line.off_screen,
        beside=beside,
    )
    return Job(f"voice/{line.id}", JobKind.VOICE, brief, origin=line.id)


def _manner(shot: Shot, line: Line) -> str:
    """How a line is said: its parenthetical, and the shot's `performance:` if that is theirs."""
    who = line.character
    alone = all(event.character == who for event in shot.events if isinstance(event, Line))
    seen = {each.id for each in shot.subjects if each.kind == "character"}
    theirs = seen == {who} or (alone and (who in seen or not seen))
    performance = shot.performance if theirs and not line.off_screen else ""
    return "; ".join(part for part in (line.mood, performance) if part)


def _clips_and_pictures(index: FilmIndex, schedule: Schedule, format_: Format) -> list[Job]:
    """A clip for every shot that is not another's again, and every shot's picture, in order."""
    jobs: list[Job] = []
    lines_at = _lines_by_shot(schedule)
    times = {time.shot: time for time in schedule.shots}
    going_on = _going_on(index, [time.shot for time in schedule.shots])
    for time in schedule.shots:
        shot = index.shots[time.shot]
        if not shot.reuse:
            jobs.append(_clip(index, shot, times, lines_at, going_on.get(shot.id), format_))
        jobs.append(_picture(time, shot, format_))
    return jobs


def _going_on(index: FilmIndex, order: list[str]) -> dict[str, str]:
    """The shot before, for every shot whose clip begins on that shot's last frame.

    A clip cannot go on from what shows itself, as where the shot before is this one `reuse`d:
    there it begins anew.
    """
    source = {id_: index.shots[id_].reuse or id_ for id_ in order}
    going_on: dict[str, str] = {}
    for before, id_ in pairwise(order):
        if not index.shots[id_].from_last or index.shots[id_].reuse:
            continue
        origin: str | None = source[before]
        while origin and origin != id_:
            # Only a picture that is used again can lead back here.
            further = going_on.get(origin)
            origin = source[further] if further else None
        if origin is None:
            going_on[id_] = before
    return going_on


def _clip(
    index: FilmIndex,
    shot: Shot,
    times: dict[str, ShotTime],
    lines_at: dict[str, list[LineTime]],
    earlier: str | None,
    format_: Format,
) -> Job:
    """A shot's clip, as long as the longest of the shots that show it needs."""
    users = [times[user] for user in index.users[shot.id]]
    brief = brief_clip(index.film, index.scene_of[shot.id], shot, format_)
    speech = _speech(shot, lines_at.get(shot.id, []))
    inputs = tuple(dict.fromkeys(each.voice for each in speech))
    if earlier:
        inputs = (*inputs, f"picture/{earlier}")
    elif shot.from_last:
        brief = brief.model_copy(update={"from_last": False})
    timing = ClipTiming(
        body_frames=max(each.body_frames for each in users),
        head_frames=max(each.head_frames for each in users),
        tail_frames=max(each.tail_frames for each in users),
        speech=speech,
    )
    return Job(
        f"clip/{shot.id}",
        JobKind.CLIP,
        brief,
        timing,
        inputs,
        origin=shot.id,
        via=shot.via or "",
        takes=shot.takes,
    )


def _lines_by_shot(schedule: Schedule) -> dict[str, list[LineTime]]:
    lines: dict[str, list[LineTime]] = {}
    for time in schedule.lines:
        lines.setdefault(time.shot, []).append(time)
    return lines


def _speech(shot: Shot, times: list[LineTime]) -> tuple[SpeechAt, ...]:
    """Whose lips move when: lines of the shot spoken by somebody who is in the picture."""
    seen = {each.character for each in shot.cast}
    lines = {event.id: event for event in shot.events if isinstance(event, Line)}
    return tuple(
        SpeechAt(
            voice=f"voice/{time.line}",
            character=lines[time.line].character,
            start_frame=time.start_frame,
        )
        for time in times
        if lines[time.line].character in seen and not lines[time.line].off_screen
    )


def _picture(time: ShotTime, shot: Shot, format_: Format) -> Job:
    return Job(
        f"picture/{shot.id}",
        JobKind.PICTURE,
        PictureBrief(shot=shot.id, base=base_name(shot.id), format=format_),
        PictureTiming(
            body_frames=time.body_frames,
            head_frames=time.head_frames,
            tail_frames=time.tail_frames,
        ),
        (f"clip/{shot.reuse or shot.id}",),
        origin=shot.id,
    )


def _parts(schedule: Schedule, texts: ScreenTexts, format_: Format) -> list[Job]:
    """What the master is joined from, in order: a segment a shot, a transition a mix."""
    parts: list[Job] = []
    shots = schedule.shots
    for index, time in enumerate(shots):
        earlier = shots[index - 1] if index else None
        later = shots[index + 1] if index + 1 < len(shots) else None
        if earlier and _mix_frames(time):
            parts.append(_transition(earlier, time, texts, format_))
        segment = _segment(time, later, schedule, texts, format_)
        if segment:
            parts.append(segment)
    return parts


def _mix_frames(time: ShotTime | None) -> int:
    return time.transition_frames if time and time.transition in MIXES else 0


def _before_cut(frames: int) -> int:
    """Of a mix around a cut, the frames that lie before it."""
    return frames // 2


def _segment(
    time: ShotTime,
    later: ShotTime | None,
    schedule: Schedule,
    texts: ScreenTexts,
    format_: Format,
) -> Job | None:
    mixed_in = _mix_frames(time) - _before_cut(_mix_frames(time))
    mixed_out = _before_cut(_mix_frames(later))
    frames = time.body_frames - mixed_in - mixed_out
    if frames <= 0:
        return None
    start = time.film_frame + mixed_in
    briefs, times = cut_texts(texts, start, start + frames, start)
    fade_out, color = _fade_out(time, later, schedule)
    fade_in = time.transition_frames if time.transition is TransitionKind.FADE_IN else 0
    return Job(
        f"segment/{time.shot}",
        JobKind.SEGMENT,
        SegmentBrief(shot=time.shot, format=format_, texts=briefs),
        SegmentTiming(
            start_frame=time.head_frames + mixed_in,
            frames=frames,
            texts=times,
            fade_in_frames=min(fade_in, frames),
            fade_out_frames=min(fade_out, frames),
            fade_color=color,
        ),
        (f"picture/{time.shot}",),
        origin=time.shot,
    )


def _fade_out(time: ShotTime, later: ShotTime | None, schedule: Schedule) -> tuple[int, str]:
    if later is None:
        return schedule.fade_out_frames, "black"
    if later.transition in FADES_OUT:
        return later.transition_frames, FADES_OUT[later.transition]
    return 0, "black"


def _transition(earlier: ShotTime, time: ShotTime, texts: ScreenTexts, format_: Format) -> Job:
    before = _before_cut(time.transition_frames)
    start = time.film_frame - before
    briefs, times = cut_texts(texts, start, start + time.transition_frames, start)
    return Job(
        f"transition/{time.shot}",
        JobKind.TRANSITION,
        TransitionBrief(kind=time.transition, format=format_, texts=briefs),
        TransitionTiming(
            frames=time.transition_frames,
            from_start_frame=earlier.head_frames + earlier.body_frames - before,
            to_start_frame=time.head_frames - before,
            texts=times,
        ),
        (f"picture/{earlier.shot}", f"picture/{time.shot}"),
        origin=time.shot,
    )


def _master(
    index: FilmIndex, schedule: Schedule, format_: Format, parts: list[Job], sounds: list[Job]
) -> Job:
    film = index.film
    languages = dict.fromkeys((*(film.subtitles or ()), film.language))
    mix = [job.name for job in sounds if job.kind is JobKind.MIX]
    names = [job.name for job in parts]
    return Job(
        "master/film",
        JobKind.MASTER,
        MasterBrief(title=film.title, format=format_, language=film.language),
        MasterTiming(
            frames=schedule.frames,
            parts=tuple(names),
            chapters=tuple(
                Chapter(title=index.scenes[each.scene].heading, start_frame=each.film_frame)
                for each in schedule.scenes
            ),
            subtitles=tuple(
                each for language in languages for each in subtitles(index, schedule, language)
            ),
        ),
        (*names, *mix),
    )
