"""ElevenLabs: whose voice speaks, what is sent of a line, when its words are heard."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drama_backends.elevenlabs import Elevenlabs
from drama_backends.elevenlabs.speech import words_of
from drama_backends.elevenlabs.voices import stocks, voice_of
from drama_backends.media.audio import read_sound
from drama_backends.services.voices import likeness
from drama_compiler.contract import (
    Job,
    JobKind,
    LostAnswer,
    Media,
    NotKept,
    Output,
    ServiceError,
    Trouble,
    briefs,
    timings,
)
from tests.contract.specimens import specimen
from tests.doubles.double import KEY
from tests.doubles.elevenlabs import FakeElevenlabs
from tests.doubles.server import Reply, running

BACKEND = Elevenlabs()
NAMES = {stock.id: stock.name for stock in stocks()}


def line(text: str = "Who is there?", model: str = "v3", **more: Any) -> Job:
    """A spoken line."""
    told = {"language": "en", "character": "ann", "name": "ANN", **more}
    return Job(
        f"voice/{len(text)}", JobKind.VOICE, briefs.VoiceBrief(text=text, **told), model=model
    )


def sent(job: Job) -> dict[str, Any]:
    """The fields of its call."""
    fields: dict[str, Any] = BACKEND.lower([job]).body["call"]["json"]
    return fields


def ambience(seconds: float) -> Job:
    """The sound of a place that lasts so long."""
    ability = BACKEND.describe().ability(JobKind.AMBIENCE)
    assert ability
    return replace(specimen(ability), timing=timings.SoundTiming(seconds=seconds))


@contextmanager
def fake(environment: pytest.MonkeyPatch) -> Iterator[FakeElevenlabs]:
    """The double, with the environment pointed at it."""
    service = FakeElevenlabs(KEY)
    with running(service):
        environment.setenv("ELEVENLABS_API_KEY", KEY)
        environment.setenv("ELEVENLABS_BASE_URL", service.url)
        yield service


def bought(jobs: list[Job], folder: Path) -> tuple[Output, ...]:
    """What one call for these jobs gives."""

    async def run() -> tuple[Output, ...]:
        async with BACKEND.connect() as connection:
            submitted = await connection.submit(BACKEND.lower(jobs), {}, "t", folder)
            return submitted.outputs

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("voice", "look", "name"),
    [
        ("年轻，清亮，倔强", "十九岁渔家少年，精瘦", "Liam"),
        ("温柔，中年女声", "四十五岁妇人，发髻插木簪", "Matilda"),
        ("苍老，低沉，沙哑", "七十岁老人，白色长须", "Bill"),
        ("巨大，低沉，回响", "青黑色巨龙，白色长须", "Adam"),
        ("a gentle old woman", "", "Lily"),
        ("bright", "girl of nine, red cap", "Charlotte"),
        ("deep", "a man of forty", "Adam"),
        ("elevenlabs:JBFqnCBsd6RMkjVDRZzb", "a girl", "George"),
        ("low, tired (elevenlabs:JBFqnCBsd6RMkjVDRZzb)", "", "George"),
    ],
)
def test_a_character_has_its_own_voice_or_the_one_most_like_it(
    voice: str, look: str, name: str
) -> None:
    brief = briefs.VoiceBrief(
        text="x", language="zh", character="c", name="C", voice=voice, look=look
    )
    assert NAMES[voice_of(brief)] == name
    assert voice_of(brief.model_copy(update={"text": "y", "mood": "angry"})) == voice_of(brief)


def test_of_whom_nothing_is_told_one_is_chosen_by_the_name_and_stays() -> None:
    voices = {voice_of(line(character=f"c{index}").brief) for index in range(40)}  # type: ignore[arg-type]
    assert len(voices) > 2
    assert likeness("", "") == {}


def test_how_a_line_is_said_is_a_tag_where_the_model_reads_tags() -> None:
    assert sent(line(mood="whispers")) == {
        "text": "[whispers] Who is there?",
        "model_id": "eleven_v3",
        "language_code": "en",
    }
    assert sent(line(lyric=True))["text"].startswith("[singing] ")
    plain = line(mood="whispers", model="multilingual-v2")
    assert sent(plain) == {"text": "Who is there?", "model_id": "eleven_multilingual_v2"}
    (lost,) = BACKEND.check(plain)
    assert lost.code == "not-carried"
    assert lost.message == "`elevenlabs/multilingual-v2` cannot be told how a line is said"
    assert BACKEND.check(line(mood="whispers")) == ()


def test_a_character_costs_what_the_list_says() -> None:
    assert BACKEND.estimate(BACKEND.lower([line("x" * 1000)])).usd_max == pytest.approx(0.08)
    flash = BACKEND.estimate(BACKEND.lower([line("x" * 1000, "flash-v2.5")]))
    assert flash.usd_max == pytest.approx(0.04)


def test_words_have_their_times_and_tags_have_none() -> None:
    text = "[sad] I'm 你好, ok"
    times = [index / 10 for index in range(len(text) + 1)]
    alignment: dict[str, list[Any]] = {
        "characters": list(text),
        "character_start_times_seconds": times[:-1],
        "character_end_times_seconds": times[1:],
    }
    assert words_of(alignment) == [
        ["I'm", 0.6, 0.9],
        ["你", 1.0, 1.1],
        ["好", 1.1, 1.2],
        ["ok", 1.4, 1.6],
    ]


def test_a_line_comes_with_the_times_of_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fake(monkeypatch):
        (output,) = bought([line()], tmp_path)
    assert [word for word, _, _ in output.facts["words"]] == ["Who", "is", "there"]
    assert output.facts["words"][-1][2] <= output.facts["seconds"]
    assert output.type == "audio/mpeg"


def test_a_conversation_is_one_call_and_a_file_for_each_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [line("Who is there?"), line("Nobody. Go back to sleep!", character="ben")]
    with fake(monkeypatch) as service:
        outputs = bought(jobs, tmp_path)
        assert len(service.calls) == 1
        assert service.questions[0].path == "/v1/text-to-dialogue/with-timestamps"
    assert [output.job for output in outputs] == [job.name for job in jobs]
    assert len({output.path for output in outputs}) == 2
    assert outputs[1].facts["seconds"] > outputs[0].facts["seconds"] > 0.5
    request = BACKEND.lower(jobs)
    assert BACKEND.estimate(request).characters == sum(
        len(each["text"]) for each in request.body["call"]["json"]["inputs"]
    )
    for bad in ([line("x" * 1500), line("y" * 600)], [line(model="flash-v2.5")] * 2):
        with pytest.raises(ServiceError) as refusal:
            BACKEND.lower(bad)
        assert refusal.value.trouble is Trouble.INVALID


def test_a_long_place_is_a_loop_that_is_laid_end_to_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "loop" not in sent(ambience(20))
    assert sent(ambience(70))["loop"] is True
    with fake(monkeypatch) as service:
        (output,) = bought([ambience(70)], tmp_path)
        assert service.calls[0].body["duration_seconds"] == 30
        assert service.paid_usd() == BACKEND.estimate(BACKEND.lower([ambience(70)])).usd_max
    assert output.facts["seconds"] == 70
    assert sum(len(block) for block in read_sound(output.path)) == 70 * 48_000
    assert [path.name for path in tmp_path.iterdir()] == ["place.flac"]


def test_music_is_never_shorter_than_it_makes() -> None:
    ability = BACKEND.describe().ability(JobKind.CUE)
    assert ability
    short = replace(specimen(ability), timing=timings.CueTiming(seconds=1.2))
    fields = sent(short)
    assert fields["music_length_ms"] == 3000
    assert fields["force_instrumental"] is True


@pytest.mark.parametrize(
    ("status", "code", "trouble", "wait"),
    [
        (429, "too_many_concurrent_requests", Trouble.BUSY, 1.0),
        (429, "system_busy", Trouble.BUSY, 5.0),
        (429, "of_a_new_kind", Trouble.BUSY, 5.0),
        (401, "quota_exceeded", Trouble.FUNDS, None),
        (401, "invalid_api_key", Trouble.AUTH, None),
        (422, "whatever", Trouble.INVALID, None),
    ],
)
def test_an_error_is_told_by_its_detail(
    status: int,
    code: str,
    trouble: Trouble,
    wait: float | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with fake(monkeypatch) as service:
        service.spoil("submit", Reply.of({"detail": {"status": code, "message": "no"}}, status))
        with pytest.raises(ServiceError) as refusal:
            bought([line()], tmp_path)
    assert (refusal.value.trouble, refusal.value.retry_after_seconds) == (trouble, wait)


def designed(voice: str = "a deep, slow voice") -> Job:
    """The voice of a character."""
    brief = briefs.IdentityBrief(id="ann", name="ANN", voice=voice)
    return Job("identity/ann", JobKind.IDENTITY, brief, model="design")


@pytest.mark.parametrize("voice", ["deep", "低沉、缓慢的声音"])
def test_a_voice_is_designed_of_what_is_said_of_it(voice: str) -> None:
    body = BACKEND.lower([designed(voice)]).body
    assert voice in body["call"]["json"]["voice_description"]
    assert 100 <= len(body["call"]["json"]["text"]) <= 1000
    cost = BACKEND.estimate(BACKEND.lower([designed(voice)]))
    assert cost.characters == len(body["call"]["json"]["text"])
    assert cost.usd_max == pytest.approx(3 * cost.usd_min)
    (problem,) = BACKEND.check(designed("x" * 1001))
    assert problem.severity == "error"


def test_the_first_preview_is_kept_and_lines_are_spoken_in_it_as_long_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken = replace(line(), inputs=("identity/ann",))
    request = BACKEND.lower([spoken])
    assert request.inputs == ("identity/ann",)

    async def run(service: FakeElevenlabs) -> None:
        async with BACKEND.connect() as connection:
            made = await connection.submit(BACKEND.lower([designed()]), {}, "t", tmp_path)
            (output,) = made.outputs
            assert output.facts["voice"] == service.kept[0] and len(service.kept) == 1
            media = Media("0" * 64, output.path, output.type, output.facts)
            handles = {"identity/ann": (await connection.stage(media)).value}
            await connection.submit(request, handles, "t", tmp_path)
            assert service.questions[-1].path.split("/")[3] == service.kept[0]
            dialogue = BACKEND.lower([spoken, replace(line("Me, old friend."), inputs=())])
            await connection.submit(dialogue, handles, "t", tmp_path)
            voices = {each["voice_id"] for each in service.questions[-1].json["inputs"]}
            assert service.kept[0] in voices and len(voices) == 2
            service.kept.clear()
            with pytest.raises(NotKept, match="was not found"):
                await connection.stage(media)
            service.full = True
            with pytest.raises(LostAnswer, match="is not kept"):
                await connection.submit(BACKEND.lower([designed()]), {}, "t", tmp_path)

    with fake(monkeypatch) as service:
        asyncio.run(run(service))
