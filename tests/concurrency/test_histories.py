"""A history checker in the manner of Jepsen: eight clients act at random for twenty seconds while processes are killed, and PostgreSQL once.

What was answered is stored, nothing is oversold, no offer is lost, a key that comes back gets the same answer (reliability R1–R9). The seeds and the
figures are printed. The judge is judged too: an answer invented in the ledger is found, and so is what clients without the lock break.
Here the clients call the services, thousands of times; test_served_histories.py has them come by HTTP, to the service as it is deployed."""

from __future__ import annotations

import sys

import pytest

from tests.concurrency.fleet import CLIENTS, KILLS, LIES, Fleet, server, told


def accidents(fleet: Fleet, crash: object = None) -> dict[float, object]:
    """Two clients and the worker are killed, the server once."""
    names = [*fleet.random.sample([f"client-{number}" for number in range(CLIENTS)], 2), "worker"]
    found = {float(second): (lambda name=name: fleet.kill(name)) for second, name in zip(KILLS, names, strict=True)}
    return found | ({10.0: crash} if crash else {})


def judge(fleet: Fleet, capsys: pytest.CaptureFixture[str], *, server_died: bool) -> None:
    """What everybody was answered, against what is stored; then the same with lies among the answers. Each death was felt."""
    verdict = fleet.judged()
    with capsys.disabled():
        sys.stdout.write(f"\n{told(fleet, verdict)}\n")
    assert (verdict["faults"], verdict["errors"]) == ([], []), f"seed {fleet.seed}"
    assert verdict["acts"]["book"] > CLIENTS
    assert verdict["started"] == CLIENTS + 1 + len(KILLS)
    assert not server_died or verdict["lost"] >= CLIENTS, "the server died while nobody was connected"
    fleet.invent()
    assert len(fleet.judged()["faults"]) == LIES, "the judge believes what nobody answered"


@pytest.mark.slow
def test_on_sqlite_every_answer_is_kept_whoever_dies(tmp_path, capsys):
    fleet = Fleet(tmp_path, f"sqlite:///{tmp_path}/histories.sqlite3?synchronous=off")
    fleet.settle()
    fleet.act(accidents(fleet))
    judge(fleet, capsys, server_died=False)


@pytest.mark.slow
def test_on_postgresql_every_answer_is_kept_even_when_the_server_dies(tmp_path, capsys):
    with server() as postgresql:
        fleet = Fleet(tmp_path, postgresql.url)
        fleet.settle()
        fleet.act(accidents(fleet, postgresql.crash))
        judge(fleet, capsys, server_died=True)


@pytest.mark.slow
def test_negative_control_without_the_lock_the_judge_finds_what_is_broken(tmp_path, capsys):
    """If this test fails, those above prove nothing: the clients do not meet, or the judge does not see."""
    with server() as postgresql:
        fleet = Fleet(tmp_path, postgresql.url, role="act_unlocked")
        fleet.settle()
        fleet.act({})
        verdict = fleet.judged()
    with capsys.disabled():
        sys.stdout.write(f"\nwithout the lock, {told(fleet, verdict)}\n")
    assert verdict["faults"]
