"""The house keeps its walls: arrows, words and pages."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("workout_app", "recommender", "workouts", "profiles", "exercises")


def sources():
    for room in ROOMS:
        yield from (path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)


def lint_imports(root):
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_imports_point_downwards_only():
    result = lint_imports(ROOT)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("exercises/models/exercise.py", "import profiles.models"),
        ("profiles/models.py", "from recommender import models"),
        ("recommender/engine/rules.py", "import django"),
        ("recommender/engine/rules.py", "from exercises import vocabulary"),
        ("recommender/tasks.py", "import workout_app"),
    ],
)
def test_an_upward_import_is_caught(tmp_path, file, line):
    for path in [*sources(), ROOT / "pyproject.toml"]:
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text())
    target = tmp_path / file
    target.write_text(target.read_text() + f"\n{line}\n")

    result = lint_imports(tmp_path)

    assert result.returncode != 0


def test_nothing_has_a_name_that_says_nothing():
    empty = {"utils", "helpers", "common", "manager", "managers", "misc", "util"}

    assert [path for path in sources() if path.stem in empty or path.parent.name in empty] == []


def test_templates_hold_no_inline_script_or_style():
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"", re.IGNORECASE)
    pages = (ROOT / "templates").rglob("*.html")

    assert [str(page) for page in pages if inline.search(page.read_text())] == []


def test_only_frames_training_serving_and_the_shelf_open_the_engine():
    keepers = {"frames", "training", "serving", "shelf", "community", "sessions"}
    openers = set()
    for path in (ROOT / "recommender").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("recommender.engine"):
                openers.add(path.stem)

    assert openers <= keepers
