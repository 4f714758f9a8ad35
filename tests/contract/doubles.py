"""The loopback doubles of services: what the suite asks of each, and where they are registered.

A service of its own that wants to pass the suite adds a function to `DOUBLES` under the name of
its entry point: given the test's request, it starts the double, points the environment at it and
gives back an object as described here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol

import pytest

from drama_compiler.contract import JobKind, Once, Service, Trouble
from tests.backends.rehearsing import KEY, Stage
from tests.doubles.double import doubling
from tests.doubles.server import Fake


class Double(Protocol):
    """A service's double that runs, and the adapter that speaks to it.

    `key` is the key that the environment holds, empty for a service that needs none; one that is
    `keyless` can be asked without, where it is told another address. `onces` are the guarantees
    that it can give of a ticket. `input_word` in a prompt is refused at once, `output_word` after
    the work. `steps` are those that can be spoilt: a service that answers at once has only
    `submit`; `at_once` are kinds that it answers so, though not others. `troubles` are those that
    it has words for.
    """

    backend: Service
    key: str
    onces: Collection[Once]
    steps: Collection[str]
    troubles: Collection[Trouble]
    at_once: Collection[JobKind]
    keyless: bool
    input_word: str
    output_word: str

    def promise(self, once: Once) -> None:
        """Keep that promise about tickets from now on, and no other."""
        ...

    def spoil(self, step: str, what: str) -> None:
        """Let something go wrong at the next `step`, once.

        Steps are `stage`, `submit`, `find`, `poll`, `download`. What can be `lost-before` and
        `lost-after` (no answer; before or after it is done), `nonsense`, `error` (a bare 500),
        `drop` and `corrupt` (of a download), `expire` (of a link), `fail` (a call that is
        accepted and comes to nothing), or a word of `Trouble`.
        """
        ...

    def forget_key(self, key: str | None) -> None:
        """Put another key into the environment, or none."""
        ...

    def tickets(self) -> list[str]:
        """The ticket of every call that was accepted, in order; empty where it is not told one."""
        ...

    def paid_usd(self) -> float:
        """What all calls together were paid."""
        ...


class RehearsalDouble:
    """The rehearsal service is its own double."""

    onces: Collection[Once] = tuple(Once)
    steps: Collection[str] = ("stage", "submit", "find", "poll", "download")
    troubles: Collection[Trouble] = tuple(Trouble)
    at_once: Collection[JobKind] = ()
    keyless = False
    key = KEY
    input_word = "unfilmable"
    output_word = "unshowable"

    def __init__(self, stage: Stage, environment: pytest.MonkeyPatch) -> None:
        self.stage = stage
        self.backend: Service = stage.backend
        self._environment = environment

    def promise(self, once: Once) -> None:
        """See `Double`."""
        self.stage.change(once=once)

    def spoil(self, step: str, what: str) -> None:
        """See `Double`; the words are the service's own, but for one."""
        fault = {"at": step, "what": "expire" if what == Trouble.GONE else what}
        self.stage.change(faults=[fault])

    def forget_key(self, key: str | None) -> None:
        """See `Double`."""
        if key is None:
            self._environment.delenv("DRAMA_REHEARSAL_KEY")
        else:
            self._environment.setenv("DRAMA_REHEARSAL_KEY", key)

    def tickets(self) -> list[str]:
        """See `Double`."""
        return [call.ticket for call in self.stage.ledger.calls()]

    def paid_usd(self) -> float:
        """See `Double`."""
        return self.stage.ledger.paid_usd()


def _rehearsal(request: pytest.FixtureRequest) -> Double:
    stage = request.getfixturevalue("rehearsal")
    return RehearsalDouble(stage, request.getfixturevalue("monkeypatch"))


def _pixverse(request: pytest.FixtureRequest) -> Double:
    from drama_backends.pixverse import Pixverse
    from tests.doubles.pixverse import FakePixverse

    variables = ("PIXVERSE_API_KEY", "PIXVERSE_BASE_URL")
    return started(request, FakePixverse(KEY), Pixverse(), variables, once=Once.KEY)


def _elevenlabs(request: pytest.FixtureRequest) -> Double:
    from drama_backends.elevenlabs import Elevenlabs
    from tests.doubles.elevenlabs import FakeElevenlabs

    variables = ("ELEVENLABS_API_KEY", "ELEVENLABS_BASE_URL")
    return started(request, FakeElevenlabs(KEY), Elevenlabs(), variables, steps=AT_ONCE)


def _slate(request: pytest.FixtureRequest) -> Double:
    from tests.contract.examples import example_service
    from tests.doubles.slate import FakeSlate

    variables = ("SLATE_API_KEY", "SLATE_BASE_URL")
    steps = ("stage", "submit", "find", "poll", "download")
    slate = example_service("slate")
    return started(request, FakeSlate(KEY), slate, variables, once=Once.LOOKUP, steps=steps)


AT_ONCE = ("submit",)
INLINE = ("submit", "poll", "download")
"""Steps of a service that takes files with the call."""


def started(
    request: pytest.FixtureRequest,
    fake: Fake,
    backend: Service,
    variables: tuple[str, str],
    *,
    once: Once = Once.NOTHING,
    steps: Collection[str] = ("stage", "submit", "poll", "download"),
) -> Double:
    """A double over HTTP that runs until the test is over; `variables` are of key and address."""
    environment = request.getfixturevalue("monkeypatch")
    running = doubling(fake, backend, environment, variables, once=once, steps=steps)
    double = running.__enter__()
    request.addfinalizer(lambda: running.__exit__(None, None, None))
    return double


