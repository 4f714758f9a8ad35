"""The composer: exact lengths, notes in the mode, motifs at their entries, the font's presets."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from drama_backends.animatic.score import compose_cue
from drama_backends.animatic.score.accompaniment import bars
from drama_backends.animatic.score.additive import render_additive
from drama_backends.animatic.score.composition import Composition, Part, compose
from drama_backends.animatic.score.cue import read_wish
from drama_backends.animatic.score.harmony import MODES, Key, lead, read_chord
from drama_backends.animatic.score.mastering import PEAK, measure_lufs
from drama_backends.animatic.score.melody import Note
from drama_backends.animatic.score.motifs import motif_of
from drama_backends.animatic.score.notation import write_midi
from drama_backends.animatic.score.synth import RATE, SynthError, render_midi
from drama_backends.animatic.score.tables import instruments, moods, patterns
from drama_compiler.contract import briefs, timings

CAST = (
    briefs.ThemeBrief(id="li", name="LI WEI", theme="heroic, horn"),
    briefs.ThemeBrief(id="ma", name="MOTHER"),
)


def brief(text: str, themes: tuple[briefs.ThemeBrief, ...] = ()) -> briefs.CueBrief:
    return briefs.CueBrief(text=text, film="Sea Wolf", themes=themes)


def timing(
    seconds: float, *entries: tuple[str, float], cuts: tuple[float, ...] = ()
) -> timings.CueTiming:
    at = tuple(timings.ThemeAt(character=who, start_seconds=when) for who, when in entries)
    return timings.CueTiming(seconds=seconds, themes=at, cuts_seconds=cuts)


def decibels(value: float) -> float:
    return 20 * float(np.log10(max(value, 1e-9)))


def pitched(composition: Composition) -> list[Note]:
    table = instruments()
    return [n for p in composition.parts if not table[p.instrument].drum for n in p.notes]


@pytest.mark.parametrize("seconds", [0.05, 0.4, 2.0, 7.3333, 13.01])
def test_a_cue_is_as_long_as_asked_to_the_sample(seconds: float) -> None:
    cue = compose_cue(brief("tense, drums"), timing(seconds, ("x", seconds / 2), cuts=(1.0,)))
    assert cue.samples.shape == (round(seconds * RATE), 2)
    assert cue.samples.dtype == np.float32


def test_the_same_brief_gives_the_same_bytes() -> None:
    asked = brief("dread, 60 bpm, low strings", CAST), timing(4.0, ("li", 1.0))
    first, second = (compose_cue(*asked).samples.tobytes() for _ in range(2))
    assert first == second
    other = compose_cue(brief("dread, 62 bpm, low strings", CAST), asked[1])
    assert other.samples.tobytes() != first


@pytest.mark.parametrize("mood", sorted(moods()))
def test_every_note_of_every_mood_lies_in_the_mode(mood: str) -> None:
    made = compose(brief(mood, CAST), timing(45.0, ("li", 5.0), ("ma", 21.0), cuts=(9.0, 30.0)))
    plan = made.plan
    notes = pitched(made)
    assert len(notes) > 20
    for note in notes:
        allowed = (
            plan.phrase_at(note.start).key.classes | plan.phrase_at(note.start + 0.1).key.classes
        )
        assert note.pitch % 12 in allowed


@pytest.mark.parametrize(
    "text", ["古风，悲伤，二胡", "武侠 战斗", "calm, guzheng", "江南 欢快 笛子"]
)
def test_chinese_cues_are_pentatonic(text: str) -> None:
    made = compose(brief(text), timing(30.0))
    key = made.plan.phrases[0].key
    assert len(key.steps) == 5
    assert {note.pitch % 12 for note in pitched(made)} <= key.classes


def test_a_theme_sounds_whole_where_its_character_enters() -> None:
    made = compose(brief("hope, 90 bpm", CAST), timing(40.0, ("li", 8.0), ("ma", 20.0)))
    for name, when in (("LI WEI", 8.0), ("MOTHER", 20.0)):
        found = next(s for s in made.statements if s.motif.name == name)
        start = made.plan.second(found.start)
        assert when - 0.06 <= start <= when + 0.5
        key = made.plan.phrase_at(found.start).key
        degrees = [key.degree(note.pitch) for note in found.notes]
        assert [d - degrees[0] for d in degrees] == list(found.motif.contour)
        played = {(round(n.start, 1), n.pitch % 12) for p in made.parts for n in p.notes}
        assert {(round(n.start, 1), n.pitch % 12) for n in found.notes} <= played


def test_facts_say_when_a_motif_sounds() -> None:
    cue = compose_cue(brief("calm", CAST), timing(12.0, ("ma", 4.0)))
    assert any(
        m["character"] == "MOTHER" and 3.9 <= m["start_seconds"] <= 4.6 for m in cue.facts["motifs"]
    )
    assert "warning" not in cue.facts


def test_characters_have_motifs_of_their_own() -> None:
    names = [f"{first} {last}" for first in "ABCDEFGHIJ" for last in ("WEI", "MEI", "WU", "AN")]
    faces = {(motif_of(name).contour, motif_of(name).fours) for name in names}
    assert len(faces) == len(names)
    assert motif_of("Li Wei") == replace(motif_of("LI WEI"), name="Li Wei")
    assert motif_of("LI WEI", "sad").contour != motif_of("LI WEI", "heroic").contour


def test_a_theme_that_is_said_to_rise_or_fall_does() -> None:
    for name in ("ROSA", "KAI", "阿海"):
        for words, way in (
            ("rising, major, piano", 1),
            ("上行，五声", 1),
            ("缓慢，下行，古筝", -1),
        ):
            contour = motif_of(name, words).contour
            assert all((high - low) * way >= 0 for low, high in pairwise(contour))
            assert abs(contour[-1]) >= 3
    assert max(motif_of("阿娘", "缓慢，古筝").fours) >= 2


@pytest.mark.parametrize(
    ("text", "said"), [("5 bpm, sad", "5 beats"), ("zzz qqq 🎵", "No word"), ("4000拍", "4000")]
)
def test_what_cannot_be_followed_is_told(text: str, said: str) -> None:
    assert said in str(compose_cue(brief(text), timing(1.0)).facts["warning"])


def test_motifs_fill_two_bars_in_both_metres() -> None:
    for index in range(60):
        motif = motif_of(f"character {index}")
        assert sum(motif.fours) == 8
        assert sum(motif.threes) == 6
        assert len(motif.fours) == len(motif.threes) == len(motif.contour)
        assert max(motif.contour) - min(motif.contour) <= 10


@pytest.mark.parametrize(
    "text", ["calm", "battle", "sad, solo cello", "upbeat commercial, 120 bpm"]
)
def test_a_cue_is_neither_silent_nor_clipped_nor_off_centre(text: str) -> None:
    sound = compose_cue(brief(text), timing(10.0)).samples
    assert np.abs(sound).max() <= PEAK + 1e-6
    assert np.abs(sound.mean(axis=0)).max() < 1e-3
    assert measure_lufs(sound) == pytest.approx(-20.0, abs=1.0)
    half_seconds = sound[: 8 * RATE].reshape(16, -1)
    assert min(decibels(float(part.std())) for part in half_seconds) > -55
    assert np.abs(sound[-1]).max() < 1e-4


@pytest.mark.parametrize(
    "text", ["", "zzz qqq", "🎵🎵", "\x00;;", "no drums no strings no piano", "bpm 999", "0 bpm"]
)
def test_unknown_words_still_make_music(text: str) -> None:
    sound = compose_cue(brief(text), timing(3.0, ("nobody", 1.0))).samples
    assert decibels(float(sound.std())) > -40


def test_tempo_in_figures_is_kept_within_six_percent() -> None:
    for bpm in (48, 60, 97, 140):
        for seconds in (11.0, 29.5, 61.7):
            made = compose(brief(f"neutral, {bpm} bpm"), timing(seconds))
            assert abs(made.plan.bpm / bpm - 1) <= 0.061


def test_notes_begin_on_the_grid() -> None:
    made = compose(brief("upbeat, 120 bpm"), timing(20.0))
    offs = [abs(n.start * 4 - round(n.start * 4)) / 4 for p in made.parts for n in p.notes]
    assert np.mean(np.array(offs) < 0.05) > 0.9


def test_named_instruments_play_and_refused_ones_do_not() -> None:
    for text, wanted, refused in (
        ("dread, low strings", {"low_strings"}, set()),
        ("温柔，钢琴独奏", {"piano"}, {"strings", "low_strings"}),
        ("battle, no drums", set(), {"taiko", "orchestral_kit", "timpani", "drum_kit"}),
        ("calm, flute and harp", {"flute", "harp"}, set()),
    ):
        made = compose(brief(text), timing(40.0))
        names = {part.instrument for part in made.parts}
        assert wanted <= names
        assert not refused & names


def test_words_are_read_in_both_languages() -> None:
    english = read_wish("tender then heroic, piano, no drums, F# minor, slow")
    assert (english.moods, english.turns, english.tonic) == (["tender", "heroic"], True, 6)
    assert english.excluded == ["taiko"]
    chinese = read_wish("紧张，72拍，笛子，没有鼓")
    assert (chinese.moods, chinese.bpm, chinese.instruments) == (["tense"], 72.0, ["dizi"])


def test_tense_cuts_are_struck_and_calm_ones_are_not() -> None:
    cuts = (4.0, 9.3, 15.1)
    tense = compose(brief("battle"), timing(20.0, cuts=cuts))
    assert tense.hits_seconds == cuts
    deep = next(p for p in tense.parts if p.instrument == "taiko")
    for cut in cuts:
        assert min(abs(tense.plan.second(n.start) - cut) for n in deep.notes) < 0.06
    assert compose(brief("calm"), timing(20.0, cuts=cuts)).hits_seconds == ()


def test_a_mood_may_give_way_to_another() -> None:
    made = compose(brief("calm, then battle"), timing(40.0))
    assert made.moods == ("calm", "battle")
    taiko = next(p for p in made.parts if p.instrument == "taiko")
    assert made.plan.second(min(n.start for n in taiko.notes)) > 12


def test_moods_differ_in_rhythm_register_and_colour() -> None:
    def features(text: str) -> tuple[float, float]:
        made = compose(brief(text), timing(30.0))
        notes = [n for p in made.parts for n in p.notes]
        return len(notes) / 30, float(np.mean([n.pitch for n in pitched(made)]))

    calm, battle, dread, wonder = (features(m) for m in ("calm", "battle", "dread", "wonder"))
    assert battle[0] > 4 * calm[0]
    assert wonder[1] > dread[1] + 9
    assert dread[0] < calm[0]


def test_voices_move_smoothly_and_not_in_parallel() -> None:
    key = Key(0, "ionian")
    voices: tuple[int, ...] = ()
    before: tuple[int, ...] = ()
    for token in ("1", "6", "4", "5", "1", "4", "5", "1"):
        chord = read_chord(key, token)
        bass = 36 + chord.bass
        voices = (bass, *lead(before, chord, 50, 79, 3, bass))
        assert {pitch % 12 for pitch in voices} == set(chord.classes)
        if before:
            assert max(abs(a - b) for a, b in zip(before[1:], voices[1:], strict=True)) <= 5
            fifths = [
                (a, b)
                for a, b in pairwise(range(1, 4))
                if before[a] != voices[a]
                and (before[b] - before[a]) % 12 == (voices[b] - voices[a]) % 12 == 7
            ]
            assert not fifths
        before = voices


def test_every_chord_lies_in_every_mode() -> None:
    tokens = {
        t for mood in moods().values() for row in (*mood.progressions, mood.close) for t in row
    }
    for mode in MODES:
        key = Key(3, mode)
        for token in tokens:
            chord = read_chord(key, token)
            assert set(chord.classes) <= key.classes
            assert chord.bass in chord.classes


def test_data_files_agree_with_one_another() -> None:
    for mood in moods().values():
        for layer in mood.layers:
            assert layer.role == "counter" or layer.pattern in patterns()[layer.role]
            assert set(layer.instruments) <= set(instruments())
        assert set(mood.modes) | {mood.pentatonic} <= set(MODES)
    for role, rows in patterns().items():
        for row in rows.values():
            if role == "drums":
                assert all(len(v["fours"]) == len(v["fill"]) == 16 for v in row.values())
                assert all(len(v["threes"]) == 12 for v in row.values())
            elif role != "pad":
                assert all(len(line.split()) * row["grid"] == 4 for line in row["fours"])
                assert all(len(line.split()) * row["grid"] == 3 for line in row["threes"])


def test_every_instrument_sounds_over_its_range() -> None:
    made = compose(brief("calm, 120 bpm"), timing(2.0))
    kits = {"drum_kit": (36, 38, 39, 42, 70, 76, 82), "orchestral_kit": (36, 38, 59)}
    for name, row in instruments().items():
        keys = kits.get(name, (row.low, (row.low + row.high) // 2, row.high))
        notes = tuple(Note(index * 1.0, 0.9, key, 90) for index, key in enumerate(keys))
        written = write_midi(replace(made, parts=(Part(name, notes),)))
        sound = render_midi(written.content, len(keys) * RATE // 2, written.drum_channels)
        for index in range(len(keys)):
            part = sound[index * RATE // 2 : (index + 1) * RATE // 2]
            assert np.abs(part).max() > 1e-3, (name, keys[index])


def test_a_tuned_note_has_its_pitch() -> None:
    made = compose(brief("calm, 60 bpm"), timing(2.0))
    for name in ("piano", "flute", "cello", "erhu", "guzheng", "strings", "horn", "low_strings"):
        row = instruments()[name]
        key = (row.low + row.high) // 2
        written = write_midi(replace(made, parts=(Part(name, (Note(0, 1.8, key, 90),)),)))
        sound = render_midi(written.content, 2 * RATE, ()).mean(axis=1)[RATE // 4 :]
        spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
        hertz = 440 * 2 ** ((key - 69) / 12)
        places = np.fft.rfftfreq(len(sound), 1 / RATE)
        near = (places > hertz * 0.94) & (places < hertz * 1.06)
        peak = places[near][np.argmax(spectrum[near])]
        assert abs(1200 * np.log2(peak / hertz)) < 25, name


def test_without_fluidsynth_there_is_music_and_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise SynthError("no library")

    monkeypatch.setattr("drama_backends.animatic.score.synth.render_midi", fails)
    cue = compose_cue(brief("battle"), timing(3.0))
    assert "no library" in cue.facts["warning"]
    assert measure_lufs(cue.samples) == pytest.approx(-20.0, abs=1.5)
    assert render_additive(compose(brief("calm"), timing(1.0)), RATE).shape == (RATE, 2)


def test_the_last_bar_reaches_the_end() -> None:
    made = compose(brief("triumph"), timing(33.3))
    last = list(bars(made.plan, made.plan.phrases[-1]))[-1]
    assert last.final
    assert last.start + last.quarters == pytest.approx(made.plan.quarters)
