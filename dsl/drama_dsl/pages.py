"""The manual pages of what the parser can find wrong: a code comes in, its page goes out.

Each `example` is a `.drama` script that gets the diagnostic, each `instead` one that does not.
"""

from __future__ import annotations

from collections.abc import Mapping

from drama_dsl.diagnostic import Page

_LINES: Mapping[str, Page] = {
    "unclosed-boneyard": Page(
        "A boneyard `/*` has no `*/` behind it.",
        "Only a closed boneyard is cut out. An open one is read as text, so that nothing of the "
        "script is lost by a forgotten mark.",
        "/* An old scene.\n\nINT. KITCHEN - DAY\n",
        "/* An old scene. */\n\nINT. KITCHEN - DAY\n",
    ),
    "unclosed-note": Page(
        "A note `[[` has no `]]` before the next blank line.",
        "A note reaches over line ends but not over a blank line; to carry it over one, leave two "
        "spaces in that line. An open note is read as text.",
        "She waits. [[how long?\n",
        "She waits. [[how long?]]\n",
    ),
    "unknown-annotation": Page(
        "A line or a note begins with a word that is nearly an annotation.",
        "A line whose word is not known belongs to the screenplay, so what was meant for the "
        "compiler would be spoken or shown as action.",
        "charcter: LI WEI\n",
        "character: LI WEI\n",
    ),
    "unknown-property": Page(
        "A line beneath an annotation has a key that the annotation does not have.",
        "The keys are a closed list, so that a slip cannot silently change what a person looks "
        "like or how a shot is made.",
        "character: LI WEI\n  lok: weathered, grey beard\n",
        "character: LI WEI\n  look: weathered, grey beard\n",
    ),
    "property-without-colon": Page(
        "A line beneath an annotation has no `key:`, and does not go on with the line above.",
        "A value goes on where a line is indented deeper than its key; at the same depth a new "
        "property is expected.",
        "character: LI WEI\n  look: weathered\n  grey beard\n",
        "character: LI WEI\n  look: weathered\n    grey beard\n",
    ),
    "property-twice": Page(
        "A property is said twice beneath one annotation.",
        "Only one can hold; the last is taken. (`refs`, `alias`, `wardrobe` and `variant` may be "
        "said many times.)",
        "shot: wide\n  takes: 2\n  takes: 4\n",
        "shot: wide\n  takes: 4\n",
    ),
    "stray-property": Page(
        "An indented `key: value` stands behind a blank line, so no annotation owns it.",
        "A blank line ends an annotation. What follows is read as action.",
        "character: LI WEI\n\n  look: weathered\n",
        "character: LI WEI\n  look: weathered\n",
    ),
    "sub-without-language": Page(
        "A subtitle does not say in which language it is.",
        "The title page's `Subtitles` chooses languages, so each subtitle needs one.",
        "LI WEI\n母亲！\nsub: Mother!\n",
        "LI WEI\n母亲！\nsub en: Mother!\n",
    ),
    "empty-annotation": Page(
        "An annotation has no value.",
        "A declaration needs a name, a cue something to play or show. Only `shot:` may be empty: "
        "it begins a shot of which nothing is said.",
        "location:\n",
        "location: BEACH\n",
    ),
    "preset-without-clauses": Page(
        "A preset is not written as a name, `=` and shot clauses.",
        "A preset gives shot clauses a name, to be used as the first word of a `shot:`.",
        "preset: hero\n",
        "preset: hero = close, low angle, 35mm\n",
    ),
    "preset-takes-a-word": Page(
        "A preset has the name of a word that already means something in a shot.",
        "`shot: wide` has to mean the same in every script.",
        "preset: wide = wide, 24mm\n",
        "preset: vista = wide, 24mm\n",
    ),
}

_SHOTS: Mapping[str, Page] = {
    "unknown-size": Page(
        "A shot has a word that is nearly a size.",
        "Sizes are a closed list, so that a slip is not taken for a name.",
        "shot: cloze on LI WEI\n",
        "shot: close on LI WEI\n",
    ),
    "unknown-angle": Page(
        "A shot has a word that is nearly an angle.",
        "Angles are a closed list, so that a slip is not taken for a name.",
        "shot: wide, low angel\n",
        "shot: wide, low angle\n",
    ),
    "unknown-move": Page(
        "A shot has a word that is nearly a camera move.",
        "Moves are a closed list, so that a slip is not taken for a name.",
        "shot: wide, doly in\n",
        "shot: wide, dolly in\n",
    ),
    "unknown-clause": Page(
        "A shot has words that are no clause, no preset and no name.",
        "What is not understood would be lost. Free words for the picture stand in quotation "
        "marks.",
        "shot: wide, rain streaks the lens\n",
        'shot: wide, "rain streaks the lens"\n',
    ),
    "bad-length": Page(
        "A shot has a length that it cannot have.",
        "A length is in seconds (`4s`, `2.5s`) or frames (`96f`), longer than nothing and at most "
        "an hour.",
        "shot: wide, 4 sceonds\n",
        "shot: wide, 4 seconds\n",
    ),
    "bad-lens": Page(
        "A focal length or an aperture is one that no lens has.",
        "Lenses run from 1mm to 2000mm, apertures up to f/64.",
        "shot: wide, 0mm\n",
        "shot: wide, 24mm\n",
    ),
    "bad-speed": Page(
        "A shot runs at a speed that no shot can have.",
        "A speed is above nothing and at most 1000 times real time.",
        "shot: wide, 0x\n",
        "shot: wide, 0.5x\n",
    ),
    "wrong-direction": Page(
        "A camera move is sent where it cannot go.",
        "A pan turns left or right, a tilt up or down; a dolly runs in or out, a truck sideways; "
        "a crane rises or sinks.",
        "shot: wide, pan up\n",
        "shot: wide, tilt up\n",
    ),
    "clause-twice": Page(
        "A shot says its size, length, lens, speed or id twice.",
        "Only one can hold; the last is taken. Where two are meant, they are two shots.",
        "shot: wide, close on LI WEI\n",
        "shot: wide\n\nshot: close on LI WEI\n",
    ),
    "unclosed-quote": Page(
        "Free text in a shot has no closing quotation mark.",
        "Everything behind the opening mark would be free text, other clauses too.",
        'shot: wide, "rain, 3s\n',
        'shot: wide, "rain", 3s\n',
    ),
    "pace-without-move": Page(
        "A shot says how fast something goes, but not what moves.",
        "`slow` and `fast` belong to a camera move. A slow picture is `slow motion`.",
        "shot: wide, slow\n",
        "shot: wide, dolly in slow\n",
    ),
}

PAGES: Mapping[str, Page] = {**_LINES, **_SHOTS}
"""Every code of this room and its page."""
