"""The manual pages of what resolving and scheduling can find wrong: a code in, its page out.

Each `example` is a `.drama` script that gets the diagnostic, each `instead` one that does not.
"""

from __future__ import annotations

from collections.abc import Mapping

from drama_dsl.diagnostic import Page

_TITLE: Mapping[str, Page] = {
    "bad-format": Page(
        "A part of `Format:` is no ratio, no size and no rate, or ratio and size disagree.",
        "The frame is the same for every picture of the film, so a slip here would be paid for "
        "in all of them.",
        "Format: 9:16 1080by1920\n\nINT. KITCHEN - DAY\n",
        "Format: 9:16 1080x1920\n\nINT. KITCHEN - DAY\n",
    ),
    "bad-rate": Page(
        "A number in `Format:` is no frame rate.",
        "Cuts, sound and timecode all count whole frames at one exact rate.",
        "Format: 16:9 900fps\n\nINT. KITCHEN - DAY\n",
        "Format: 16:9 24fps\n\nINT. KITCHEN - DAY\n",
    ),
    "unknown-style": Page(
        "`Style:` on the title page names a style that is not among the declared ones.",
        "The style colours every picture; another one than was meant would change the whole film.",
        "Title: Waves\nStyle: inkk\n\nstyle: ink\n  look: ink wash\n\nEXT. SEA - DAY\n",
        "Title: Waves\nStyle: ink\n\nstyle: ink\n  look: ink wash\n\nEXT. SEA - DAY\n",
    ),
}

_NAMES: Mapping[str, Page] = {
    "duplicate-declaration": Page(
        "One name is declared twice, in one file or in two that are used.",
        "A name stands for one thing, so that it looks the same in every shot. A declaration in "
        "the script itself quietly beats one of the same name in a used file.",
        "character: LI WEI\n  look: thin\n\ncharacter: LI WEI\n  look: stout\n\nEXT. SEA - DAY\n\n"
        "LI WEI rows.\n",
        "character: LI WEI\n  look: thin\n\nEXT. SEA - DAY\n\nLI WEI rows.\n",
    ),
    "bad-translations": Page(
        what="A file of translations is not TOML, or says something else than a text.",
        why="`film.en.toml` holds the English of `film.drama`: a line's id, and its text.",
        example="t5dw9 = 3",
        instead='t5dw9 = "Mother!"',
    ),
    "unknown-line": Page(
        what="A file of translations names a line that the film does not have.",
        why="The line was cut or rewritten; its translation is shown nowhere.",
        example='zzzzz = "Mother!"',
        instead='t5dw9 = "Mother!"',
    ),
    "unused-declaration": Page(
        "Something is declared that the script never names.",
        "It is often a name that is spelt otherwise further down. In action a name counts where "
        "it is spelt as declared, in capitals or capitalised.",
        "prop: JADE SWORD\n\nEXT. SEA - DAY\n\nHe rows.\n",
        "prop: JADE SWORD\n\nEXT. SEA - DAY\n\nHe lifts the JADE SWORD.\n",
    ),
    "unknown-character": Page(
        "A name stands where a person is meant, and nobody of that name is declared or speaks.",
        "Nobody can be drawn who is not known. Names in capitals are names; what is meant as "
        "plain words is written in small letters.",
        "character: LI WEI\n\nEXT. SEA - DAY\n\nshot: close on LI WIE\n\nLI WEI rows.\n",
        "character: LI WEI\n\nEXT. SEA - DAY\n\nshot: close on LI WEI\n\nLI WEI rows.\n",
    ),
    "unknown-prop": Page(
        "A name in a shot is nearly that of a declared thing.",
        "The thing would be drawn anew and look different from the one declared.",
        "prop: JADE SWORD\n\nEXT. SEA - DAY\n\nshot: insert JADE SWROD\n",
        "prop: JADE SWORD\n\nEXT. SEA - DAY\n\nshot: insert JADE SWORD\n",
    ),
    "unknown-location": Page(
        "A scene is set, or a shot is on, a place whose name is nearly that of a declared one.",
        "Another name is another place: it would get a look and a sound of its own.",
        "location: HARBOUR\n\nEXT. HARBUOR - DAY\n\nGulls.\n",
        "location: HARBOUR\n\nEXT. HARBOUR - DAY\n\nGulls.\n",
    ),
    "unknown-speaker": Page(
        "A cue is one slip away from a declared name, and stands there once or twice only.",
        "A new name is a new person with a face and a voice of their own. The line is given to "
        "the declared one.",
        "character: LI WEI\n\nEXT. SEA - DAY\n\nLI WEI\nMother!\n\nLI WIE\nMother!\n",
        "character: LI WEI\n\nEXT. SEA - DAY\n\nLI WEI\nMother!\n\nLI WEI\nMother!\n",
    ),
    "unknown-wardrobe": Page(
        "Somebody wears a wardrobe that is not declared for them.",
        "What a person wears is declared by name, so that it is the same in every shot.",
        "character: LI WEI\n  wardrobe storm: soaked tunic\n\nEXT. SEA - DAY\n\n"
        "cast: LI WEI in strom\n",
        "character: LI WEI\n  wardrobe storm: soaked tunic\n\nEXT. SEA - DAY\n\n"
        "cast: LI WEI in storm\n",
    ),
    "unknown-preset": Page(
        "A clause of a shot is nearly the name of a preset.",
        "Without it the shot would lose all that the preset says.",
        "preset: hero = close, low angle\n\nEXT. SEA - DAY\n\nshot: heroo\n",
        "preset: hero = close, low angle\n\nEXT. SEA - DAY\n\nshot: hero\n",
    ),
    "property-without-name": Page(
        "A wardrobe or a variant has no name of its own.",
        "It is called by its name: `LI WEI in storm`.",
        "character: LI WEI\n  wardrobe: soaked tunic\n\nEXT. SEA - DAY\n\nLI WEI rows.\n",
        "character: LI WEI\n  wardrobe storm: soaked tunic\n\nEXT. SEA - DAY\n\nLI WEI rows.\n",
    ),
}

