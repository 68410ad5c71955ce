"""The package can be lifted out: standard library only, no clock, no chance, nothing that reads text as code."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import config_rules

PACKAGE = Path(config_rules.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
FORBIDDEN_IMPORTS = {
    "time",
    "random",
    "secrets",
    "uuid",
    "os",
    "io",
    "pathlib",
    "sqlite3",
    "logging",
    "importlib",
    "pickle",
}
FORBIDDEN_CALLS = {"eval", "exec", "open", "__import__", "print", "input", "getenv"}
FORBIDDEN_METHODS = {"now", "today", "utcnow", "fromtimestamp"}


def name(path):
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_imports_the_standard_library_and_the_package_only(path):
    for node in ast.walk(ast.parse(path.read_text())):
        imported = []
        if isinstance(node, ast.Import):
            imported = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            imported = [node.module]
        for module in imported:
            top = module.partition(".")[0]
            assert top == "config_rules" or top in sys.stdlib_module_names, f"{name(path)} imports {module}"
            assert top not in FORBIDDEN_IMPORTS, f"{name(path)} imports {module}: the caller gives what it knows"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_has_no_clock_and_reads_no_text_as_code(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in FORBIDDEN_CALLS, f"{name(path)}:{node.lineno} calls {node.func.id}"
        if isinstance(node, ast.Attribute):
            assert node.attr not in FORBIDDEN_METHODS, f"{name(path)}:{node.lineno} reads a clock: {node.attr}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_what_it_is_responsible_for_and_stays_short(path):
    source = path.read_text()
    tree = ast.parse(source)

    assert ast.get_docstring(tree), f"{name(path)} has no docstring"
    assert source.count("\n") < 250, f"{name(path)} is too long: make it a folder of the same name"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 40, f"{name(path)}:{node.lineno} {node.name} is too long"


def test_it_runs_with_nothing_installed():
    code = "import config_rules, config_rules.findings, config_rules.diff, config_rules.backtest; print('ready')"

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); {code}"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout.strip(), done.stderr) == ("ready", "")
