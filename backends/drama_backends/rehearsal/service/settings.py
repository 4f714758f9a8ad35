"""JSON comes in; what the service is to be like today comes out, checked."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from drama_compiler.contract import Once

Step = Literal["stage", "submit", "find", "poll", "download", "cancel"]
Trick = Literal[
    "lost-before",
    "lost-after",
    "busy",
    "broken",
    "error",
    "nonsense",
    "slow",
    "funds",
    "auth",
    "fail",
    "moderate",
    "expire",
    "drop",
    "corrupt",
]


class Fault(BaseModel):
    """Something that goes wrong: at which step, what, for whom, and how often.

    `lost-before` closes the connection unheard, `lost-after` once the step is done. `busy` is a
    429, `broken` a 503 that says so, `error` a bare 500, `nonsense` a page of HTML. `slow` takes
    `seconds` longer. At `submit`, `fail` and `moderate` accept a call that comes to nothing. At
    `download`, `expire` says that it is gone, `drop` stops half way, `corrupt` gives other bytes.

    Only calls of `kind` whose words have `words` in them, where these are said. The first `skip`
    times are spared, then it happens `times` times (-1: always), each with the chance `share`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: Step
    what: Trick
    kind: str = ""
    words: str = ""
    skip: int = 0
    times: int = 1
    share: float = 1.0
    seconds: float = 0.0


class Settings(BaseModel):
    """What the service is like; every field may be changed while it runs.

    `accounts` are dollars by key. `once` says what it honours of a ticket. Of an account's calls
    `concurrent_max` run and `queue_max` wait; `calls_per_minute_max` may be made (0: any number).
    A call takes `latency_seconds`, or what is said for its kind. A refusal by 429 asks for
    `retry_after_seconds`. `prices` are dollars by model in place of the list's.

    A call whose words hold one of `moderated_input` is refused; one with a word of
    `moderated_output` is made and withheld. Links, uploads and calls are kept for the seconds
    that are said of them; voices, too, as long as `voices_kept`. Pictures are `short_side`
    pixels large on their shorter side.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    accounts: dict[str, float] = {"rehearsal": 1000.0}
    once: Once = Once.KEY
    concurrent_max: int = Field(4, ge=1)
    queue_max: int = Field(100, ge=0)
    calls_per_minute_max: int = Field(0, ge=0)
    latency_seconds: float = Field(0.0, ge=0)
    latency_seconds_by_kind: dict[str, float] = {}
    retry_after_seconds: float = Field(0.05, ge=0)
    prices: dict[str, float] = {}
    moderated_input: tuple[str, ...] = ("unfilmable",)
    moderated_output: tuple[str, ...] = ("unshowable",)
    charged_when_moderated: bool = False
    charged_when_failed: bool = False
    link_seconds: float = 3600.0
    upload_seconds: float = 86_400.0
    record_seconds: float = 30 * 86_400.0
    voices_kept: bool = True
    short_side: int = Field(90, ge=16, le=1080)
    faults: tuple[Fault, ...] = ()

    def latency(self, kind: str) -> float:
        """How long a call of that kind takes, in seconds."""
        return self.latency_seconds_by_kind.get(kind, self.latency_seconds)
