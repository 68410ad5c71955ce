"""« Elle l’a reçu » and « Envoyer quand même »: decided by somebody, kept with her name and her reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from backoffice.directory.models import Role
from backoffice.notifications.enums import MessageState, StepSource, Trouble
from backoffice.notifications.models import MessageStep, OutboxMessage, SmsDay
from backoffice.notifications.services import deliver_due
from tests import world
from tests.notifications.letters import Ledger, delivered, message_to

ACTS = ("say_received", "let_through")


@pytest.fixture
def doubtful(crest):
    return message_to(world.usager(crest), state=MessageState.UNKNOWN, trouble=Trouble.LOST, attempts=1)


@pytest.fixture
def held(crest, drome, carried_by):
    """The second message of a day that has one."""
    carried_by(Ledger())
    drome.messages_per_person = 1
    drome.save()
    usager = world.usager(crest)
    message_to(usager)
    return delivered(message_to(usager))


def decide(client, act, message, reason=""):
    answer = client.post(reverse(f"admin:{act}", args=[message.pk]), {"reason": reason}, follow=True)
    message.refresh_from_db()
    return answer


def page_of(client, message):
    return client.get(reverse("admin:notifications_outboxmessage_change", args=[message.pk])).content.decode()


def test_a_doubt_ends_when_she_says_that_she_has_it(client, nadia, doubtful):
    client.force_login(nadia)
    assert "Elle l’a reçu" in page_of(client, doubtful)
    decide(client, "say_received", doubtful, "Dit au téléphone")
    step = doubtful.steps.get()

    assert (doubtful.state, doubtful.trouble) == (MessageState.DELIVERED, "")
    assert (step.user, step.reason, step.source) == (nadia, "Dit au téléphone", StepSource.PERSON)
    assert "Dit au téléphone" in page_of(client, doubtful)


def test_what_a_ceiling_holds_leaves_with_a_reason(client, nadia, held):
    client.force_login(nadia)
    page = page_of(client, held)
    assert "La personne a déjà reçu le nombre de messages prévu pour un jour" in page
    refused = decide(client, "let_through", held)
    assert held.state == MessageState.HELD
    assert "obligatoire" in refused.content.decode()
    decide(client, "let_through", held, "Deux changements dans la journée")
    assert (held.state, held.is_let_through) == (MessageState.DUE, True)
    deliver_due(now=timezone.now())
    held.refresh_from_db()

    assert held.state == MessageState.SENT
    assert [step.state for step in held.steps.all()] == ["held", "due", "sent"]


def test_what_is_settled_already_says_so(client, nadia, doubtful):
    client.force_login(nadia)
    decide(client, "say_received", doubtful)
    again = decide(client, "say_received", doubtful)

    assert "n’est plus à vérifier" in again.content.decode()
    assert doubtful.steps.count() == 1


@pytest.mark.parametrize("act", ACTS)
def test_a_stranger_finds_nothing_and_who_reads_only_decides_nothing(client, drome, crest, doubtful, act):
    client.force_login(world.user("Samia", "Agent", drome, world.organisation(drome, "PMI de Die")))
    assert decide(client, act, doubtful, "x").status_code == 404
    Role.objects.create(territory=None, name="Lecture", activities=["view", "view_people"])
    client.force_login(world.user("Lise", "Lecture", drome, crest))
    assert decide(client, act, doubtful, "x").status_code == 404

    assert doubtful.state == MessageState.UNKNOWN


@pytest.fixture
def stopped(crest, drome, carried_by):
    """The ceiling of the territory was reached at its first SMS."""
    carried_by(Ledger())
    drome.sms_per_day, drome.sms_segment_price = 1, Decimal("0.045")
    drome.save()
    rows = [message_to(world.usager(crest, f"Nom{number}"), segments=1) for number in range(4)]
    deliver_due(now=timezone.now())
    return rows


def test_the_referente_sees_what_the_ceiling_holds_and_lets_it_leave_at_once(client, claire, drome, stopped):
    client.force_login(claire)
    page = client.get(reverse("admin:directory_territory_change", args=[drome.pk])).content.decode()
    assert "1 SMS confié à l’opérateur aujourd’hui, 3 SMS retenus par le plafond (0,135 €)" in page
    path = reverse("admin:let_territory_through", args=[drome.pk])
    answer = client.post(path, {"reason": "Forum de demain"}, follow=True)
    deliver_due(now=timezone.now())

    assert "3 SMS vont partir." in answer.content.decode()
    assert {row.state for row in OutboxMessage.objects.all()} == {MessageState.SENT}
    assert MessageStep.objects.filter(user=claire, reason="Forum de demain").count() == 3
    assert SmsDay.objects.get().count == 4


def test_an_agent_does_not_lift_the_ceiling_of_her_territory(client, nadia, drome, stopped):
    client.force_login(nadia)
    answer = client.post(reverse("admin:let_territory_through", args=[drome.pk]), {"reason": "x"})

    assert answer.status_code == 403
    assert OutboxMessage.objects.filter(state=MessageState.HELD).count() == 3
