"""Every service that takes the lock of a séance: while somebody holds it, it waits a bounded time, answers « réessayez » and writes nothing (R7)."""

from __future__ import annotations

import re
import threading

import pytest

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import Lift, State
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services import (
    accept,
    approve,
    cancel,
    cancel_seance,
    cancel_seances,
    change_seats,
    close_enrolment,
    close_sheet,
    decline,
    draw_lottery,
    mark_attendance,
    mark_everyone_present,
    prepare_lottery,
    promote,
    propose,
    reject,
    reopen_enrolment,
    reopen_sheet,
    reorder,
    serve_queue,
    sweeping,
    transfer,
    undo_gesture,
)
from backoffice.booking.services.locking import locked
from backoffice.booking.services.series.editing import edit_series
from backoffice.booking.services.setting_quotas import set_quotas
from backoffice.booking.values import Actor
from backoffice.console.base.errors import Busy
from backoffice.notifications.models import OutboxMessage
from tests import world
from tests.architecture.sources import modules
from tests.concurrency.clients import REAL_TRANSACTIONS, together
from tests.concurrency.test_waiting import be_impatient

pytestmark = REAL_TRANSACTIONS
SERVICES = "backoffice.booking.services."
TAKES_IT = re.compile(r"services\.locking import .*\blocked")
ELSEWHERE = {
    "series.undoing": "takes the locks of an edit that exists: tests/booking/test_series.py",
    "watching": "answers nobody: a round leaves what is busy for the next one",
    "messages.resending": "sends a message again, under the lock that its first sending had",
    "personal": "a person who answers by her own link: each act is one of these",
}


@pytest.fixture
def acts(seance, claire, wants, crest):
    """Module → every act of it that takes the lock of this séance. Each is told that it is busy before anything else is asked."""
    other = world.occurrence(seance.action, in_days=20)
    mine = {"participation_id": wants("Alix")().participation.pk, "actor": Actor.agent(claire)}
    here, why = {"occurrence_id": seance.pk, "actor": Actor.agent(claire)}, {"reason": "Essai"}
    series = {"scope": "this", "changes": {"title": "Autre"}, "summary": "Titre", "version": 10**9}
    return {
        "booking": [wants("Bintou")],
        "cancelling": [lambda: cancel(**mine, by_service=False)],
        "answering": [lambda: accept(**mine), lambda: decline(**mine)],
        "approving": [lambda: approve(**mine), lambda: reject(**mine, **why)],
        "promoting": [lambda: promote(**mine), lambda: propose(**mine)],
        "reordering": [lambda: reorder(**mine, **why, lift=Lift.BEFORE)],
        "transferring": [
            lambda: transfer(**mine, occurrence_id=other.pk, idempotency_key="ailleurs"),
        ],
        "seats": [lambda: change_seats(**here, seats=3)],
        "setting_quotas": [lambda: set_quotas(**here, quotas=None)],
        "opening": [lambda: close_enrolment(**here), lambda: reopen_enrolment(**here)],
        "cancelling_seances": [
            lambda: cancel_seance(**here, **why),
            lambda: cancel_seances(occurrence_ids=[seance.pk, other.pk], actor=here["actor"], **why),
        ],
        "drawing": [lambda: prepare_lottery(**here, **why), lambda: draw_lottery(**here)],
        "attendance": [
            lambda: mark_attendance(**mine, state=State.ATTENDED),
            lambda: mark_everyone_present(**here),
        ],
        "sheets": [
            lambda: close_sheet(**here),
            lambda: reopen_sheet(**here, **why),
            lambda: undo_gesture(**here, gesture_id="aucun"),
        ],
        "series.editing": [lambda: edit_series(**here, **series)],
        "sweeping": [
            lambda: serve_queue(occurrence_id=seance.pk),
            lambda: sweeping.end_offer(mine["participation_id"], seance.pk, now=None),
            lambda: sweeping.remind(mine["participation_id"], seance.pk, now=None),
        ],
    }


def written():
    """What any of these acts would leave: rows, and how often each was written."""
    tables = (Participation, Participation.history, Occurrence.history, Decision.objects, OutboxMessage.objects)
    return [getattr(table, "objects", table).count() for table in tables]


@pytest.fixture
def while_held(seance):
    """What each act answers while somebody holds the séance."""

    def while_held(acts):
        holding, finished = threading.Event(), threading.Event()

        def hold():
            with locked(seance.pk):
                holding.set()
                finished.wait(60)

        def try_everything():
            holding.wait(10)
            be_impatient(0.05)
            try:
                return {name: [answer_of(act) for act in mine] for name, mine in acts.items()}
            finally:
                finished.set()

        return together(hold, try_everything)[1]

    return while_held


def answer_of(act):
    try:
        return type(act())
    except Exception as error:  # noqa: BLE001 - an error is an outcome: the test judges it
        return type(error)


def test_every_act_is_told_that_the_seance_is_busy_and_nothing_is_written(acts, while_held):
    before = written()

    answers = while_held(acts)

    assert answers == {name: [Busy] * len(mine) for name, mine in acts.items()}
    assert written() == before


def test_negative_control_nobody_is_told_so_when_nobody_holds_it(acts):
    """If this test fails, the one above proves nothing: something else was in the way."""
    assert Busy not in [answer_of(act) for mine in acts.values() for act in mine]


def test_every_module_that_takes_a_lock_is_there(acts):
    takers = {module.name.removeprefix(SERVICES) for module in modules("backoffice") if TAKES_IT.search(module.text)}

    assert takers == {*acts, *ELSEWHERE}
