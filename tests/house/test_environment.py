"""The environment is made once, and again when what it should hold changes."""

from __future__ import annotations

import pytest

from tests.house.scripts import CI, Machine, module

lock = module("lock")

# Makes an environment of which the interpreter only notes what it was asked.
FAKE_PYTHON = """
case "$*" in
    *"-m venv "*) mkdir -p .venv/bin; cp "$0" .venv/bin/python; echo made >> journal;;
    *"-m pip install"*) echo installed >> journal; exec sh -c "${PIP:-exit 0}";;
    *import*ensurepip*) echo "$0";;
esac
"""


@pytest.fixture
def machine(tmp_path):
    machine = Machine(tmp_path)
    for tool in ("mkdir", "cp"):
        machine.add(tool, f'exec /bin/{tool} "$@"')
    machine.add("python3.12", FAKE_PYTHON)
    (machine.project / ".ci").symlink_to(CI)
    (machine.project / "requirements-lock.txt").write_text("sqlparse==1\n")
    (machine.project / "requirements.txt").write_text("django\n")
    (machine.project / "requirements-dev.txt").write_text("-r requirements.txt\npytest\n")
    return machine


def journal(machine):
    """What was done since the last time we asked."""
    notes = machine.project / "journal"
    lines = notes.read_text().split() if notes.exists() else []
    notes.unlink(missing_ok=True)
    return lines


def prepare(machine, listed="requirements.txt"):
    answer = machine.run("environment", listed)
    assert answer.returncode == 0, answer.stderr
    return journal(machine)


def test_a_fresh_clone_makes_it_and_fills_it(machine):
    assert prepare(machine) == ["made", "installed"]


def test_a_second_start_does_nothing(machine):
    prepare(machine)

    assert prepare(machine) == []


def test_a_change_in_the_list_installs_again_without_starting_over(machine):
    prepare(machine)
    (machine.project / "requirements.txt").write_text("django==6\n")

    assert prepare(machine) == ["installed"]


def test_what_tests_need_includes_what_the_product_needs(machine):
    prepare(machine, "requirements-dev.txt")

    assert prepare(machine, "requirements.txt") == []


def test_a_change_in_the_product_s_list_reaches_the_tests(machine):
    prepare(machine, "requirements-dev.txt")
    (machine.project / "requirements.txt").write_text("django==6\n")

    assert prepare(machine, "requirements-dev.txt") == ["installed"]


def test_a_change_in_what_our_packages_bring_along_installs_again(machine):
    prepare(machine)
    (machine.project / "requirements-lock.txt").write_text("sqlparse==2\n")

    assert prepare(machine) == ["installed"]


def test_an_installation_that_failed_starts_again(machine):
    machine.add("python3.12", FAKE_PYTHON.replace("exit 0", "exit 1"))
    assert machine.run("environment", "requirements.txt").returncode == 1
    journal(machine)

    machine.add("python", FAKE_PYTHON, where=machine.project / ".venv/bin")

    assert prepare(machine) == ["installed"]


def test_a_folder_that_moved_makes_a_new_one(machine):
    prepare(machine)
    machine.project = machine.project.rename(machine.folder / "moved")

    assert prepare(machine) == ["made", "installed"]


def test_every_package_that_ours_bring_along_is_pinned():
    missing = sorted(set(lock.brought_by(lock.chosen())) - lock.locked())

    assert not missing, f"Not in requirements-lock.txt: {missing}. Run `make lock` where the tests pass."
