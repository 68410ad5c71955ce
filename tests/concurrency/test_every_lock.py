"""Every service that takes the lock of a séance: while somebody holds it, it waits a bounded time, answers « réessayez » and writes nothing (R7)."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from backoffice.actions.models import Occurrence, SeriesEdit
from backoffice.booking.enums import Lift, State
from backoffice.booking.models import Acceptance, AttendanceSheet, Decision, Lottery, Participation
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
    watch,
)
from backoffice.booking.services.batches import prepare_batch
from backoffice.booking.services.batches.applying import apply_line
from backoffice.booking.services.locking import locked
from backoffice.booking.services.messages.resending import resend
from backoffice.booking.services.personal import OwnPlace, accept_consignes
from backoffice.booking.services.series import edit_series, undo_edit
from backoffice.booking.services.setting_quotas import set_quotas
from backoffice.booking.values import Actor
from backoffice.console.base.errors import Busy
from backoffice.notifications.models import OutboxMessage
from backoffice.people.models import Usager
from backoffice.policies.models import Parameter, Policy
from backoffice.policies.services import publish
from tests import world
from tests.architecture.sources import modules
from tests.concurrency.clients import REAL_TRANSACTIONS, together
from tests.concurrency.test_races import RACES
from tests.concurrency.test_waiting import be_impatient

pytestmark = REAL_TRANSACTIONS
SERVICES = "backoffice.booking.services."
DEFINED = re.compile(r"^def (\w+)", re.MULTILINE)
TAKES_IT = re.compile(r"services\.locking import .*\blocked")
# Module that takes the lock → what proves that it must: a test that is right with the lock and its negative control, or races of test_races.
PROOFS = {
    "booking": ("test_one_is_booked_and_one_waits", "test_negative_control_without_lock_nor_check_both_are_booked"),
    "cancelling": (
        "test_the_newcomer_gets_the_seat_that_is_freed_meanwhile",
        "test_negative_control_without_lock_she_waits_before_an_empty_seat",
    ),
    "answering": (
        "test_one_offer_has_one_answer",
        "test_negative_control_without_lock_both_answers_are_believed",
    ),
    "approving": (
        "test_of_two_answers_to_a_request_one_counts",
        "test_negative_control_without_lock_both_agents_believe_that_theirs_counts",
    ),
    "promoting": (
        "test_two_agents_who_give_the_last_seat_give_it_once",
        "test_negative_control_without_lock_nor_check_they_give_it_twice",
        "two_agents_propose_one_seat",
    ),
    "reordering": ("somebody_is_put_last_while_a_seat_is_freed",),
    "transferring": (
        "test_of_two_who_move_to_the_last_seat_one_goes_and_one_keeps_hers",
        "test_negative_control_without_lock_nor_check_both_have_it",
    ),
    "seats": (
        "test_a_reduction_counts_who_was_enrolling",
        "test_negative_control_without_lock_the_reduction_does_not_see_her",
    ),
    "setting_quotas": ("quotas_are_set_while_somebody_enrols",),
    "opening": (
        "test_once_closing_has_answered_nobody_enters",
        "test_negative_control_without_lock_somebody_enters_a_closed_seance",
        "a_seance_is_reopened_while_it_is_cancelled",
    ),
    "cancelling_seances": (
        "test_who_enrols_while_the_seance_is_cancelled_is_cancelled_and_told",
        "test_negative_control_without_lock_she_keeps_a_seat_in_a_cancelled_seance",
        "a_day_is_cancelled_while_somebody_enrols",
    ),
    "drawing": ("two_seeds_are_chosen", "one_list_is_drawn_twice"),
    "attendance": (
        "test_two_ticks_on_one_person_follow_each_other",
        "test_negative_control_without_the_lock_one_tick_hides_the_other",
        "an_absence_is_noted_while_everyone_is_present",
    ),
    "sheets": (
        "test_nothing_is_ticked_without_reason_once_the_sheet_is_closed",
        "test_negative_control_without_the_lock_a_closed_sheet_is_ticked",
        "a_gesture_is_undone_while_it_is_corrected",
    ),
    "series.editing": (
        "test_of_two_edits_at_once_the_second_is_told_and_the_first_is_whole",
        "test_negative_control_without_lock_somebody_s_work_is_lost",
    ),
    "series.undoing": (
        "test_of_two_people_who_take_an_act_back_one_does_and_the_other_is_told",
        "test_negative_control_without_locks_both_take_it_back",
    ),
    "sweeping": (
        "test_two_workers_end_an_offer_once",
        "test_negative_control_without_lock_two_workers_end_it_twice",
        "two_workers_serve_one_queue",
        "two_workers_remind_of_one_offer",
    ),
    "watching": ("two_workers_check_one_minimum",),
    "messages.resending": ("a_confirmation_is_sent_again_while_she_cancels",),
    "personal": ("consignes_are_accepted_by_two_clicks",),
    # Takes no lock itself: each line is one booking.
    "batches.applying": ("a_list_and_an_agent_take_the_last_seat",),
}


@pytest.fixture
def acts(seance, claire, wants, crest, agent):
    """Module → every act of it that takes the lock of this séance. Each is told that it is busy before anything else is asked."""
    other = world.occurrence(seance.action, in_days=20)
    alix = wants("Alix")().participation
    mine = {"participation_id": alix.pk, "actor": Actor.agent(claire)}
    here, why = {"occurrence_id": seance.pk, "actor": Actor.agent(claire)}, {"reason": "Essai"}
    series = {"scope": "this", "changes": {"title": "Autre"}, "summary": "Titre", "version": 10**9}
    edit = edit_series(**here, **series).edit
    line = line_for(alix, claire)
    letter = {"message_id": OutboxMessage.objects.get(usager=alix.usager).pk, "channel": "sms"}
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
        "series.undoing": [lambda: undo_edit(edit_id=edit.pk, actor=here["actor"])],
        "messages.resending": [lambda: resend(**letter, user=agent.user, key="renvoi")],
        "batches.applying": [lambda: apply_line(line.pk, line.batch)],
        "personal": [lambda: accept_consignes(OwnPlace(alix, timezone.now()), [])],
        "sweeping": [
            lambda: serve_queue(occurrence_id=seance.pk),
            lambda: sweeping.end_offer(mine["participation_id"], seance.pk, now=None),
            lambda: sweeping.remind(mine["participation_id"], seance.pk, now=None),
        ],
    }


def line_for(row, user):
    """A line of a list, for somebody whose file is known."""
    file = ContentFile("Nom;Prénom;Téléphone\nMartin;Lou;06 39 98 00 02\n".encode())
    line = prepare_batch(occurrence_id=row.occurrence_id, file=file, source="Liste", user=user).lines.get()
    line.usager = row.usager
    line.save()
    return line


@pytest.fixture
def rounds(seance, claire):
    """Module → a round of the worker that has something to do in this séance. It answers nobody: what is busy is for its next round."""
    policy = Policy.objects.create(territory=seance.territory, code="minimum", name="Minimum")
    policy.motifs.add(seance.action.motif)
    Parameter.objects.create(policy=policy, code="minimum.participants", value=2)
    publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)
    eve = seance.starts_at - timedelta(hours=1)
    return {"watching": [lambda: watch(now=eve)]}


def written():
    """What any of these acts would leave: rows, and how often each was written."""
    tables = (Participation.history, Occurrence.history, Usager.history, AttendanceSheet.history)
    rows = (Decision, OutboxMessage, SeriesEdit, Acceptance, Lottery)
    return [table.count() for table in (*tables, *(model.objects for model in rows))]


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
        return act()
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


def test_a_round_of_the_worker_leaves_what_is_busy_for_the_next_one(rounds, while_held, seance):
    before = written()

    assert while_held(rounds) == {"watching": [[]]}
    assert written() == before
    assert [answer_of(act) for act in rounds["watching"]] == [[seance]]


def test_every_module_that_takes_a_lock_is_there_with_its_proofs(acts, rounds):
    takers = {module.name.removeprefix(SERVICES) for module in modules("backoffice") if TAKES_IT.search(module.text)}

    assert takers <= {*acts, *rounds} == PROOFS.keys()


def test_each_proof_exists_right_and_wrong():
    races = {race.__name__ for race in RACES}
    known = {name for path in Path(__file__).parent.glob("test_*.py") for name in DEFINED.findall(path.read_text())}

    for module, names in PROOFS.items():
        assert set(names) <= known, module
        wrong = {name for name in names if name in races or name.startswith("test_negative_control")}
        right = {name for name in names if name in races or name not in wrong}
        assert wrong, f"{module}: nothing shows what happens without its lock"
        assert right, f"{module}: nothing shows that its lock is enough"
