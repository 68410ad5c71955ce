"""The audit finds each kind of fault, names it with its remedy, and says nothing where all is right."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backoffice.actions.models import Occurrence, OccurrenceCounters
from backoffice.booking.enums import State
from backoffice.booking.models import Participation
from backoffice.booking.services import audit, cancel_seance, transfer
from backoffice.booking.values import Actor
from tests import world


@pytest.fixture
def spoil():
    """Write without service nor history, as a bug or a console would; put right before the suite audits this test too."""
    undo = []

    def spoil(row, **changes):
        rows = type(row).objects.filter(pk=row.pk)
        before = rows.values(*changes).get()
        undo.append(lambda: rows.update(**before))
        rows.update(**changes)

    yield spoil
    for put_right in reversed(undo):
        put_right()


def codes():
    return {fault.code for fault in audit()}


def test_nothing_to_say_of_what_services_did(ask, full, leave, seance, agent, claire):
    third = ask("Chloé")
    leave(full[0])
    other = world.occurrence(seance.action, in_days=9)
    transfer(participation_id=third.participation.pk, occurrence_id=other.pk, actor=agent, idempotency_key="move")
    cancel_seance(occurrence_id=other.pk, actor=Actor.agent(claire), reason="Pluie")

    assert audit() == []


@pytest.mark.parametrize("counter", ["seats_held", "waiting_count", "seats_awaited", "seats_offered"])
def test_a_counter_that_forgot_somebody_is_found(full, seance, spoil, counter):
    spoil(
        seance.counters,
        **{counter: {"seats_held": 1, "seats_offered": 0}.get(counter, 3)}
        | ({"seats_held": 1} if counter == "seats_offered" else {}),
    )

    [fault] = audit()
    assert (fault.code, fault.where) == ("compteurs", f"séance {seance.pk}")
    assert "places d’après les inscriptions : 2 prises" in fault.sentence


def test_people_without_any_counter_are_found(full, seance):
    counters = OccurrenceCounters.objects.get(pk=seance.pk)
    OccurrenceCounters.objects.filter(pk=seance.pk).delete()

    assert codes() == {"compteurs"}
    counters.save(force_insert=True)


@pytest.mark.parametrize(
    ("spoilt", "changes", "expected"),
    [
        ("participation", {"is_overbooked": True}, {"historique"}),
        ("participation", {"party_size": 2}, {"compteurs", "historique"}),
        ("participation", {"state": State.MOVED}, {"compteurs", "deplacee-sans-arrivee", "historique"}),
        ("participation", {"state": State.ATTENDED}, {"presence-avant-l-heure", "historique"}),
        ("seance", {"state": "cancelled"}, {"seance-annulee", "historique"}),
        ("seance", {"quotas": {"quota.seats": {"organisation-9999": 2}}}, {"quota"}),
        ("seance", {"quotas": {"quota.maximum": {"channel:usager": -1}}}, {"quota"}),
        ("seance", {"ends_at": timezone.now() + timedelta(days=90)}, {"historique"}),
    ],
)
def test_each_fault_has_its_name(full, seance, spoil, spoilt, changes, expected):
    Occurrence.objects.get(pk=seance.pk).save()
    spoil(full[0].participation if spoilt == "participation" else seance, **changes)

    assert codes() == expected


def test_the_command_says_what_is_wrong_in_french_and_ends_with_an_error(full, seance, spoil):
    said = StringIO()
    call_command("audit", stdout=said)
    assert "Rien à signaler" in said.getvalue()

    spoil(full[0].participation, state=State.EXCUSED)
    wrong = StringIO()
    with pytest.raises(SystemExit):
        call_command("audit", stderr=wrong)
    assert "Rien n’a été corrigé." in wrong.getvalue()
    assert "[compteurs] séance" in wrong.getvalue()


def test_the_number_of_statements_does_not_grow_with_rows(ask, full, seance):
    with CaptureQueriesContext(
        connection,
    ) as before:
        audit()
    for name in ("Chloé", "Dalia"):
        ask(name)
    with CaptureQueriesContext(connection) as after:
        audit()

    assert len(after) == len(before) <= 20
    assert Participation.objects.count() == 4
