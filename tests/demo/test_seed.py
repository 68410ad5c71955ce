"""The demonstration tells a plausible year, once, through the services."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Q
from django.test import TestCase

from backoffice.actions.models import Occurrence, OccurrenceCounters
from backoffice.booking.enums import ATTENDANCE, HOLDS_A_SEAT, State
from backoffice.booking.models import Decision, Participation
from backoffice.demo.services import accounts, seed
from backoffice.demo.values import PASSWORD
from backoffice.demo.values.calendar import is_open
from backoffice.directory.models import Organisation, User
from backoffice.notifications.enums import MessageState
from backoffice.notifications.models import OutboxMessage
from backoffice.people.models import Usager
from tests.demo.conftest import TODAY

ROOMS = ("directory", "people", "catalogue", "actions", "notifications", "booking")


def rows():
    """How many rows each model holds, history included."""
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models(include_auto_created=True)]
    return {model._meta.label: model.objects.count() for model in models}


def test_seeding_twice_the_same_day_changes_nothing_even_once_renamed(demonstration):
    organisation = Organisation.objects.get(name="CMS de Crest")
    organisation.name = "CMS de Crest et d’Aouste"
    organisation.save()
    before = rows()
    seed(people=45, weeks=2, today=TODAY)
    assert rows() == before


@pytest.mark.slow
def test_another_day_adds_what_has_come_and_repeats_nothing(demonstration):
    people, decisions = Usager.objects.count(), Decision.objects.count()
    seed(people=900, weeks=52, today=TODAY + timedelta(days=9))
    assert Usager.objects.count() == people
    assert Decision.objects.count() > decisions
    live = Participation.objects.live().values_list("occurrence", "usager")
    assert len(live) == len(set(live))


class TheDemonstration(TestCase):
    """Seeded once, read many times."""

    @classmethod
    def setUpTestData(cls):
        cls.seeded = seed(people=150, weeks=3, today=TODAY)

    def test_every_participation_has_its_decision(self):
        assert self.seeded.participations > 50
        assert not Participation.objects.filter(decisions=None).exists()

    def test_people_have_phones_of_fiction_only(self):
        phones = Usager.objects.exclude(phone="").values_list("phone", flat=True)
        assert all(re.fullmatch(r"\+3363998\d{4}", phone) for phone in phones)
        assert not Usager.objects.exclude(email="").exclude(email__endswith="@example.org").exists()

    def test_counters_equal_rows(self):
        for counters in OccurrenceCounters.objects.select_related("occurrence"):
            states = list(counters.occurrence.participations.values_list("state", flat=True))
            assert counters.seats_held == sum(state in HOLDS_A_SEAT for state in states)
            assert counters.waiting_count == states.count(State.WAITING)

    def test_nobody_sits_beyond_the_seats_without_a_decision(self):
        beyond = OccurrenceCounters.objects.filter(seats_held__gt=F("seats"))
        for counters in beyond:
            overbooked = Decision.objects.filter(occurrence=counters.occurrence_id, headline="placement.overbooked")
            assert overbooked.exclude(reason="").count() >= counters.seats_held - counters.seats

    def test_seances_take_place_when_the_service_is_open(self):
        for occurrence in Occurrence.objects.all():
            start, end = occurrence.local_start, occurrence.local_end
            assert is_open(start.date()), occurrence
            assert start.hour >= 9, occurrence
            assert (end.hour, end.minute) <= (18, 0), occurrence

    def test_the_past_is_over(self):
        settled = OutboxMessage.objects.filter(state=MessageState.SENT, sent_at=F("created_at"))
        refused = OutboxMessage.objects.filter(state=MessageState.PARKED, sent_at=None)
        assert settled.count() + refused.count() == OutboxMessage.objects.count()
        gone = Participation.objects.filter(occurrence__starts_at__date__lt=TODAY, state=State.WAITING)
        assert not gone.exists()

    def test_history_follows_the_told_instants(self):
        for participation in Participation.objects.all()[:40]:
            assert participation.history.last().history_date == participation.booked_at

    def test_next_seance_of_birth_preparation_is_full_with_four_people_waiting(self):
        coming = Occurrence.objects.filter(action__title="Préparation à la naissance", starts_at__date__gte=TODAY)
        first = coming.with_seats().order_by("starts_at").first()
        assert (first.seats_left, first.waiting_count) == (0, 4)

    def test_every_account_opens_the_demonstration(self):
        validate_password(PASSWORD)
        for _, account in accounts():
            user = User.objects.get(email=account.email)
            assert user.check_password(PASSWORD)
            assert user.is_superuser or user.memberships.exists()


def test_the_command_refuses_any_other_settings(db):
    with pytest.raises(CommandError, match="demonstration settings only"):
        call_command("seed_demo")
    assert not settings.IS_DEMO


def test_the_command_prints_the_accounts(db, settings, capsys):
    settings.IS_DEMO = True
    call_command("seed_demo", people=12, weeks=1)
    assert "claire@example.org — demonstration — Référente, Drôme (26)" in capsys.readouterr().out


@pytest.mark.slow
class TheWholeDemonstration(TestCase):
    """The one that people see."""

    @classmethod
    def setUpTestData(cls):
        cls.seeded = seed(today=TODAY)

    def test_it_has_six_hundred_people_and_two_thousand_participations(self):
        assert self.seeded.people == 600
        assert self.seeded.participations > 2000

    def test_one_person_in_ten_does_not_come(self):
        states = list(Participation.objects.filter(state__in=ATTENDANCE).values_list("state", flat=True))
        assert 0.08 < states.count(State.NOSHOW) / len(states) < 0.15

    def test_nine_seances_wait_for_their_attendance(self):
        assert Occurrence.objects.to_complete(noon(TODAY - timedelta(days=1))).count() == 9

    def test_every_counter_equals_its_rows_and_every_decision_its_seat(self):
        assert not Participation.objects.filter(decisions=None).exists()
        held = Count("participations", filter=Q(participations__state__in=HOLDS_A_SEAT))
        assert not Occurrence.objects.annotate(held=held).exclude(counters__seats_held=F("held")).exists()


def noon(day):
    return datetime.combine(day, time(12), UTC)
