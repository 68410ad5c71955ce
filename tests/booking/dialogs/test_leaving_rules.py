"""What quotas, rules and attendance send is read before: the people who wait, the reminders of the month, the morning after."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from backoffice.booking.services.reminding import remind
from backoffice.booking.services.sweeping import sweep
from backoffice.notifications.models import MessageTemplate, OutboxMessage
from backoffice.policies.models import Policy
from backoffice.policies.services import publish
from tests.booking.dialogs.acts import shown_by, words
from tests.booking.dialogs.screens import browser, enrolled, text, url

RESERVED = {"quota.seats": {"channel:prescriber": 2}, "quota.maximum": {}}


@pytest.fixture(autouse=True)
def priced(drome):
    drome.sms_segment_price = Decimal("0.045")
    drome.save()


@pytest.fixture
def kept(nadia, seance, people):
    """Three seats of which two are kept for prescribers: one booked, three who wait."""
    seance.quotas = RESERVED
    seance.save()
    rows = [enrolled(nadia, seance, person) for person in people[:4]]
    assert [row.state for row in rows] == ["unknown", "waiting", "waiting", "waiting"]
    OutboxMessage.objects.all().delete()
    return rows


def test_seats_that_a_quota_lets_go_say_first_to_whom(claire, kept, seance):
    planner, address = browser(claire), url("seance_quotas", seance.pk)
    page = planner.post(address, {"choice": "rules", "reason": ""})
    foretold = shown_by(page)
    assert "2 messages partiront : 2 SMS." in text(page)
    assert OutboxMessage.objects.count() == 0
    seance.refresh_from_db()
    assert seance.quotas == RESERVED
    planner.post(address, {"choice": "rules", "reason": "", "seen": page.context["seen"]})

    assert words(OutboxMessage.objects.all()) == words(foretold)
    assert {one.usager for one in foretold} == {row.usager for row in kept[1:3]}


def test_the_quotas_of_an_action_say_it_for_its_seances(claire, kept, seance):
    seance.quotas, seance.action.quotas = None, RESERVED
    seance.save()
    seance.action.save()
    planner, address = browser(claire), url("action_quotas", seance.action.pk)
    page = planner.post(address, {"choice": "rules", "reason": ""})
    foretold = shown_by(page)
    planner.post(address, {"choice": "rules", "reason": "", "seen": page.context["seen"]})
    sweep()

    assert len(foretold) == 2
    assert words(OutboxMessage.objects.all()) == words(foretold)


def test_quotas_that_write_to_nobody_are_kept_at_once(claire, seance):
    browser(claire).post(
        url("seance_quotas", seance.pk), {"choice": "own", "scope_0": "channel:prescriber", "reserved_0": "1"}
    )
    seance.refresh_from_db()
    assert seance.quotas["quota.seats"] == {"channel:prescriber": 1}


def test_a_publication_says_who_is_served_and_which_reminders_it_adds_or_takes_away(
    claire, nadia, people, seance, drome
):
    motif = seance.action.motif
    motif.waitlist_mode = "manual"
    motif.save()
    rows = [enrolled(nadia, seance, person) for person in people[:4]]
    seance.seats_override = 4
    seance.save()
    OutboxMessage.objects.all().delete()
    policy = Policy.objects.create(territory=drome, code="regles", name="Règles")
    policy.motifs.add(motif)
    policy.parameters.create(code="waitlist.mode", value="automatic")
    policy.parameters.create(code="reminder.days", value=["1", "3"])
    page = browser(claire).get(url("publish_policy", policy.pk))
    said = text(page)

    assert "<strong>Dès la mise en service</strong>, des places vont à des personnes qui attendent." in said
    assert "3 rappels de plus aux personnes inscrites" in said or "6 rappels de plus" in said
    assert "Place obtenue : " in said
    assert "C&#x27;est dans 3 jours : " in said or "C&#x27;est demain : " in said
    publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)
    sweep()
    assert OutboxMessage.objects.get(event="promoted").usager == rows[3].usager


def test_the_sheet_says_what_leaves_the_next_morning(nadia, drome, people, seance):
    for event in ("attended", "missed"):
        MessageTemplate.objects.create(territory=drome, event=event, channel="sms", sending="always")
    rows = [enrolled(nadia, seance, person) for person in people[:3]]
    now = timezone.now()
    seance.starts_at, seance.ends_at = now - timedelta(hours=3), now - timedelta(hours=1)
    seance.save()
    OutboxMessage.objects.all().delete()
    desk, address = browser(nadia), url("attendance", seance.pk)
    assert desk.get(address).context["forecasts"] == ()
    desk.post(address, {"participation": rows[0].pk, "state": "noshow"})
    desk.post(address, {"everyone": "1"})
    page = desk.get(address)
    foretold = shown_by(page)
    assert "3 messages partiront : 3 SMS." in text(page)
    assert OutboxMessage.objects.count() == 0
    remind(now=now)
    remind(now=now + timedelta(days=1))

    assert words(OutboxMessage.objects.all()) == words(foretold)
    assert sorted(one.event for one in foretold) == ["attended", "attended", "missed"]


def test_nothing_is_said_where_the_territory_writes_nothing_after_a_seance(nadia, people, seance):
    enrolled(nadia, seance, people[0])
    seance.starts_at, seance.ends_at = (timezone.now() - timedelta(hours=hours) for hours in (3, 1))
    seance.save()
    browser(nadia).post(url("attendance", seance.pk), {"everyone": "1"})

    assert browser(nadia).get(url("attendance", seance.pk)).context["forecasts"] == ()
