"""What more seats of a motif or of a room, or other rules of an action, send is read under their form before anything is saved."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from backoffice.booking.services import foretelling_rules
from backoffice.booking.services.sweeping import sweep
from backoffice.console.base.admin.panels import BEFORE_SAVING, _panels
from backoffice.console.base.history import acts_of_changes
from backoffice.notifications.models import OutboxMessage
from backoffice.policies.models import Policy
from backoffice.policies.services import publish
from tests import world
from tests.booking.dialogs.screens import browser, enrolled, text

# A policy is published on pages that say it. Whom the quotas of a group count, when an organisation joins it, is known once it has.
ELSEWHERE = {"policies.Policy", "directory.Organisation"}


@pytest.fixture(autouse=True)
def priced(drome):
    drome.sms_segment_price = Decimal("0.045")
    drome.save()


@pytest.fixture
def waiting(nadia, seance, people):
    """Three booked, two who wait."""
    rows = [enrolled(nadia, seance, person) for person in people]
    OutboxMessage.objects.all().delete()
    return rows[3:]


class Form:
    """The form of a row in the admin, as somebody fills it."""

    def __init__(self, user, row):
        self.client, self.row = browser(user), row
        self.address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])

    def save(self, page=None, **typed):
        page = page or self.client.get(self.address)
        shown = page.context["adminform"].form
        fields = {name: shown[name].value() for name in shown.fields}
        rows = {
            f"{each.formset.prefix}-{name}": value
            for each in page.context["inline_admin_formsets"]
            for name, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))
        }
        asked = {
            name: keys(value) for name, value in {**fields, **typed}.items() if value is not None and value is not False
        }
        return self.client.post(self.address, {**rows, **asked})

    def foretold(self, page):
        """What it shows, nothing being saved."""
        assert page.status_code == 200
        assert not page.context["errors"], page.context["adminform"].form.errors
        assert "Rien n’est encore enregistré." in text(page)
        assert OutboxMessage.objects.count() == 0
        return page.context["adminform"].form.seen


def keys(value):
    """Linked rows are posted as their keys."""
    return [getattr(each, "pk", each) for each in value] if isinstance(value, list) else value


def told_by_the_worker():
    sweep()
    return OutboxMessage.objects.all()


def test_more_seats_of_a_motif_say_first_who_is_served(claire, waiting, seance):
    motif, form = seance.action.motif, Form(claire, seance.action.motif)
    page = form.save(default_seats=5)
    seen = form.foretold(page)
    assert "2 messages partiront : 2 SMS." in text(page)
    assert "Place obtenue : " in text(page)
    motif.refresh_from_db()
    assert motif.default_seats == 3
    assert form.save(default_seats=4, seen=seen).status_code == 200, "another number: it is shown again"
    assert form.save(default_seats=5, seen=seen).status_code == 302

    motif.refresh_from_db()
    assert motif.default_seats == 5
    assert {one.usager for one in told_by_the_worker()} == {row.usager for row in waiting}


def test_a_larger_room_says_it_too(claire, nadia, people, seance):
    room = seance.venue
    room.room_capacity = 1
    room.save()
    rows = [enrolled(nadia, seance, person) for person in people[:3]]
    OutboxMessage.objects.all().delete()
    form = Form(claire, room)
    page = form.save(room_capacity=2)
    foretold = form.foretold(page)
    assert "1 message partira : 1 SMS." in text(page)
    form.save(room_capacity=2, seen=foretold)

    assert [one.usager for one in told_by_the_worker()] == [rows[1].usager]


def test_the_rules_that_an_action_adds_say_who_is_served_and_reminded(claire, waiting, seance, drome):
    policy = Policy.objects.create(territory=drome, code="forum", name="Forum")
    policy.parameters.create(code="reminder.days", value=["1", "3"])
    publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)
    form = Form(claire, seance.action)
    page = form.save(policy=policy.pk)
    seen = form.foretold(page)

    assert "rappels de plus" in text(page)
    assert form.save(policy=policy.pk, seen=seen).status_code == 302


@pytest.fixture
def reserving(claire, drome):
    """A published policy that reserves two seats for usagers, and reminds three days before."""
    policy = Policy.objects.create(territory=drome, code="reserve", name="Places des usagers")
    policy.parameters.create(code="quota.seats", value={"quotas": {"channel:usager": 2}})
    policy.parameters.create(code="reminder.days", value=["1", "3"])
    publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)
    return policy


def test_a_policy_that_serves_a_motif_says_first_whom_it_reminds(claire, waiting, seance, reserving):
    client, address = browser(claire), reverse("admin:policy_settings", args=[reserving.pk])
    fields = {"name": reserving.name, "motifs": [seance.action.motif_id]}
    page = client.post(address, fields)

    assert "6 rappels de plus" in text(page)
    assert not reserving.motifs.exists()
    assert client.post(address, fields | {"seen": page.context["seen"]}).status_code == 302
    assert reserving.motifs.get() == seance.action.motif


def test_a_policy_that_is_retired_says_first_who_is_served(claire, nadia, people, seance, reserving):
    reserving.motifs.add(seance.action.motif)
    rows = [enrolled(nadia, seance, person) for person in people[:3]]
    OutboxMessage.objects.all().delete()
    client, address = browser(claire), reverse("admin:policy_settings", args=[reserving.pk])
    fields = {"name": reserving.name, "motifs": [seance.action.motif_id], "is_archived": "on"}
    page = client.post(address, fields)
    assert "2 messages partiront : 2 SMS." in text(page)
    assert OutboxMessage.objects.count() == 0
    client.post(address, fields | {"seen": page.context["seen"]})

    assert {one.usager for one in told_by_the_worker()} == {row.usager for row in rows[1:]}


def test_a_new_name_is_saved_at_once(claire, waiting, seance, reserving):
    address = reverse("admin:policy_settings", args=[reserving.pk])

    assert browser(claire).post(address, {"name": "Réserve", "motifs": []}).status_code == 302


def test_what_writes_to_nobody_is_saved_at_once(claire, waiting, seance):
    assert Form(claire, seance.action.motif).save(default_duration_minutes=90).status_code == 302
    assert Form(claire, seance.venue).save(name="Salle verte").status_code == 302


def test_queues_beyond_those_that_are_counted_are_said(claire, nadia, waiting, seance, people, monkeypatch):
    monkeypatch.setattr(foretelling_rules, "MOST_QUEUES", 1)
    later = world.occurrence(seance.action, in_days=30)
    for person in people:
        enrolled(nadia, later, person)
    OutboxMessage.objects.all().delete()
    page = Form(claire, seance.action.motif).save(default_seats=5)

    assert "2 messages partiront : 2 SMS." in text(page)
    assert "Comptées : les 1 premières séances où des personnes attendent. 1 autre vient ensuite." in text(page)


def test_whatever_calls_the_worker_when_it_is_saved_says_first_what_it_sends():
    """A model whose rows may free seats has a panel under its form."""
    ringing = {model._meta.label for model in acts_of_changes}
    saying = {label for label, place in _panels if place == BEFORE_SAVING}

    assert ringing == saying | ELSEWHERE
