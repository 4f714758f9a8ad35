"""`drama diff` in real repositories: revisions, renamings, shallow clones, no repository at all."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from drama_compiler.film.resolve import resolve
from drama_compiler.store.lock import Lock
from drama_compiler.store.lock_names import with_names
from drama_compiler.store.lock_text import write_lock
from drama_dsl.parser import parse
from drama_dsl.source import Source
from tests.faces.run import Run, run

CAST = "character: ANN\n  look: tall, red coat\n"
FILM = """\
Title: Small

use: parts/cast.drama

INT. ROOM - DAY

shot: wide on ANN, 3s

Ann waits.

shot: close on ANN, 2s

ANN
Who is there?
"""


class Repository:
    """A git repository in a folder of its own, with nothing of this machine's settings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str) -> str:
        command = ["git", "-C", str(self.folder), *words]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def commit(self, **files: str) -> str:
        for name, text in files.items():
            self.write(name.replace("__", "/").replace("_", "."), text)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "a draft")
        return self.git("rev-parse", "HEAD")


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who commits, and no settings but these."""
    (tmp_path / "settings").write_text("[user]\nname = Somebody\nemail = somebody@example.org\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "settings"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = Repository(tmp_path / "film")
    made.commit(film_drama=FILM, parts__cast_drama=CAST)
    monkeypatch.chdir(made.folder)
    return made


def diff(*words: object) -> Run:
    found = run("diff", *words, "--json")
    assert found.code == 0, found.err
    return found


def shots(found: Run) -> list[tuple[str, str, list[str]]]:
    return [
        (shot["number"], shot["fate"], [change["what"] for change in shot["changes"]])
        for scene in found.json["scenes"]
        for shot in scene["shots"]
    ]


def test_the_files_here_are_compared_with_the_last_commit(repository: Repository) -> None:
    assert diff().json["same"]
    repository.write("film.drama", FILM.replace("Who is there?", "Who is out there?"))
    found = diff()
    assert shots(found) == [("1B", "kept", ["length", "ANN says"])] or shots(found) == [
        ("1B", "kept", ["ANN says"])
    ]
    (change,) = [
        each
        for each in found.json["scenes"][0]["shots"][0]["changes"]
        if each["what"] == "ANN says"
    ]
    assert change["words"] == [["same", "Who is "], ["new", "out "], ["same", "there?"]]
    assert found.json["to"]["name"] == "working tree"


def test_used_files_are_read_as_they_were_then(repository: Repository) -> None:
    repository.commit(parts__cast_drama=CAST.replace("red coat", "blue coat"))
    repository.commit(parts__cast_drama=CAST.replace("red coat", "green coat"))
    (repository.folder / "parts" / "cast.drama").unlink()
    for old, words in (("HEAD~2", "red"), ("HEAD~1", "blue")):
        (ann,) = diff(old, "HEAD").json["declarations"]
        assert ann["changes"][0]["before"] == f"tall, {words} coat"
        assert ann["changes"][0]["after"] == "tall, green coat"
        assert ann["shots"] == ["1A", "1B"]
    assert diff("HEAD", "HEAD").json["same"]


def test_it_works_from_any_folder_and_with_the_script_named(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write("film.drama", FILM.replace("close on", "medium on"))
    wanted = [("1B", "kept", ["size"])]
    (repository.folder / "notes" / "deep").mkdir(parents=True)
    monkeypatch.chdir(repository.folder / "notes" / "deep")
    assert shots(diff()) == shots(diff("HEAD", "../../film.drama")) == wanted
    monkeypatch.chdir(repository.folder.parent)
    assert shots(diff("film/film.drama")) == wanted
    monkeypatch.setenv("GIT_DIR", "elsewhere")
    assert shots(diff("film/film.drama")) == wanted


@pytest.mark.parametrize("committed", [True, False])
def test_a_renamed_script_is_the_same_film(repository: Repository, committed: bool) -> None:
    repository.git("mv", "film.drama", "small.drama")
    if committed:
        repository.commit()
    old = "HEAD~1" if committed else "HEAD"
    found = diff(old, "small.drama")
    assert found.json["same"]
    assert (found.json["from"]["script"], found.json["to"]["script"]) == (
        "film.drama",
        "small.drama",
    )
    if committed:
        assert diff(old, "HEAD", "film.drama").json["same"]


def test_a_script_that_was_not_there_is_all_new_and_a_lost_one_all_gone(
    repository: Repository,
) -> None:
    repository.write("other.drama", "EXT. SEA - DAY\n\nWaves.\n")
    assert [fate for _, fate, _ in shots(diff("HEAD", "other.drama"))] == ["new"]
    (repository.folder / "film.drama").unlink()
    (repository.folder / "other.drama").unlink()
    assert {fate for _, fate, _ in shots(diff("HEAD", "film.drama"))} == {"gone"}
    absent = run("diff", "HEAD", "never.drama")
    assert absent.code == 2 and "error[no-such-file]" in absent.err


def test_a_moved_project_finds_what_it_uses_where_it_lay(repository: Repository) -> None:
    repository.git("mv", "parts", "people")
    repository.commit(film_drama=FILM.replace("parts/", "people/"))
    assert diff("HEAD~1", "HEAD").json["same"]


def test_what_a_branch_changed_since_it_left_is_asked_with_three_dots(
    repository: Repository,
) -> None:
    repository.git("checkout", "-q", "-b", "wetter")
    repository.commit(film_drama=FILM.replace("close on", "medium on"))
    repository.git("checkout", "-q", "main")
    repository.commit(film_drama=FILM.replace("wide on ANN, 3s", "wide on ANN, 5s"))
    assert shots(diff("main...wetter")) == [("1B", "kept", ["size"])]
    assert len(shots(diff("main..wetter"))) == len(shots(diff("main", "wetter"))) == 2
    assert shots(diff("wetter...")) == [("1A", "kept", ["length"])]


def test_a_shot_is_known_again_by_the_names_in_the_lock(repository: Repository) -> None:
    """Two rewritings, of which nothing is left that could be matched, but each kept its names."""
    first = resolve([parse(Source("film.drama", FILM))])
    write_lock(repository.folder / "drama.lock", with_names(Lock(), "film", first.names))
    repository.commit()
    later = FILM.replace("Who is there?", "Come in out of the rain, my friend.")
    later = later.replace("close on ANN, 2s", "insert on a lamp, 4s")
    without = run("diff", "HEAD", "--json").json
    assert without["same"]
    names = first.names.model_dump()
    fresh = resolve([parse(Source("film.drama", later))]).names
    ids = [list(table.shots) for table in (first.names, fresh)]
    assert ids[0][1] != ids[1][1]
    names["shots"][ids[0][1]] = fresh.shots[ids[1][1]].model_dump()
    kept = type(first.names).model_validate(names)
    repository.write("film.drama", later)
    write_lock(repository.folder / "drama.lock", with_names(Lock(), "film", kept))
    assert "kept" in {fate for number, fate, _ in shots(diff("HEAD")) if number == "1B"}


def test_a_film_is_the_same_after_layout_notes_and_fmt(repository: Repository) -> None:
    repository.write("film.drama", FILM.replace("\n\n", "\n\n\n") + "\n/* later */\n[[a note]]\n")
    assert run("diff", "--exit-code").code == 0
    assert "The same film" in run("diff").out
    assert run("fmt", "film.drama").code == 0
    assert diff().json["same"]


def test_exit_codes_tell_another_film_from_no_answer(repository: Repository) -> None:
    assert run("diff", "--exit-code").code == 0
    repository.write("film.drama", FILM.replace("3s", "4s"))
    assert run("diff").code == 0
    assert run("diff", "--exit-code").code == 1
    for words in (["nowhere"], ["HEAD", "HEAD", "HEAD"], ["--", "-x"], [""]):
        assert run("diff", "--exit-code", *words).code == 2


def test_a_shallow_clone_says_what_it_lacks(repository: Repository, tmp_path: Path) -> None:
    first = repository.git("rev-parse", "HEAD")
    repository.commit(film_drama=FILM.replace("3s", "4s"))
    clone = tmp_path / "clone"
    source = repository.folder.as_uri()
    subprocess.run(["git", "clone", "-q", "--depth", "1", source, str(clone)], check=True)
    found = run("diff", first, clone / "film.drama")
    assert found.code == 2 and "error[unknown-revision]" in found.err
    assert "git fetch --unshallow" in found.err
    assert run("diff", clone / "film.drama").code == 0


def test_no_repository_no_commit_and_no_git_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bare"
    folder.mkdir()
    script = folder / "film.drama"
    script.write_text("A boat.\n")
    found = run("diff", script)
    assert found.code == 2 and "error[no-repository]" in found.err and "git init" in found.err
    Repository(folder)
    found = run("diff", script)
    assert found.code == 2 and "no commit here yet" in found.err
    monkeypatch.setenv("PATH", str(tmp_path))
    found = run("diff", script)
    assert found.code == 2 and "git is not installed" in found.err


def test_links_in_a_revision_lead_where_they_led(repository: Repository) -> None:
    (repository.folder / "shared").mkdir()
    (repository.folder / "parts" / "cast.drama").rename(repository.folder / "shared" / "all.drama")
    (repository.folder / "parts" / "cast.drama").symlink_to("../shared/all.drama")
    repository.commit()
    shutil.rmtree(repository.folder / "parts")
    assert diff("HEAD~1", "HEAD").json["same"]


def test_a_comment_calls_nobody_and_marks_nothing_up(repository: Repository) -> None:
    text = FILM.replace("Who is there?", "@somebody <b>see</b> #12, *please* | `now`")
    repository.write("film.drama", text)
    out = run("diff", "--markdown").out
    assert out.startswith("<!-- drama diff -->\n### Small")
    said = next(line for line in out.splitlines() if "ANN says" in line)
    for mark in ("@", "<b>", "#12", " *please*", " | ", " `now`"):
        assert mark not in said.replace("&#64;", "").replace("&#35;", ""), mark
    assert "<del>" in said and "<ins>" in said


def test_a_comment_is_never_too_long_to_be_posted(repository: Repository) -> None:
    scenes = (f"INT. ROOM {number} - DAY\n\n{'Rain. ' * 40}\n" for number in range(400))
    repository.write("film.drama", "\n".join(scenes))
    out = run("diff", "--markdown").out
    assert 50_000 < len(out) < 65_536 and "and more" in out.splitlines()[-1]


@pytest.mark.parametrize("width", [60, 100])
def test_the_page_fits_the_terminal(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    repository.write("film.drama", FILM.replace("Who is", "Who, who " * 20 + "was"))
    out = run("diff").out
    assert max(map(len, out.splitlines())) <= width
    assert "[-Who is there?-]{+Who, who" in " ".join(out.split())
    assert not any(line.endswith(" ") for line in out.splitlines())


def test_the_data_are_json_that_names_every_change(repository: Repository) -> None:
    repository.write("film.drama", FILM.replace("wide on ANN, 3s", "wide on ANN, low angle, 4s"))
    data = json.loads(run("diff", "--json").out)
    assert data["before"]["seconds"] + 1 == data["after"]["seconds"]
    (shot,) = data["scenes"][0]["shots"]
    assert {change["what"] for change in shot["changes"]} == {"angle", "length"}
    clip = next(jobs for jobs in data["jobs"] if jobs["kind"] == "clip")
    assert clip["anew"] == [f"clip/{shot['id']}"]


PROFILE = '[profile.final]\nclip = "rehearsal"\nportrait = "rehearsal"\nvoice = "rehearsal"\n'


def test_a_change_has_the_price_of_what_it_makes_stale(repository: Repository) -> None:
    repository.write("drama.toml", PROFILE)
    repository.commit()
    same = diff("--profile", "final").json["price"]
    assert (same["calls"], same["cost"]["usd_max"], same["items"]) == (0, 0.0, [])
    repository.write("film.drama", FILM.replace("Ann waits.", "Ann sits."))
    one = diff("--profile", "final").json["price"]
    assert [(item["kind"], item["jobs"]) for item in one["items"]] == [("clip", ["1A"])]
    assert one["cost"]["usd_min"] > 0
    repository.write("film.drama", FILM.replace("Who is there?", "Who is it?"))
    line = diff("--profile", "final").json["price"]
    assert [item["kind"] for item in line["items"]] == ["voice"]
    repository.write("film.drama", FILM)
    repository.write("parts/cast.drama", CAST.replace("red", "blue"))
    all_ = diff("--profile", "final").json["price"]
    assert {item["kind"]: len(item["jobs"]) for item in all_["items"]} == {
        "portrait": 1,
        "clip": 2,
        "voice": 1,
    }
    assert all_["cost"]["usd_min"] > one["cost"]["usd_min"]


def test_a_clip_is_bought_again_where_it_no_longer_covers_its_shot(
    repository: Repository,
) -> None:
    repository.write("drama.toml", PROFILE)
    repository.commit()
    prices = {}
    for seconds in ("2.9s", "9s"):
        repository.write("film.drama", FILM.replace("3s", seconds))
        items = diff("--profile", "final").json["price"]["items"]
        prices[seconds] = [item["jobs"] for item in items if item["kind"] == "clip"]
    assert prices["2.9s"] == [] and prices["9s"]


def test_the_price_is_on_the_page_and_in_the_comment(repository: Repository) -> None:
    repository.write("drama.toml", PROFILE)
    repository.write("film.drama", FILM.replace("Ann waits.", "Ann sits."))
    assert "With profile final: 1 call, $" in run("diff", "--profile", "final").out
    assert "**With profile final: 1 call, $" in run("diff", "--profile", "final", "--markdown").out
    unknown = run("diff", "--profile", "finale")
    assert unknown.code == 2 and "error[unknown-profile]" in unknown.err
