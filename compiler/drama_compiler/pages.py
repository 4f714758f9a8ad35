"""The manual pages of what can be wrong outside the text of a script: files, builds, installs."""

from __future__ import annotations

from collections.abc import Mapping

from drama_dsl.diagnostic import Page

PAGES = {
    "no-such-file": Page(
        what="A script, or a file that a script uses, is not there.",
        why="A path in `use:` is relative to the file it stands in, not to where you are.",
        example="use: cast/people.drama",
        instead="use: ../cast/people.drama",
    ),
    "not-a-file": Page(
        what="A folder was named where a script is read.",
        why="A folder can hold several films; `drama` does not guess which one is meant.",
        example="drama build episodes/",
        instead="drama build episodes/one.drama",
    ),
    "unreadable-file": Page(
        what="The system refuses to give the file's contents.",
        why="Most often its permissions, or a drive that is gone.",
        example="drama check locked.drama",
        instead="chmod u+r locked.drama",
    ),
    "file-too-large": Page(
        what="The file is larger than any script.",
        why="A feature-length screenplay has about 150 kB; 16 MB and more is another kind of file.",
        example="drama check recording.drama",
        instead="drama check script.drama",
    ),
    "not-text": Page(
        what="The file holds bytes that no text has.",
        why="Office and Final Draft files are not plain text, whatever their name says.",
        example="drama build script.fdx",
        instead="drama import script.fdx",
    ),
    "not-utf-8": Page(
        what="The text is in another encoding than UTF-8.",
        why="A guess would turn names into other names. Older Chinese editors write GB 18030.",
        example="(a file saved as GBK)",
        instead="drama import old.drama --encoding gb18030 --out new.drama",
    ),
    "use-outside-project": Page(
        what="A `use:` reaches outside the project's folder.",
        why="A project must build from its own checkout on any machine.",
        example="use: ../../elsewhere/cast.drama",
        instead="use: shared/cast.drama",
    ),
    "circular-use": Page(
        what="A file uses itself, directly or through others.",
        why="Declarations are taken once; a circle only hides where they belong.",
        example="cast.drama has `use: film.drama`, which has `use: cast.drama`",
        instead="leave `use:` out of the file that only declares",
    ),
    "which-script": Page(
        what="No script was named and the folder does not say which one is meant.",
        why="The project file, or a folder with one script, would.",
        example="drama build",
        instead="drama build film.drama",
    ),
    "bad-project-file": Page(
        what="`drama.toml` is not TOML.",
        why="It is read as it stands or not at all.",
        example="script = film.drama",
        instead='[film]\nscript = "film.drama"',
    ),
    "unknown-table": Page(
        what="`drama.toml` has a table that nothing reads.",
        why="A misspelt table would be ignored silently.",
        example="[flim]",
        instead="[film]",
    ),
    "unknown-rule": Page(
        what="`[lint]` in `drama.toml`, or an `[[allow: …]]` in a script, names no diagnostic.",
        why="A misspelt name would switch nothing, silently.",
        example="[[allow: jumpcut]]",
        instead="[[allow: jump-cut]]",
    ),
    "bad-switch": Page(
        what="A rule in `[lint]` is neither `on` nor `off`.",
        why="There is nothing between: a warning is told or it is not.",
        example='[lint]\njump-cut = "sometimes"',
        instead='[lint]\njump-cut = "off"',
    ),
    "no-repository": Page(
        what="The script is not kept in git, or git does not open where it is kept.",
        why="`drama diff` reads what the script was from its history in git.",
        example="drama diff HEAD~1",
        instead="git init && git add . && git commit",
    ),
    "unknown-revision": Page(
        what="Git has no commit, branch or tag of this name here.",
        why="A shallow clone, as workflows make them, has only the newest commits.",
        example="drama diff HEAD~100",
        instead="git fetch --unshallow, then drama diff HEAD~100",
    ),
    "nothing-to-film": Page(
        what="The script has no action, no line and no shot with a length.",
        why="There is nothing to show or to hear.",
        example="INT. ROOM - DAY",
        instead="INT. ROOM - DAY\n\nA chair. Nobody.",
    ),
    "not-made": Page(
        what="A part of the film could not be made.",
        why="What is made of it is left out too; everything else is kept for the next build.",
        example="(a full disk)",
        instead="mend the cause that the message names, and build again",
    ),
    "made-less-well": Page(
        what="A part of the film was made in a lesser way than it could be.",
        why="A fallback took over, so that there is a film at all.",
        example="(a line in a language that no voice here speaks)",
        instead="nothing needs to be done; another voice can be declared",
    ),
    "service-refuses": Page(
        what="A service that a job is given to cannot do what the job asks.",
        why="It has limits: lengths, images of reference, characters of a prompt, a last frame.",
        example='[profile.final]\nclip = "rehearsal/draft"',
        instead='[profile.final]\nclip = "rehearsal/steps"',
    ),
    "project-busy": Page(
        what="Another build of the same project is at work.",
        why="Two at once would make and buy the same things.",
        example="drama build --no-wait",
        instead="drama build",
    ),
    "no-such-job": Page(
        what="What is to be bought again is no shot of the film, and no job.",
        why="A shot is called by its number or id, anything else by its job's name.",
        example="drama redo 99Z",
        instead="drama redo 2A voice/x9d4e",
    ),
    "take-absent": Page(
        what="A take that the film shows is named in the lock, and its media is not here.",
        why="Media are kept outside git; until they come, the next best is shown.",
        example="(a fresh clone)",
        instead="drama store pull",
    ),
    "aged-facts": Page(
        what="What is known of a service that is to be paid is older than 90 days.",
        why="Models are retired and prices change; the plan reckons with what was known then.",
        example='[profile.final]\nclip = "pixverse/v6"',
        instead="a newer release of drama, or of the backend; the plan's range is to be doubted",
    ),
    "not-carried": Page(
        what="A service has no way to be told something that the script says.",
        why="It makes the shot all the same, and leaves that to chance.",
        example="shot: close on ANNA, via: pixverse/v6\n  last: her hand on the door",
        instead="shot: close on ANNA, via: pixverse/v6\n  first: her face\n  last: her hand",
    ),
    "not-written": Page(
        what="A folder or the disk did not take what the build wrote.",
        why="What was made before is kept: when there is room again, the build goes on from there.",
        example="drama build film.drama --out film.drama",
        instead="drama build film.drama --out out",
    ),
    "not-exported": Page(
        what="A format of the timeline cannot hold this cut.",
        why="Formats have limits, such as 100 frames a second in the timecode of an edit list.",
        example="Format: 16:9 120fps",
        instead="Format: 16:9 60fps",
    ),
    "film-parts-missing": Page(
        what="The packages that draw, speak and score the animatic are not installed.",
        why="The core install is small; it checks scripts without them.",
        example="pip install drama-lang",
        instead="pip install 'drama-lang[film]'",
    ),
    "reads-otherwise": Page(
        what="A script written in the other dialect does not tell quite the same film.",
        why="Notes are read leniently, and some marks mean nothing in plain Fountain.",
        example="shot: clsoe on ANNA",
        instead="shot: close on ANNA",
    ),
    "breakdown-would-change-scene": Page(
        what="A scene's coverage cannot be written into the script without changing the film.",
        why="A cut inside emphasis, or in front of a change of wardrobe, has no place to stand.",
        example="EXT. SEA - DAY\n\n*He rows. The OLD LANTERN goes out.*\n",
        instead="EXT. SEA - DAY\n\n*He rows.* *The OLD LANTERN goes out.*\n",
    ),
    "proposal-left-out": Page(
        what="A text model proposed something that the language does not have, twice.",
        why="Only what reads well, and leaves the story as it is, is shown as a proposal.",
        example="14: shot: medium-ish on everybody who matters",
        instead="14: shot: medium on ANNA",
    ),
    "proposal-faulty": Page(
        what="A text model wrote scenes that cannot stand where they were wanted.",
        why="It saw what was wrong and wrote again, and that was no better; nothing was changed.",
        example="Sure! Here is your scene: …",
        instead='drama draft "Anna burns the letter" --with ANOTHER-MODEL',
    ),
}


def all_pages() -> Mapping[str, Page]:
    """The page of every code that any room gives, by its code."""
    from drama_compiler.film.pages import PAGES as OF_THE_FILM
    from drama_compiler.make.pages import PAGES as OF_BUYING
    from drama_compiler.plan.pages import PAGES as OF_PLANS
    from drama_compiler.rules import RULES
    from drama_compiler.store.lock_pages import PAGES as OF_THE_LOCK
    from drama_compiler.store.store_pages import PAGES as OF_THE_STORE
    from drama_dsl.pages import PAGES as OF_THE_LANGUAGE

    return {
        **PAGES,
        **OF_THE_LANGUAGE,
        **OF_THE_FILM,
        **OF_THE_LOCK,
        **OF_THE_STORE,
        **OF_BUYING,
        **OF_PLANS,
        **{rule.code: rule.page for rule in RULES},
    }
