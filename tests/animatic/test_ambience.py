"""The sound designer: exact lengths, seams, levels, what sounds unlike what, words."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from drama_backends.animatic.ambience import make_ambience, make_effect
from drama_backends.animatic.ambience.effects import EFFECTS, name_of
from drama_backends.animatic.ambience.noise import RATE, generator
from drama_backends.animatic.ambience.scenes import BEDS, choose_layers
from drama_backends.animatic.ambience.vocabulary import load
from drama_compiler.contract import Daytime, briefs, timings

PEAK = 10 ** (-3 / 20)


def ambience(text: str = "", name: str = "SOMEWHERE", **place: object) -> briefs.AmbienceBrief:
    return briefs.AmbienceBrief(
        text=text,
        place=briefs.PlaceBrief(id="p", name=name, **place),  # type: ignore[arg-type]
    )


def made(asked: briefs.AmbienceBrief, seconds: float = 4.0) -> NDArray[np.float32]:
    return make_ambience(asked, timings.SoundTiming(seconds=seconds))


def center(sound: NDArray[np.float32]) -> float:
    """The frequency that halves the energy, in hertz."""
    power = np.abs(np.fft.rfft(sound.mean(axis=1))) ** 2
    place = np.searchsorted(np.cumsum(power), power.sum() / 2)
    return float(place / len(sound) * RATE)


@pytest.mark.parametrize("seconds", [0.0, 0.01, 1.0, 3.3333, 41.7])
def test_an_ambience_is_as_long_as_asked_to_the_sample(seconds: float) -> None:
    sound = made(ambience("wind"), seconds)
    assert sound.shape == (round(seconds * RATE), 2)
    assert sound.dtype == np.float32


@pytest.mark.parametrize("name", sorted(BEDS))
def test_every_place_sounds_and_none_clips(name: str) -> None:
    for bed, make, _ in BEDS[name]:
        loop = make(generator("test", bed), RATE * 3)
        assert loop.shape == (RATE * 3, 2)
        assert np.isfinite(loop).all()
        assert loop.std() > 0
        seam = float(np.abs(loop[0] - loop[-1]).max())
        step = float(np.abs(np.diff(loop, axis=0)).max())
        assert seam <= 1.2 * step + 1e-6, bed


@pytest.mark.parametrize(
    "text", ["sea", "storm", "fire", "night crickets", "咖啡馆", "owl", "thunder"]
)
def test_an_ambience_is_never_silent_and_under_its_peak(text: str) -> None:
    sound = made(ambience(text), 6.0)
    assert np.abs(sound).max() <= PEAK
    assert np.abs(sound.mean(axis=0)).max() < 1e-3
    inner = sound[RATE // 5 : -RATE // 5]
    tenths = inner[: len(inner) // 4800 * 4800].reshape(-1, 9600).std(axis=1)
    assert tenths.min() > 10 ** (-75 / 20)
    assert np.abs(sound[0]).max() < 1e-4
    assert np.abs(sound[-1]).max() < 1e-4


def test_the_same_ambience_has_the_same_bytes_and_another_has_not() -> None:
    assert made(ambience("rain")).tobytes() == made(ambience("rain")).tobytes()
    assert made(ambience("rain")).tobytes() != made(ambience("rain", "ELSEWHERE")).tobytes()


def test_rain_is_brighter_than_the_sea_and_underwater_is_darkest() -> None:
    rain, sea, under = (center(made(ambience(t), 8.0)) for t in ("rain", "sea", "underwater"))
    assert rain > 5 * sea
    assert sea > 1.5 * under


def test_waves_come_and_go_and_rain_is_even() -> None:
    def swing(text: str) -> float:
        sound = made(ambience(text), 20.0)[RATE:-RATE]
        level = sound[: len(sound) // RATE * RATE].reshape(-1, 2 * RATE).std(axis=1)
        return 20 * float(np.log10(level.max() / level.min()))

    assert swing("waves on the beach") > 8
    assert swing("rain") < 3


def test_a_long_ambience_does_not_jump_where_its_loops_meet() -> None:
    sound = made(ambience("sea"), 75.0)
    steps = np.abs(np.diff(sound[:, 0]))
    assert steps.max() < 6 * np.percentile(steps, 99.9)


def test_an_empty_text_takes_the_place() -> None:
    def names(asked: briefs.AmbienceBrief) -> set[str]:
        return {layer.name for layer in choose_layers(asked)}

    assert names(ambience(name="ISLAND SHORE")) == {"shore"}
    assert "birds" in names(ambience(name="FOREST", time=Daytime.MORNING))
    night = names(ambience(name="森林", time=Daytime.NIGHT))
    assert "crickets" in night
    assert "birds" not in night
    assert names(ambience(name="LI WEI'S ROOM", interior=True)) == {"room"}
    muffled = choose_layers(ambience(name="COFFEE SHOP", interior=True, weather="heavy rain"))
    assert [layer.muffled for layer in muffled if layer.name == "rain"] == [True]
    assert names(ambience("thunderstorm", name="ROOM", interior=True)) == {
        "rain",
        "wind",
        "thunder",
    }


def test_the_weather_is_heard_with_the_places_own_sound() -> None:
    def names(text: str, weather: str, *, interior: bool = False) -> set[str]:
        asked = ambience(text, name="STREET", weather=weather, interior=interior)
        return {layer.name for layer in choose_layers(asked)}

    assert "rain" not in names("rain, distant traffic", "clear")
    assert "rain" in names("rain, distant traffic", "")
    assert "wind" in names("gulls, water", "wind")
    assert "rain" in names("low murmur", "heavy rain", interior=True)
    assert names("silence", "storm") == names("silence", "")


def test_far_sounds_are_softer() -> None:
    assert made(ambience("distant market")).std() < 0.6 * made(ambience("market")).std()


@pytest.mark.parametrize("text", ["", "qqq", "🌊🔥", "\x00", "a" * 5000])
def test_unknown_words_never_raise(text: str) -> None:
    assert made(ambience(text, name=text)).std() > 0
    assert make_effect(briefs.EffectBrief(text=text)).std() > 0


@pytest.mark.parametrize("name", sorted(EFFECTS))
def test_every_effect_sounds_and_ends(name: str) -> None:
    words = load()["en"]["effects"].get(name, ["soft unknown thing"])
    assert any(name_of(word) == name for word in words) or name == "soft_hit"
    text = next((word for word in words if name_of(word) == name), "mm")
    sound = make_effect(briefs.EffectBrief(text=text))
    assert sound.ndim == 2 and sound.shape[1] == 2 and sound.dtype == np.float32
    assert np.isfinite(sound).all()
    assert 0.2 < len(sound) / RATE < 9
    assert 10 ** (-26 / 20) < np.abs(sound).max() <= PEAK
    assert np.abs(sound[-1]).max() < 1e-4
    assert np.abs(sound.mean(axis=0)).max() < 1e-3


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a knock at the door", "knock"),
        ("The door slams.", "door"),
        ("三声敲门", "knock"),
        ("LI WEI draws his sword", "sword_draw"),
        ("剑相交", "sword_clash"),
        ("拔剑", "sword_draw"),
        ("the dragon roars", "roar"),
        ("手机响了", "phone"),
        ("thunder cracks", "thunder"),
        ("espresso machine hisses", "coffee"),
        ("a bell tolls", "bell"),
        ("玻璃打碎", "glass"),
        ("she dives into the sea", "splash"),
        ("mumble", "soft_hit"),
    ],
)
def test_an_effect_is_the_most_telling_word(text: str, name: str) -> None:
    assert name_of(text) == name


def test_effects_are_the_same_each_time() -> None:
    asked = briefs.EffectBrief(text="glass breaks")
    assert make_effect(asked).tobytes() == make_effect(asked).tobytes()


def test_every_word_of_every_language_has_a_sound() -> None:
    for table in load().values():
        assert set(table["beds"]) == set(BEDS)
        assert set(table["effects"]) | {"soft_hit"} == set(EFFECTS)
