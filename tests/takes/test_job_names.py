"""What a person calls a job: a shot by its number, anything else by the name of its job."""

from __future__ import annotations

import pytest

from drama_compiler.takes.edit import TakeError, job_of
from tests.plan.pretend import Studio

STUDIO = Studio("character: KAI\n\nINT. A - DAY\n\nshot: close on KAI, 2s\n\nRain.\n")


def test_a_shot_in_the_name_of_a_job_can_go_by_its_number() -> None:
    shot = STUDIO.shot("1A")
    assert job_of(STUDIO.film, "1A") == f"clip/{shot}"
    for words in (f"sync/{shot}", "sync/1A", "sync/1a"):
        assert job_of(STUDIO.film, words) == f"sync/{shot}"
    assert job_of(STUDIO.film, "frame/1A/last") == f"frame/{shot}/last"
    assert job_of(STUDIO.film, "identity/kai") == "identity/kai"


@pytest.mark.parametrize("words", ["sync/9Z", "identity/nobody", "song/1A"])
def test_what_the_film_does_not_have_is_no_job(words: str) -> None:
    with pytest.raises(TakeError, match="is no job"):
        job_of(STUDIO.film, words)
