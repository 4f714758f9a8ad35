"""Full disks, folders that nothing can be written in, damaged takes: told clearly, nothing lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from drama_compiler.project import STATE_FOLDER
from drama_compiler.store.media import MediaStore
from tests.faces.run import Run, run

SCRIPT = "INT. ROOM - DAY\n\nshot: wide, 1s\n\nA chair.\n\nANN\nHello.\n"
DRAMA = Path(sys.executable).parent / "drama"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "room.drama"
    path.write_text(SCRIPT)
    (tmp_path / "drama.toml").touch()
    return path


def _build(script: Path, *words: str) -> Run:
    return run("build", script, "--scale", "1/16", *words)


def test_a_damaged_take_is_set_aside_told_and_made_again(script: Path) -> None:
    assert _build(script).code == 0
    store = MediaStore(script.parent / STATE_FOLDER / "media")
    voice = next(each for each in store.files() if each.path.suffix == ".wav")
    before = voice.path.read_bytes()
    voice.path.chmod(0o644)
    voice.path.write_bytes(bytes(len(before)))
    result = _build(script, "--json")
    assert result.code == 0 and "warning[media-damaged]" in result.err
    assert voice.digest[:12] in result.err
    assert len(result.json["made"]) == 1 and result.json["made"][0]["why"] == "its media is gone"
    assert voice.path.read_bytes() == before
    aside = script.parent / STATE_FOLDER / "damaged" / voice.path.name
    assert aside.read_bytes() == bytes(len(before))
    assert "media-damaged" not in _build(script).err


@pytest.mark.skipif(sys.platform == "win32", reason="sizes of files are limited by POSIX")
@pytest.mark.parametrize("bytes_max", [0, 30_000])
def test_a_disk_that_takes_no_more_is_told_and_what_was_made_is_kept(
    script: Path, bytes_max: int
) -> None:
    import resource

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_max, bytes_max))

    command = [str(DRAMA), "build", str(script), "--scale", "1/16"]
    run = subprocess.run(command, capture_output=True, text=True, preexec_fn=full)
    assert run.returncode == 1 and "Traceback" not in run.stderr
    assert "error[not-written]" in run.stderr or "error[not-made]" in run.stderr
    store = MediaStore(script.parent / STATE_FOLDER / "media")
    assert all(
        store.verify(each.digest, "audio/wav") for each in store.files() if "wav" in each.path.name
    )
    if bytes_max:
        assert _build(script).code == 0


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder that nobody can write in")
def test_a_store_that_cannot_be_written_is_told(script: Path) -> None:
    (script.parent / STATE_FOLDER).symlink_to("/sys/kernel")
    result = _build(script)
    assert result.code == 1 and "error[not-written]" in result.err
    assert "Permission denied" in result.err or "not permitted" in result.err
    for verb in (("store",), ("store", "verify"), ("store", "gc")):
        told = run("store", "--project", script.parent, *verb[1:])
        assert told.code in (0, 1) and "Traceback" not in told.err
    assert script.read_text() == SCRIPT
