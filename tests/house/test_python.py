"""Finding a Python: which one is taken, and what is said when there is none."""

from __future__ import annotations

import pytest

from tests.house.scripts import Machine

TOO_OLD = "exit 1"
DEAD_SHIM = "echo 'pyenv: command not found' >&2; exit 127"


def suitable(path: str) -> str:
    return f"echo {path}"


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_a_suitable_python_on_path_is_taken(machine):
    machine.add("python3", suitable("/opt/python3"))

    assert machine.run("python").stdout.strip() == "/opt/python3"


def test_the_version_that_the_project_is_developed_with_is_preferred(machine):
    machine.add("python3.13", suitable("/opt/python3.13"))
    machine.add("python3.12", suitable("/opt/python3.12"))

    assert machine.run("python").stdout.strip() == "/opt/python3.12"


def test_a_shim_that_leads_nowhere_is_passed_over(machine):
    machine.add("python3.12", DEAD_SHIM)
    machine.add("python3.13", suitable("/opt/python3.13"))

    assert machine.run("python").stdout.strip() == "/opt/python3.13"


def test_pyenv_is_asked_when_path_has_only_an_old_python(machine):
    machine.add("python3", TOO_OLD)
    machine.add("python", suitable("/pyenv/3.12"), where=machine.home / ".pyenv/versions/3.12.1/bin")

    assert machine.run("python").stdout.strip() == "/pyenv/3.12"


def test_a_pyenv_behind_its_shims_is_found_even_with_an_empty_home(machine):
    root = machine.folder / "elsewhere"
    machine.add("python", suitable("/elsewhere/3.13"), where=root / "versions/3.13.0/bin")
    shims = root / "shims"
    shims.mkdir()
    machine.programs = f"{machine.programs}:{shims}"

    assert machine.run("python").stdout.strip() == "/elsewhere/3.13"


def test_uv_is_the_last_resort(machine):
    machine.add("python3", TOO_OLD)
    machine.add(
        "uv", '[ "$2" = find ] && [ -e installed ] && echo /uv/3.12 && exit; [ "$2" = install ] && : > installed'
    )

    assert machine.run("python").stdout.strip() == "/uv/3.12"


def test_without_any_the_message_says_what_is_missing_and_how_to_get_it(machine):
    machine.add("python3", TOO_OLD)

    answer = machine.run("python")

    assert answer.returncode == 1
    assert answer.stdout == ""
    for words in ("Python 3.12 or later", "apt-get install python3", "pyenv install 3.12", "uv python install 3.12"):
        assert words in answer.stderr
