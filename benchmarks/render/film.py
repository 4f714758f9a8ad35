"""A number of shots comes in; a script with so many comes out: English, spoken, scored, 9:16."""

from __future__ import annotations

SHOTS_A_SCENE = 4

HEAD = """\
Title: The Long Night
Format: 9:16 {width}x{height} 24fps

character: NORA
  look: woman of thirty, yellow raincoat, short dark hair
character: SAM
  look: boy of nine, red cap, striped shirt
"""
PLACES = (
    ("EXT. HARBOUR - DUSK", "waves", "tender, 72 bpm, piano"),
    ("INT. KITCHEN - NIGHT", "a clock ticks", "warm, 80 bpm, guitar"),
    ("EXT. FOREST - DAY", "birds", "bright, 96 bpm, flute"),
    ("EXT. STREET - NIGHT", "traffic", "tense, 110 bpm, strings"),
)
SHOTS = (
    ("wide, slow push in", "The light is nearly gone.", ""),
    ("medium on NORA", "NORA looks up.", "NORA\nI counted {number} lamps on the way."),
    ("close on SAM, pan right", "SAM listens.", "SAM\nThen {number} of them are lost."),
    ("two on NORA and SAM, slow push in", "NORA and SAM wait.", ""),
)
"""A shot each: what it is, what is done in it, what is said."""

CHANGED = ("I counted 2 lamps on the way.", "I counted two lamps by the way.")
"""A line as it is and as it is changed to."""

CHANGED_AGAIN = (
    ("I counted 14 lamps on the way.", "I counted fourteen lamps by the way."),
    ("Then 19 of them are lost.", "Then nineteen of them are gone."),
    ("I counted 30 lamps on the way.", "I counted thirty lamps on my way."),
)
"""Other lines, in the middle of the film and near its end."""


def script(shots: int, width: int = 720, height: int = 1280, seconds: int = 5) -> str:
    """A screenplay of so many shots of so many seconds, a line in every second one."""
    parts = [HEAD.format(width=width, height=height)]
    for index in range(shots):
        scene, at = divmod(index, SHOTS_A_SCENE)
        heading, sound, music = PLACES[scene % len(PLACES)]
        if at == 0:
            parts.append(f"{heading} {scene + 1}\n\nmusic: {music}\nsound: {sound}\n")
        shot, action, said = SHOTS[at]
        parts.append(f"shot: {shot}, {seconds}s\n\n{action}\n")
        if said:
            parts.append(said.format(number=index + 1) + "\n")
    return "\n".join(parts)
