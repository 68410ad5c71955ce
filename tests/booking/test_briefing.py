"""Those who run a séance know who joins and who leaves, each as she prefers, in numbers and without a name."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse

from backoffice.actions.enums import News
from backoffice.booking.services import cancel_seance
from backoffice.booking.services.briefing import brief_teams
from backoffice.booking.values import Actor
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services import deliver_due
from tests import world

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2027, 1, 11, 9, tzinfo=PARIS)


@pytest.fixture
def seance(crest, motif, drome):
    drome.quiet_until, drome.opens_at = time(8), time(9)
    drome.save()
    row = world.occurrence(world.action(crest, motif), venue=world.venue(drome))
    row.starts_at, row.ends_at = MONDAY + timedelta(days=9), MONDAY + timedelta(days=9, hours=2)
    row.save()
    return row


@pytest.fixture
def runner(drome, crest, seance):
    """Runs the séance, without an account."""
    row = drome.facilitators.create(
        name="Mission locale", organisation=crest, email="ml@example.org", news=News.AT_ONCE
    )
    seance.facilitators.add(row)
    brief_teams(now=MONDAY)
    return row


def told(now):
    """The e-mails written at this instant."""
    last = OutboxMessage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    brief_teams(now=now)
    return list(OutboxMessage.objects.filter(pk__gt=last).order_by("pk"))


def minutes(number):
    return MONDAY + timedelta(minutes=number)


def test_she_is_told_a_minute_after_when_a_second_person_joins(runner, ask):
    ask("Dumas", now=minutes(1))
    assert told(minutes(1.5)) == [], "the agent may still think again"
    first = told(minutes(3))
    ask("Martin", now=minutes(4))
    second = told(minutes(6))

    assert len(first) == len(second) == 1
    assert "1 inscription.\nMaintenant : 2 inscrits pour 2 places." in second[0].body
    assert second[0].subject.startswith("Préparation à la naissance, ")
    assert (second[0].facilitator, second[0].staff_address) == (runner, "ml@example.org")
    assert told(minutes(7)) == [], "each thing once"
    assert "DUMAS" not in first[0].body + second[0].body


def test_a_list_is_one_e_mail_and_what_came_to_nothing_is_none(runner, ask, leave):
    for name in ("Un", "Deux", "Trois"):
        ask(name, now=minutes(1))
    together = told(minutes(3))
    gone = ask("Quatre", now=minutes(4))
    leave(gone, now=minutes(4.2))

    assert len(together) == 1
    assert "2 inscriptions, 1 personne de plus en attente." in together[0].body
    assert told(minutes(6)) == []


def test_once_a_day_on_working_days_in_opening_hours(runner, ask, leave):
    runner.news = News.DAILY
    runner.save()
    friday = MONDAY + timedelta(days=4, hours=3)
    leaving = ask("Dumas", now=friday)
    assert told(friday + timedelta(minutes=5)) == []
    leave(leaving, now=friday + timedelta(hours=1))
    ask("Martin", now=friday + timedelta(days=1))
    brief_teams(now=friday + timedelta(days=1, hours=22))
    assert OutboxMessage.objects.filter(facilitator=runner).count() == 0, "nothing on Saturday nor on Sunday"
    brief_teams(now=friday + timedelta(days=2, hours=6))
    morning = datetime(2027, 1, 18, 8, 5, tzinfo=PARIS)
    [digest] = told(morning)

    assert "1 inscription.\nMaintenant : 1 inscrit pour 2 places." in digest.body, "who came and left is not counted"
    assert digest.not_before == datetime(2027, 1, 18, 9, tzinfo=PARIS)
    assert told(morning + timedelta(minutes=1)) == []


def test_never_is_never_and_nobody_without_an_address_is_written_to(runner, ask):
    runner.news = News.NEVER
    runner.save()
    ask("Dumas", now=minutes(1))
    assert told(minutes(3)) == []
    runner.news, runner.email = News.AT_ONCE, ""
    runner.save()
    ask("Martin", now=minutes(4))
    assert told(minutes(6)) == []


def test_a_cancelled_or_moved_seance_is_told(runner, seance, claire):
    row = seance
    row.title = "Visite"
    from backoffice.console.base.history import record

    record(row, user=claire, reason="", update_fields=["title"], at=minutes(1))
    assert "Ce qui change : le titre." in told(minutes(3))[0].body
    cancel_seance(occurrence_id=seance.pk, actor=Actor.agent(claire), reason="Neige", now=minutes(4))
    [message] = told(minutes(6))

    assert "La séance est annulée." in message.body
    assert "Maintenant" not in message.body


def test_a_sensitive_seance_is_neither_named_nor_placed(runner, ask, seance):
    service = seance.action.motif.service
    service.is_sensitive = True
    service.save()
    ask("Dumas", now=minutes(1))
    [message] = told(minutes(3))

    assert message.subject.startswith("Votre séance du ")
    assert "naissance" not in message.subject + message.body
    assert "Crest" not in message.subject + message.body
    assert message.is_neutral


def test_it_leaves_through_the_same_outbox_and_only_an_account_has_a_link(runner, ask, nadia, seance):
    ask("Dumas", now=minutes(1))
    [message] = told(minutes(3))
    deliver_due(now=minutes(4))
    assert [(each.to, each.subject) for each in mail.outbox if each.to == ["ml@example.org"]] == [
        (["ml@example.org"], message.subject)
    ]
    assert "http" not in message.body

    runner.user, runner.email = nadia, ""
    runner.save()
    ask("Martin", now=minutes(4))
    [message] = told(minutes(6))
    assert message.staff_address == nadia.email
    assert reverse("admin:seance", args=[seance.pk]) in message.body


def test_she_chooses_herself_or_the_organisation_does(client, runner, nadia, claire, drome):
    address = reverse("admin:facilitator_news", args=[runner.pk])
    client.force_login(claire)
    answer = client.get(address)
    assert "jamais le nom d’une personne inscrite" in answer.text
    assert f"{runner} est au courant" in answer.text
    client.post(address, {"news": News.NEVER})
    runner.refresh_from_db()
    assert runner.news == News.NEVER

    yann = world.user("Zoé", "Chargé d’études", drome)
    client.force_login(yann)
    assert client.post(address, {"news": News.DAILY}).status_code == 403
    runner.user = yann
    runner.save()
    assert (
        "Vous êtes au courant des inscriptions, des annulations et des changements de vos séances"
        in client.get(address).text
    )
    client.post(address, {"news": News.DAILY})
    runner.refresh_from_db()
    assert runner.news == News.DAILY
    assert runner.history.first().history_user == yann