def _google(request: pytest.FixtureRequest) -> Double:
    from drama_backends.google import Google
    from tests.doubles.google import FakeGoogle

    variables = ("GOOGLE_API_KEY", "GOOGLE_GENAI_BASE_URL")
    return started(request, FakeGoogle(KEY), Google(), variables, steps=INLINE)


def _kling(request: pytest.FixtureRequest) -> Double:
    from drama_backends.kling import Kling
    from tests.doubles.kling import FakeKling

    variables = ("KLINGAI_API_KEY", "KLINGAI_BASE_URL")
    once = Once.LOOKUP
    return started(request, FakeKling(KEY), Kling(), variables, once=once, steps=INLINE)


def _luma(request: pytest.FixtureRequest) -> Double:
    from drama_backends.luma import Luma
    from tests.doubles.luma import FakeLuma

    variables = ("LUMA_AGENTS_API_KEY", "LUMA_BASE_URL")
    return started(request, FakeLuma(KEY), Luma(), variables, steps=INLINE)


def _minimax(request: pytest.FixtureRequest) -> Double:
    from drama_backends.minimax import Minimax
    from tests.doubles.minimax import FakeMinimax

    variables = ("MINIMAX_API_KEY", "MINIMAX_API_HOST")
    return started(request, FakeMinimax(KEY), Minimax(), variables, steps=INLINE)


def _runway(request: pytest.FixtureRequest) -> Double:
    from drama_backends.runway import Runway
    from tests.doubles.runway import FakeRunway

    variables = ("RUNWAYML_API_SECRET", "RUNWAYML_BASE_URL")
    return started(request, FakeRunway(KEY), Runway(), variables, steps=INLINE)


def _vidu(request: pytest.FixtureRequest) -> Double:
    from drama_backends.vidu import Vidu
    from tests.doubles.vidu import FakeVidu

    variables = ("VIDU_API_KEY", "VIDU_BASE_URL")
    return started(request, FakeVidu(KEY), Vidu(), variables, steps=INLINE)


def _bfl(request: pytest.FixtureRequest) -> Double:
    from drama_backends.bfl import Bfl
    from tests.doubles.bfl import FakeBfl

    variables = ("BFL_API_KEY", "BFL_BASE_URL")
    return started(request, FakeBfl(KEY), Bfl(), variables, steps=INLINE)


def _stability(request: pytest.FixtureRequest) -> Double:
    from drama_backends.stability import Stability
    from tests.doubles.stability import FakeStability

    variables = ("STABILITY_API_KEY", "STABILITY_BASE_URL")
    return started(request, FakeStability(KEY), Stability(), variables, steps=AT_ONCE)


def _openai(request: pytest.FixtureRequest) -> Double:
    from drama_backends.openai import Openai
    from tests.doubles.openai import FakeOpenai

    variables = ("OPENAI_API_KEY", "OPENAI_BASE_URL")
    return started(request, FakeOpenai(KEY), Openai(), variables, steps=AT_ONCE)


def _comfyui(request: pytest.FixtureRequest) -> Double:
    from drama_backends.comfyui import Comfyui
    from tests.doubles.comfyui import FakeComfyui

    variables = ("COMFYUI_API_KEY", "COMFYUI_BASE_URL")
    steps = ("stage", "submit", "find", "poll", "download")
    return started(request, FakeComfyui(), Comfyui(), variables, once=Once.LOOKUP, steps=steps)


def _ark(request: pytest.FixtureRequest) -> Double:
    from drama_backends.ark import Ark
    from tests.doubles.ark import FakeArk

    return started(request, FakeArk(KEY), Ark(), ("ARK_API_KEY", "ARK_BASE_URL"), steps=INLINE)


def _fal(request: pytest.FixtureRequest) -> Double:
    from drama_backends.fal import Fal
    from tests.doubles.fal import FakeFal

    return started(request, FakeFal(KEY), Fal(), ("FAL_KEY", "FAL_QUEUE_URL"), steps=INLINE)


def _replicate(request: pytest.FixtureRequest) -> Double:
    from drama_backends.replicate import Replicate
    from tests.doubles.replicate import FakeReplicate

    variables = ("REPLICATE_API_TOKEN", "REPLICATE_BASE_URL")
    return started(request, FakeReplicate(KEY), Replicate(), variables)


def _wan(request: pytest.FixtureRequest) -> Double:
    from drama_backends.wan import Wan
    from tests.doubles.wan import FakeWan

    variables = ("DASHSCOPE_API_KEY", "DASHSCOPE_HTTP_BASE_URL")
    return started(request, FakeWan(KEY), Wan(), variables, steps=INLINE)


DOUBLES: dict[str, Callable[[pytest.FixtureRequest], Double]] = {
    "ark": _ark,
    "bfl": _bfl,
    "comfyui": _comfyui,
    "elevenlabs": _elevenlabs,
    "fal": _fal,
    "google": _google,
    "kling": _kling,
    "luma": _luma,
    "minimax": _minimax,
    "openai": _openai,
    "pixverse": _pixverse,
    "rehearsal": _rehearsal,
    "replicate": _replicate,
    "runway": _runway,
    "vidu": _vidu,
    "wan": _wan,
    "slate": _slate,
    "stability": _stability,
}
"""How the double of each service is started, by the name of its entry point."""
