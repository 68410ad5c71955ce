"""The history checker on the service as it is deployed: gunicorn on two machines (one on SQLite) around one database, the worker of production, mail.

Six agents sign in and click on what their pages offer; two persons read their letters, open their links and answer. A process of a web machine, a
whole web machine, and the whole worker are killed with SIGKILL, and PostgreSQL once. Whoever has no answer sends the same form again. What each page
said is judged (judging.py); then the worker alone must bring everything to rest, and serve whoever comes after the offers whose time has passed.
The judge is judged by lies; the control without the lock is that of test_histories.py, whose clients act much more."""

from __future__ import annotations

import sys

import pytest

from tests.concurrency.fleet import KILLS, LIES, server, told
from tests.concurrency.served import Site

pytestmark = pytest.mark.slow


def accidents(site):
    first, *_others, last = [site.web[0], *site.web]
    return dict(zip(map(float, KILLS), (site.worker.crash, first.lose_a_child, last.crash), strict=True))


def judge(site, capsys):
    """Everything that anybody was told is true, each death was felt; then lies are found among the answers."""
    verdict = site.judged()
    with capsys.disabled():
        sys.stdout.write(
            f"\n{told(site, verdict)}; {len(site.letters)} letters, {site.rested['expired']} offers passed\n"
        )
    assert (verdict["faults"], verdict["errors"], site.rested["undone"]) == ([], [], []), f"seed {site.seed}"
    assert sum(machine.deaths for machine in (*site.web, site.worker)) == len(KILLS)
    assert verdict["lost"], "nobody felt that anything died"
    site.invent()
    assert len(site.judged()["faults"]) == LIES, "the judge believes what nobody answered"


def test_on_sqlite_every_page_tells_what_is_kept_whatever_dies(tmp_path, capsys):
    site = Site(tmp_path, f"sqlite:///{tmp_path}/histories.sqlite3", machines=1)
    with site.open():
        site.live(accidents(site))
        site.come_to_rest()
    judge(site, capsys)


def test_on_postgresql_every_page_tells_what_is_kept_even_when_the_server_dies(tmp_path, capsys):
    with server() as postgresql:
        site = Site(tmp_path, postgresql.url, machines=2)

        def power_cut():
            with site.database_down():
                postgresql.crash()

        with site.open():
            site.live(accidents(site) | {10.0: power_cut})
            site.come_to_rest()
        judge(site, capsys)
