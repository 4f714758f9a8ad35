"""The wheel and the sdist, built and used apart from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILM = """\
Title: Small

INT. ROOM - DAY

sound: once knock

ANN
Who is there?
"""


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that is built from the sdist alone."""
    folder = tmp_path_factory.mktemp("dist")
    # Nothing is fetched: the build backend is among the tools of development.
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    return folder


@pytest.fixture(scope="module")
def installed(distributions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a clean environment with the wheel in it.

    The packages it needs are lent from the environment of the tests, without its `.pth` files,
    so that nothing of the checkout itself can be imported.
    """
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder, with_pip=False)
    bin_ = folder / ("Scripts" if os.name == "nt" else "bin")
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    (wheel,) = distributions.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--python", str(bin_ / "python")]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return bin_


def test_the_wheel_holds_the_four_rooms_and_nothing_else(distributions: Path) -> None:
    (wheel,) = distributions.glob("*.whl")
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    rooms = {"drama_grammar", "drama_dsl", "drama_compiler", "drama_backends"}
    assert {top for top in tops if not top.endswith(".dist-info")} == rooms


def test_the_sdist_holds_the_tests_and_the_examples(distributions: Path) -> None:
    (sdist,) = distributions.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"LICENSE", "README.md", "tests/house/test_wheel.py"} <= names
    assert "examples/guihai/guihai.drama" in names
    assert not [name for name in names if name.startswith((".drama", ".venv", "build/"))]


def test_the_installed_wheel_makes_a_film(installed: Path, tmp_path: Path) -> None:
    script = tmp_path / "small.drama"
    script.write_text(FILM)
    where = [
        str(installed / "python"),
        "-c",
        "import drama_compiler; print(drama_compiler.__file__)",
    ]
    place = subprocess.run(where, capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    assert str(ROOT) not in place
    run = subprocess.run(
        [str(installed / "drama"), "build", str(script), "--scale", "1/8"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert run.returncode == 0, run.stderr
    assert (tmp_path / run.stdout.strip()).stat().st_size > 1000
