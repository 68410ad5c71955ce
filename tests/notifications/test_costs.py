"""What SMS cost: counted where they left, in the month of the territory, at the price that it had."""

from __future__ import annotations

import html
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backoffice.console.base.history import record
from backoffice.notifications.enums import Channel, MessageState
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services.costs import costs_of
from tests import world
from tests.notifications.letters import message_to

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
PAGE = "admin:message_costs"


@pytest.fixture
def priced(drome, claire):
    """45 thousandths of a euro in January, 5 hundredths from April on."""
    for price, month in (("0.045", 1), ("0.05", 4)):
        drome.sms_segment_price = Decimal(price)
        record(drome, user=claire, at=datetime(2026, month, 1, tzinfo=UTC))
    drome.refresh_from_db()
    return drome


def sms(person, *, sent_at=NOON, segments=2, **fields):
    return message_to(person, state=MessageState.SENT, sent_at=sent_at, segments=segments, **fields)


def read(client, user, **asked):
    client.force_login(user)
    return html.unescape(" ".join(client.get(reverse(PAGE), asked).text.split()))


def test_what_left_is_counted_by_motif_and_month_at_the_price_of_the_month(priced, crest):
    person = world.usager(crest)
    first = sms(person)
    again = sms(person, occurrence=first.occurrence, segments=1)
    later = sms(person, occurrence=first.occurrence, sent_at=NOON.replace(month=5))
    message_to(person, segments=9)
    sms(person, channel=Channel.EMAIL, segments=0)

    found = [
        (cost.month_code, cost.messages, cost.segments, cost.price) for cost in costs_of(OutboxMessage.objects.all())
    ]
    assert found == [("2026-05", 1, 2, Decimal("0.10")), ("2026-03", 2, 3, Decimal("0.135"))]
    assert again.pk != later.pk


def test_the_month_is_that_of_the_territory(db):
    reunion = world.territory("974", "La Réunion", time_zone="Indian/Reunion")
    sms(world.usager(world.organisation(reunion)), sent_at=datetime(2026, 3, 31, 21, tzinfo=UTC))

    assert [cost.month_name for cost in costs_of(OutboxMessage.objects.all())] == ["avril 2026"]


def test_the_screen_shows_totals_filters_and_the_way_they_are_counted(client, claire, priced, crest, drome):
    sms(world.usager(crest))
    sms(world.usager(world.organisation(drome, "CMS de Die"), "Petit"), segments=1)

    page = read(client, claire)
    assert "0,135 €" in page
    assert "Mars 2026" in page
    assert "Comment ces chiffres sont-ils calculés ?" in page
    assert "DUMAS" not in page
    assert "0,045 €" in read(client, claire, organisation="CMS de Die")
    assert "Aucun SMS ne correspond" in read(client, claire, motif="Autre", annee="2026")


def test_a_thousand_is_written_apart(client, claire, priced, crest):
    sms(world.usager(crest), segments=1200)

    page = read(client, claire)
    assert ">1 200<" in page
    assert ">1200<" not in page


def test_names_are_in_the_order_of_a_dictionary(priced, crest):
    for name in ("Éveil", "Zumba", "Atelier"):
        seance = world.occurrence(world.action(crest, world.motif(crest, name)))
        sms(world.usager(crest, name), occurrence=seance)

    assert [cost.motif for cost in costs_of(OutboxMessage.objects.all())] == ["Atelier", "Éveil", "Zumba"]


def test_without_price_it_is_said_and_without_sms_there_is_a_sentence(client, claire, crest):
    assert "Aucun SMS n’est encore parti" in read(client, claire)
    sms(world.usager(crest))

    assert "Le prix d’un SMS n’est pas réglé partout" in read(client, claire)


def test_the_export_holds_the_same_figures_and_no_name(client, yann, priced, crest):
    sms(world.usager(crest))
    client.force_login(yann)
    answer = client.post(reverse("admin:notifications_outboxmessage_export"), {"resource": "0", "format": "csv"})

    file = answer.content.decode("utf-8-sig").splitlines()
    assert file[0] == "Mois;Territoire;Organisation;Motif;SMS envoyés;SMS facturés;Coût (euros)"
    assert file[1].startswith("2026-03;Drôme")
    assert file[1].endswith(";1;2;0,09")
    assert "Dumas" not in answer.content.decode()


def test_one_counts_in_one_s_perimeter_only(client, nadia, priced, crest, drome):
    die = world.organisation(drome, "CMS de Die")
    sms(world.usager(die))
    chief = world.user("Rose", "Responsable d’organisation", drome, crest)

    assert "Aucun SMS n’est encore parti" in read(client, chief)
    client.force_login(nadia)
    assert client.get(reverse(PAGE)).status_code == 403


def test_the_number_of_questions_does_not_grow(client, claire, priced, crest):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            read(client, claire)
        return len(queries)

    person = world.usager(crest)
    sms(person)
    asked()
    few = asked()
    for month in range(1, 9):
        sms(person, sent_at=NOON.replace(month=month))

    assert asked() == few