_SHOTS: Mapping[str, Page] = {
    "not-a-count": Page(
        "`takes:` or `seed:` is no whole number, or one out of range.",
        "So many takes are made, and paid for; there is no half one.",
        "EXT. SEA - DAY\n\nshot: wide\n  takes: many\n",
        "EXT. SEA - DAY\n\nshot: wide\n  takes: 4\n",
    ),
    "duplicate-pin": Page(
        "Two shots, or a shot and a scene, are pinned with one name.",
        "A pin is the name by which takes are kept for a shot.",
        "EXT. SEA - DAY\n\nshot: wide, #A#\n\nshot: close, #A#\n",
        "EXT. SEA - DAY\n\nshot: wide, #A#\n\nshot: close, #B#\n",
    ),
    "unsure-name": Page(
        "After many changes at one place a shot or line could be either of two that were there.",
        "Takes belong to names. Rather than give it another's takes it gets a new name; pins are "
        "never unsure.",
        "EXT. SEA - DAY\n\nshot: wide\n\nHe rows home at dusk.\n",
        "EXT. SEA - DAY\n\nshot: wide, #A#\n\nHe rows home at dusk.\n",
    ),
    "reuse-of-unknown-shot": Page(
        "A shot is to reuse the picture of a shot that does not exist, or its own.",
        "There is no picture to show.",
        "EXT. SEA - DAY\n\nshot: wide, #A1#\n\nshot: reuse C1\n",
        "EXT. SEA - DAY\n\nshot: wide, #A1#\n\nshot: reuse A1\n",
    ),
    "match-of-unknown-shot": Page(
        "A shot is to match a shot that does not exist, or itself.",
        "There is no camera to match.",
        "EXT. SEA - DAY\n\nshot: wide, #A1#\n\nshot: match C1\n",
        "EXT. SEA - DAY\n\nshot: wide, #A1#\n\nshot: match A1\n",
    ),
    "reuse-in-a-circle": Page(
        "Shots reuse each other's picture in a circle.",
        "None of them has a picture that the others could show.",
        "EXT. SEA - DAY\n\nshot: reuse B1, #A1#\n\nshot: reuse A1, #B1#\n",
        "EXT. SEA - DAY\n\nshot: wide, #A1#\n\nshot: reuse A1, #B1#\n",
    ),
    "unpinned-shot": Page(
        "A shot is named by its number, and is not pinned.",
        "Numbers count on: a shot put in before would make another one 1A.",
        "EXT. SEA - DAY\n\nshot: wide\n\nshot: reuse 1A\n",
        "EXT. SEA - DAY\n\nshot: wide, #1A#\n\nshot: reuse 1A\n",
    ),
    "sub-without-line": Page(
        "A translation stands under no line of dialogue.",
        "`sub en:` translates the line right above it, in the same dialogue.",
        "EXT. SEA - DAY\n\nLI WEI\nMother!\n\nsub zh: 娘！\n",
        "EXT. SEA - DAY\n\nLI WEI\nMother!\nsub zh: 娘！\n",
    ),
    "speech-outruns-shot": Page(
        "The lines of a shot take longer than the length that it says.",
        "No word is cut, so the shot is made longer than it says. The lengths of lines are "
        "estimated until a voice has spoken them.",
        "EXT. SEA - DAY\n\nshot: wide, 1s\n\nLI WEI\nMother, I have come to take you home.\n",
        "EXT. SEA - DAY\n\nshot: wide, 5s\n\nLI WEI\nMother, I have come to take you home.\n",
    ),
}

PAGES: Mapping[str, Page] = {**_TITLE, **_NAMES, **_SHOTS}
"""The page of every code that resolving and scheduling can give."""
