"""What services cannot be told of a plan: counted, said in a line, shown at its places."""

from __future__ import annotations

from drama_compiler.plan.losses import losses, told_losses
from drama_compiler.plan.save import plan_data
from tests.plan.pretend import Pretended, Studio

SCRIPT = "INT. A - DAY\n\nshot: wide, 2s\n\nRain.\n\nshot: close, 2s\n\nMore rain.\n"


def test_what_is_lost_is_told_once_where_it_is_first_with_the_others_beside_it() -> None:
    studio = Studio(SCRIPT, service=Pretended(loses="clip/"))
    plan = studio.plan()
    assert len(plan.lossy) == 2 and losses(plan).startswith("2 jobs ask for something")
    (told,) = told_losses(plan, studio.story)
    assert told.code == "not-carried" and told.notes == ("so it is with 1B",)
    assert told.primary and studio.text[told.primary.span.start :].startswith("wide, 2s")
    steps = {each["job"]: each for each in plan_data(plan, "final", 1, studio.story)["steps"]}
    lost = steps[f"clip/{studio.shot('1B')}"]["lost"]
    assert lost == [{"what": "`pretended/one` cannot be told the seed", "at": "film.drama:7"}]


def test_nothing_is_said_of_what_can_be_told_or_is_there_already() -> None:
    assert not losses(Studio(SCRIPT).plan())
    bought = Studio(SCRIPT, service=Pretended(loses="clip/"))
    bought.buy_all()
    assert not losses(bought.plan()) and not told_losses(bought.plan(), bought.story)
