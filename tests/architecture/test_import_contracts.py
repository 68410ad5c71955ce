"""Who may import whom: the contracts of pyproject.toml hold, and each of them bites when it is broken on purpose."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"
STATUS = re.compile(r"^(?P<name>.+?) (?P<status>KEPT|BROKEN)(?: \(.*\))?$", re.MULTILINE)

ROOMS = "Rooms import downwards only"
CONSOLE = "No room imports the console above its base"
FURNITURE = "Inside a room, upper furniture imports lower furniture"
PURE = "The rule evaluator imports the standard library only"
DOORS = "Only policies and booking import the rule evaluator"
ADMIN = "No admin imports the rule evaluator"
SETTINGS = "Settings import no app"
TESTS = "Nobody imports the tests"
DEMO = "Nobody imports the demonstration"

VIOLATIONS = [
    pytest.param(ROOMS, "backoffice.directory.queries", "from backoffice.people import enums", id="a room imports up"),
    pytest.param(ROOMS, "backoffice.caisse", "", id="a room that nobody placed"),
    pytest.param(
        CONSOLE, "backoffice.people.models", "from backoffice.console import site", id="a room imports the site"
    ),
    pytest.param(
        CONSOLE, "backoffice.console.base.errors", "from backoffice.console import site", id="base imports the site"
    ),
    pytest.param(
        FURNITURE, "backoffice.people.enums", "from backoffice.people import models", id="enums import models"
    ),
    pytest.param(
        FURNITURE, "backoffice.actions.models", "from backoffice.actions import services", id="models import services"
    ),
    pytest.param(PURE, "config_rules", "import django", id="the core imports Django"),
    pytest.param(PURE, "config_rules", "import settings", id="the core imports settings"),
    pytest.param(DOORS, "backoffice.people.queries", "import config_rules", id="people import the core"),
    pytest.param(ADMIN, "backoffice.booking.admin", "import config_rules", id="an admin imports the core"),
    pytest.param(SETTINGS, "settings.base", "from backoffice.people import enums", id="settings import an app"),
    pytest.param(TESTS, "backoffice.people.values", "import tests", id="the product imports its tests"),
    pytest.param(
        DEMO,
        "backoffice.console.site",
        "from backoffice.demo import values",
        id="the console imports the demonstration",
    ),
]


@pytest.fixture
def tree(tmp_path):
    """A copy of the source that a test may break."""
    for name in ("backoffice", "config_rules", "settings"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "locale", "static"))
    for name in ("tests/__init__.py", "pyproject.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    module_file(tmp_path, "backoffice.demo.values")
    return tmp_path


def module_file(tree: Path, module: str) -> Path:
    """The file of a module, package or not; made empty, with its packages, when it does not exist."""
    path = tree.joinpath(*module.split("."))
    if (path / "__init__.py").exists():
        return path / "__init__.py"
    if path.with_suffix(".py").exists():
        return path.with_suffix(".py")
    is_room = module.count(".") == 1
    path = path / "__init__.py" if is_room else path.with_suffix(".py")
    path.parent.mkdir(exist_ok=True)
    (path.parent / "__init__.py").touch()
    path.touch()
    return path


def lint(tree: Path) -> dict[str, str]:
    """Contract → KEPT or BROKEN."""
    result = subprocess.run(
        [sys.executable, "-c", LINT, "--no-logo", "--no-cache"],
        cwd=tree,
        env={**os.environ, "COLUMNS": "250", "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
    statuses = {found["name"]: found["status"] for found in STATUS.finditer(result.stdout)}
    assert statuses, result.stdout + result.stderr
    return statuses


def test_every_contract_is_kept():
    broken = [name for name, status in lint(ROOT).items() if status != "KEPT"]

    assert not broken, f"Run lint-imports: {broken}. Each broken contract says how to mend it."


@pytest.mark.parametrize(("contract", "module", "line"), VIOLATIONS)
def test_a_violation_breaks_its_contract_and_no_other(tree, contract, module, line):
    path = module_file(tree, module)
    path.write_text(f"{path.read_text()}\n{line}\n")

    assert [name for name, status in lint(tree).items() if status == "BROKEN"] == [contract]


def test_every_contract_has_a_violation_that_shows_that_it_bites():
    contracts = set(lint(ROOT))

    assert contracts == {violation.values[0] for violation in VIOLATIONS}, "Add a violation of the new contract above."
