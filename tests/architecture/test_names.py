"""Names of files: a newcomer guesses where a thing is before looking."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.sources import ROOMS, ROOT, everything, product

# The furniture of a room (docs/decisions/0001-who-may-import-whom.md). `management` and `templatetags` are Django's own names.
FURNITURE = {
    "models", "enums", "values", "queries", "services", "permissions", "admin", "forms", "views", "urls", "exports", "tasks", "checks", "errors",
    "apps", "migrations", "management", "templatetags",
}  # fmt: skip
CONSOLE = {"base", "middleware", "site", "navigation", "home", "dialogs", "search"}
NOT_CODE = {"locale", "static", "templates"}
DRAWERS = re.compile(r"(^|_)(utils?|helpers?|common|misc|tools|stuff|lib)(_|$)")


def rooms():
    return sorted(path for path in ROOMS.iterdir() if (path / "__init__.py").exists())


@pytest.mark.parametrize("room", rooms(), ids=lambda path: path.name)
def test_a_room_has_only_known_furniture(room):
    names = {path.stem for path in room.iterdir() if path.stem not in {"__init__", "__pycache__"}}
    known = FURNITURE | NOT_CODE | (CONSOLE if room.name == "console" else set())

    assert names <= known, (
        f"backoffice/{room.name}: {sorted(names - known)} is not furniture of a room. Use one of {sorted(FURNITURE)}, "
        "or add the word in a decision record."
    )


def test_no_drawer_where_everything_ends():
    drawers = [
        module.address for module in everything() if any(DRAWERS.search(part) for part in module.name.split("."))
    ]

    assert not drawers, f"Name the subject, not the drawer: {drawers}"


def test_only_known_things_at_the_top():
    code = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") and list(path.glob("*.py"))}

    assert code <= {"backoffice", "settings", "config_rules", "tests"}, f"Code outside the four packages: {code}"


def test_a_module_says_what_it_is_responsible_for():
    silent = [module.address for module in everything() if module.tree.body and not ast.get_docstring(module.tree)]

    assert not silent, f"Start with a docstring: what the module is responsible for and what it refuses. {silent}"


def test_work_left_to_do_is_an_issue_not_a_comment():
    left = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|coming soon|bientôt disponible", re.IGNORECASE)
    found = [
        f"{module.address}:{number}"
        for module in product()
        for number, line in enumerate(module.text.splitlines(), 1)
        if left.search(line)
    ]

    assert not found, f"Finish it, or file an issue and remove the comment: {found}"


def test_no_file_names_a_machine():
    """Somebody else's checkout is not there."""
    path = re.compile(r"(?<![\w.])/(work|tmp|home|root|Users)/")
    suffixes = {".py", ".toml", ".txt", ".md", ".html", ".cfg", ".ini", ".sh", ".yml", ".yaml", ".js", ".css", ""}
    tops = ("backoffice", "config_rules", "settings", "templates", "docs", ".ci")
    files = [path for path in ROOT.iterdir() if path.is_file() and path.name != ".git"]
    files += [path for top in tops for path in (ROOT / top).rglob("*") if path.is_file()]
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in files
        if file.suffix in suffixes and "__pycache__" not in file.parts and not file.name.endswith(".pyc")
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="ignore").splitlines(), 1)
        if path.search(line)
    ]

    assert not found, f"A path of one machine: {found}. Compute it, or read it from the environment."
