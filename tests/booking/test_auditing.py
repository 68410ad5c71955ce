"""The audit finds each kind of fault, and nothing where there is none."""

from __future__ import annotations

import pytest

from backoffice.actions.models import OccurrenceCounters
from backoffice.booking.enums import State
from backoffice.booking.models import Participation
from backoffice.booking.services import audit_seats


@pytest.fixture
def then_put_right(seance):
    """The fault is made on purpose: it is removed before the suite audits this test too."""
    yield
    Participation.objects.filter(occurrence=seance).update(state=State.EXCUSED)
    OccurrenceCounters.objects.update_or_create(
        pk=seance.pk,
        defaults={"seats": 2, "seats_beyond": 0, "seats_held": 0, "seats_offered": 0, "waiting_count": 0},
    )


def test_nothing_to_say_of_a_seance_where_all_is_right(ask, full, leave):
    ask("Chloé")
    leave(full[0])

    assert audit_seats() == []


@pytest.mark.parametrize("counter", ["seats_held", "waiting_count"])
def test_a_counter_that_forgot_somebody_is_found(full, seance, then_put_right, counter):
    wrong = {"seats_held": 1, "waiting_count": 3}[counter]
    OccurrenceCounters.objects.filter(pk=seance.pk).update(**{counter: wrong})

    assert audit_seats() == [f"occurrence {seance.pk}: 2 held, 0 offered, 0 waiting in rows; counters say otherwise"]


def test_people_without_any_counter_are_found(full, seance, then_put_right):
    OccurrenceCounters.objects.filter(pk=seance.pk).delete()

    assert len(audit_seats()) == 1
