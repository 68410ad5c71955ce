"""Who joins or leaves a team is told; by SMS where the territory allows it, behind the bell of the application for whoever prefers silence."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from backoffice.actions.enums import News
from backoffice.booking.services.briefing import brief_teams
from backoffice.console.base.history import record_links
from backoffice.notifications.enums import Channel
from backoffice.notifications.models import BellNote
from tests import world
from tests.booking.test_briefing import MONDAY, minutes, runner, seance, told

__all__ = ["runner", "seance"]


@pytest.fixture
def newcomer(drome, crest, nadia):
    return drome.facilitators.create(name="Nadia", organisation=crest, user=nadia, news=News.AT_ONCE)


def led_by(seance, people, claire, now):
    record_links(seance, "facilitators", people, user=claire, at=now)


def test_who_joins_who_leaves_and_who_stays_each_read_their_own(runner, newcomer, seance, claire, ask):
    ask("Dumas", now=minutes(1))
    told(minutes(3))
    led_by(seance, [runner, newcomer], claire, minutes(4))
    both = {each.facilitator.name: each.body for each in told(minutes(6))}
    led_by(seance, [newcomer], claire, minutes(7))
    after = {each.facilitator.name: each.body for each in told(minutes(9))}

    assert "Vous animez cette séance.\nMaintenant : 1 inscrit pour 2 places." in both["Nadia"]
    assert reverse("admin:seance", args=[seance.pk]) in both["Nadia"]
    assert "L’équipe change." in both["Mission locale"]
    assert "Vous n’animez plus cette séance." in after["Mission locale"]
    assert "Maintenant" not in after["Mission locale"]
    assert "L’équipe change." in after["Nadia"]
    ask("Martin", now=minutes(10))
    assert [each.facilitator for each in told(minutes(12))] == [newcomer], "whoever left reads nothing more"


def test_the_team_of_the_action_counts_where_a_seance_has_none(newcomer, seance, claire):
    brief_teams(now=MONDAY)
    other = world.occurrence(seance.action, in_days=80)
    told(minutes(3))
    led_by(seance.action, [newcomer], claire, minutes(4))
    [message] = told(minutes(6))

    assert message.subject == "2 de vos séances : du nouveau"
    assert message.body.count("Vous animez cette séance.") == 1, "what is the same is said once"
    assert str(other.pk) in message.body


def test_an_sms_where_she_has_a_mobile_and_the_territory_sends_them(runner, drome, ask, seance):
    with pytest.raises(ValidationError, match="n’envoie pas de SMS aux équipes"):
        refused(runner, News.SMS)
    drome.sends_sms_to_teams, drome.quiet_from = True, time(20)
    drome.save()
    with pytest.raises(ValidationError, match="Écrivez d’abord son portable"):
        refused(runner, News.SMS)
    runner.phone = "06 39 98 00 55"
    runner.full_clean()
    runner.save()
    ask("Dumas", now=minutes(1))
    [message] = told(minutes(3))

    assert (message.channel, message.staff_address, message.segments) == (Channel.SMS, "+33639980055", 1)
    assert message.body.startswith("Préparation à la naissance, ")
    assert message.body.endswith(" : 1 inscription. Maintenant : 1 inscrit pour 2 places.")
    assert not set(message.body) & set("’«»–")
    night = minutes(0) + timedelta(hours=13)
    ask("Martin", now=night)
    assert told(night + timedelta(minutes=2))[0].not_before == minutes(23 * 60), "not at night"
    drome.sends_sms_to_teams = False
    drome.save()
    ask("Petit", now=minutes(1500))
    assert told(minutes(1502))[0].channel == Channel.EMAIL, "nothing is lost when the territory changes its mind"


def refused(runner, news):
    runner.news = news
    runner.full_clean()


def test_the_bell_rings_for_whoever_has_an_account_and_falls_silent_once_read(
    client, newcomer, seance, claire, ask, nadia
):
    home = reverse("admin:index")
    client.force_login(nadia)
    newcomer.news = News.BELL
    newcomer.save()
    brief_teams(now=MONDAY)
    led_by(seance, [newcomer], claire, minutes(1))
    ask("Dumas", now=minutes(1))
    assert told(minutes(3)) == []
    assert "Nouvelles de mes séances : 1 non lue" in client.get(home).text

    page = client.get(reverse("admin:bell"))
    assert "Vous animez cette séance. Maintenant : 1 inscrit pour 2 places." in page.text
    assert "DUMAS" not in page.text
    assert reverse("admin:seance", args=[seance.pk]) in page.text
    client.post(reverse("admin:bell"))
    assert "non lue" not in client.get(home).text
    client.force_login(claire)
    assert "Nouvelles de mes séances" not in client.get(home).text, "who runs nothing has no bell"
    client.post(reverse("admin:bell"))
    assert BellNote.objects.count() == 1


def test_never_keeps_the_bell_silent_too_and_no_account_has_none(newcomer, runner, seance, claire):
    newcomer.news = News.NEVER
    newcomer.save()
    led_by(seance, [runner, newcomer], claire, minutes(1))

    assert [each.facilitator for each in told(minutes(3))] == [runner]
    assert BellNote.objects.count() == 0
