"""What a reader with a stop-watch would measure: a page of dialogue takes about a minute.

Performed English runs at 130 to 180 words a minute, performed Chinese at 4 to 5 characters a
second; marks rest. A page of a screenplay is a minute, give or take a quarter.
"""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from drama_compiler.film.clock import CASELESS, speech_seconds
from drama_compiler.film.schedule import schedule
from tests.film.told import lines, shots, told

ENGLISH = """INT. FERRY OFFICE - NIGHT

Rain on the tin roof. ANNA counts coins into a tray. HENRIK comes in, dripping.

HENRIK
The last boat. Has it gone?

ANNA
Twenty minutes ago. You can see its lights if you stand on the bench.

He stands on the bench. He gets down again.

HENRIK
I had a ticket. I had it in my hand, and then I stopped to buy her flowers, because you do
not come home after nine years with nothing in your hands.

ANNA
Where are they?

HENRIK
In the taxi.

She slides the tray into the safe, and shuts it with her knee.

ANNA
Nine years. And you could not phone.

HENRIK
I phoned every Sunday. Somebody always picked up, and nobody ever spoke.

ANNA
(not turning round)
Perhaps she was listening.

He looks at her, at the name on the door behind her, at the phone.

HENRIK
What did you say your name was?

ANNA
I didn't. There is a boat at six.
"""

CHINESE = """内景 渡口小屋 夜

雨打在铁皮顶上。安娜把硬币一枚一枚数进木盘。海生推门进来，浑身湿透。

海生：末班船，开走了吗？

安娜：二十分钟以前。你站到长凳上去，还能看见它的灯。

他站到长凳上，又慢慢下来。

海生：我有票。票就在我手里。后来我停下来给她买花，九年没回家，总不能空着手进门。

安娜：花呢？

海生：落在出租车上了。

她把木盘推进保险柜，用膝盖顶上门。

安娜：九年了，你连个电话也不打。

海生：每个星期天我都打。总有人接起来，可是从来没有人说话。

安娜
（没有回头）
也许她在听。

他看看她，看看她身后门上的名字，又看看那部电话。

海生：您刚才说，您叫什么名字？

安娜：我没说。明早六点还有一班船。
"""
CAST = "角色：安娜\n\n角色：海生\n\n"


def seconds(script: str) -> float:
    film = told(script).film
    timing, _ = schedule(film, {}, {})
    return float(timing.frames / film.format.rate)


def test_english_is_spoken_at_the_rate_of_performed_speech() -> None:
    said = [line.text for line in lines(told(ENGLISH))]
    words = sum(len(re.findall(r"[\w']+", text)) for text in said)
    minutes = float(sum(map(speech_seconds, said)) / 60)
    assert 130 <= words / minutes <= 180


def test_chinese_is_spoken_at_four_to_five_characters_a_second() -> None:
    said = [line.text for line in lines(told(CAST + CHINESE))]
    assert len(said) >= 10
    signs = sum(len(CASELESS.findall(text)) for text in said)
    rests = sum(Fraction(len(re.findall("[。！？，]", text[:-1])), 5) for text in said)
    assert 4 <= signs / float(sum(map(speech_seconds, said)) - rests) <= 5


@pytest.mark.parametrize("script", [ENGLISH, CAST + CHINESE], ids=["English", "Chinese"])
def test_a_page_of_dialogue_takes_about_a_minute(script: str) -> None:
    assert 45 <= seconds(script) <= 80


def test_one_scene_in_two_languages_takes_about_as_long() -> None:
    assert seconds(ENGLISH) == pytest.approx(seconds(CAST + CHINESE), rel=0.2)


def test_a_long_song_is_no_single_shot() -> None:
    verse = "".join(
        f"~When the ferry goes over number {n}\n~I am on the other shore\n" for n in "abcdefgh"
    )
    found = told(f"INT. BAR - NIGHT\n\nANNA\n{verse}")
    assert len(lines(found)) > 3
    assert all(float(speech_seconds(line.text)) < 9 for line in lines(found))
    assert all(line.text.startswith(("When", "I am")) for line in lines(found))
    assert all(shot.implied for shot in shots(found))
