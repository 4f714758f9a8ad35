"""The rules of the house, held by tests: sizes, openings, imports, kinds of work."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("grammar", "dsl", "compiler", "backends")
FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70


def _modules() -> list[Path]:
    return sorted(
        path for room in (*ROOMS, "tests", "benchmarks") for path in (ROOT / room).rglob("*.py")
    )


@functools.cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def test_no_file_and_no_function_is_too_long() -> None:
    long = []
    for path in _modules():
        name, text = path.relative_to(ROOT), path.read_text("utf-8")
        lines = text.count("\n")
        if lines > FILE_LINES_MAX:
            long.append(f"{name}: {lines} lines")
        # Nothing in a short file is too long, and most are short.
        functions = ast.walk(_tree(path)) if lines > FUNCTION_LINES_MAX else ()
        for node in functions:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > FUNCTION_LINES_MAX:
                    long.append(f"{name}: {node.name} has {length} lines")
    assert not long


def _rooms() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def test_every_file_of_the_rooms_opens_with_a_sentence() -> None:
    silent = [
        path.relative_to(ROOT)
        for path in _rooms()
        if path.read_text("utf-8").strip() and not ast.get_docstring(_tree(path))
    ]
    assert not silent


def test_every_public_name_has_a_docstring() -> None:
    silent = []
    for path in _rooms():
        for node in _tree(path).body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
                continue
            if not node.name.startswith("_") and not ast.get_docstring(node):
                silent.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not silent


def test_no_room_has_a_drawer_for_everything() -> None:
    forbidden = {"utils", "util", "helpers", "misc", "common", "manager", "managers"}
    assert not [path for path in _rooms() if path.stem in forbidden]


def test_imports_run_one_way() -> None:
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout


def test_no_file_names_a_machine_or_a_package_host() -> None:
    patterns = ("/" + "work/", "/" + "root/", "pypi" + ".org", "pythonhosted" + ".org")
    guilty = []
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for name in tracked:
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".yml", ".drama", ".json", ""} and path.is_file():
            text = path.read_text("utf-8", "replace")
            guilty += [f"{name}: {pattern}" for pattern in patterns if pattern in text]
    assert not guilty


def test_every_kind_of_job_has_a_backend_that_makes_it() -> None:
    from drama_compiler.graph.jobs import JobKind
    from drama_compiler.graph.route import ANIMATIC, POST, WISHED
    from drama_compiler.make.executor import find_backends

    backends = find_backends()
    of_services = {JobKind.PORTRAIT, JobKind.PLATE, JobKind.OBJECT, JobKind.FRAME, *WISHED}
    for kind in set(JobKind) - of_services:
        name = ANIMATIC[kind].backend if kind in ANIMATIC else POST
        assert backends[name].describe().ability(kind), f"{name} makes no {kind}"
    for kind in of_services:
        assert any(each.describe().ability(kind) for each in backends.values()), kind


def test_help_starts_without_the_compiler() -> None:
    code = (
        "import sys; from drama_compiler.cli.main import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'pydantic', 'lark', 'numpy', 'rich', 'opentimelineio', 'music21'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stderr.strip() == "[]"


def _codes() -> set[str]:
    """Every code that a diagnostic is made with: a first argument that is a plain string, or the
    `CODE` of a rule.
    """
    makers = {"error", "warning", "hint", "Diagnostic", "failed"}
    codes = set()
    for path in _rooms():
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first = node.args[0]
                if name in makers and isinstance(first, ast.Constant):
                    codes.add(str(first.value))
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                named = {getattr(target, "id", "") for target in node.targets}
                codes |= {str(node.value.value)} if "CODE" in named else set()
    return codes


def test_every_diagnostic_has_a_page_and_is_seen_in_a_test() -> None:
    from drama_compiler.pages import PAGES as OF_THE_FILES
    from drama_compiler.pages import all_pages

    codes = _codes()
    assert len(codes) > 50
    assert not codes - all_pages().keys()
    # The examples of the other groups of pages are run as tests of their own.
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py"))
    tests += "".join(path.read_text("utf-8") for path in (ROOT / "tests/cases").rglob("*.drama"))
    seen = {code for code in codes if f'"{code}"' in tests or f"[{code}]" in tests}
    assert not codes - seen - (all_pages().keys() - OF_THE_FILES.keys())


def test_every_verb_is_in_the_readme() -> None:
    from drama_compiler.cli.main import VERBS

    readme = (ROOT / "README.md").read_text("utf-8")
    assert not [verb for verb in VERBS if f"`drama {verb}" not in readme]
