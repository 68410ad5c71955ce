"""The diary of a facilitator: real clients read it, and it says nothing of who comes."""

from __future__ import annotations

import pytest
from django.test import Client
from icalendar import Calendar

from backoffice.actions.models import Facilitator
from backoffice.actions.services.links import close_feed, open_feed
from backoffice.console.base.errors import NotAllowed
from backoffice.console.base.history import record
from tests import world


@pytest.fixture
def sophie(crest):
    return Facilitator.objects.create(territory=crest.territory, organisation=crest, name="Sophie")


@pytest.fixture
def action(crest, sophie):
    row = world.action(crest)
    row.facilitators.add(sophie)
    return row


def events(secret):
    answer = Client().get(f"/agenda/{secret}.ics")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_it_parses_and_comes_back_the_same(action, sophie, claire):
    seance = world.occurrence(action)
    secret = open_feed(facilitator=sophie, user=claire)
    event = events(secret)[0]
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (
        seance.starts_at.replace(microsecond=0),
        seance.ends_at.replace(microsecond=0),
    )
    again = Calendar.from_ical(Client().get(f"/agenda/{secret}.ics").content).to_ical()
    assert b"BEGIN:VEVENT" in again
    assert b"DTSTART:" in again


def test_titles_are_neutral_unless_asked(action, sophie, claire):
    world.occurrence(action)
    assert events(open_feed(facilitator=sophie, user=claire))[0]["SUMMARY"] == "Action collective"
    named = open_feed(facilitator=sophie, user=claire, shows_titles=True)
    assert events(named)[0]["SUMMARY"] == "Préparation à la naissance"


@pytest.mark.parametrize("sensitive", ["type_label", "service"])
def test_a_sensitive_motif_stays_neutral(action, sophie, claire, sensitive):
    world.occurrence(action)
    flagged = getattr(action.motif, sensitive)
    flagged.is_sensitive = True
    flagged.save()
    assert events(open_feed(facilitator=sophie, user=claire, shows_titles=True))[0]["SUMMARY"] == "Action collective"


def test_it_is_hers_and_the_seances_of_her_actions_only(action, sophie, claire, crest):
    paul = Facilitator.objects.create(territory=crest.territory, organisation=crest, name="Paul")
    world.occurrence(action)
    world.occurrence(action, in_days=8).facilitators.add(paul)
    assert len(events(open_feed(facilitator=sophie, user=claire))) == 1
    assert len(events(open_feed(facilitator=paul, user=claire))) == 1


def test_a_day_in_bands_is_one_event(action, sophie, claire):
    group = action.groups.create(name="Forum")
    rows = [world.occurrence(action, in_days=7 + number, group=group, band=str(number)) for number in (0, 0.01, 0.02)]
    found = events(open_feed(facilitator=sophie, user=claire))
    assert len(found) == 1
    assert found[0].decoded("DTEND") == rows[-1].ends_at.replace(microsecond=0)


def test_a_cancelled_seance_is_marked(action, sophie, claire):
    world.occurrence(action, state="cancelled")
    assert events(open_feed(facilitator=sophie, user=claire))[0]["STATUS"] == "CANCELLED"


def test_each_change_is_newer_for_the_clients_and_the_event_stays_the_same(action, sophie, claire, settings):
    """RFC 5545: the UID does not depend on the address that was asked; SEQUENCE and LAST-MODIFIED rise with each change."""
    group = action.groups.create(name="Forum")
    bands = [world.occurrence(action, in_days=7 + number, group=group, band=str(number)) for number in (0, 0.01)]
    for row in bands:
        record(row, user=claire)
    secret = open_feed(facilitator=sophie, user=claire)
    [before] = events(secret)
    bands[0].state = "cancelled"
    record(bands[0], user=claire, update_fields=["state"])
    [half] = events(secret)
    bands[1].state = "cancelled"
    record(bands[1], user=claire, update_fields=["state"])
    settings.ALLOWED_HOSTS = ["*"]
    content = Client().get(f"/agenda/{secret}.ics", headers={"host": "ailleurs.example.fr"}).content
    [after] = Calendar.from_ical(content).walk("VEVENT")

    assert before["UID"] == half["UID"] == after["UID"]
    assert before["SEQUENCE"] < half["SEQUENCE"] < after["SEQUENCE"]
    assert before.decoded("LAST-MODIFIED") <= half.decoded("LAST-MODIFIED") <= after.decoded("LAST-MODIFIED")
    assert [each["STATUS"] for each in (before, half, after)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert half.decoded("DTSTART") == bands[1].starts_at.replace(microsecond=0), "the band that is held"


def test_an_address_that_is_taken_back_or_wrong_does_not_answer(action, sophie, claire):
    secret = open_feed(facilitator=sophie, user=claire)
    close_feed(facilitator=sophie, user=claire)
    assert {Client().get(f"/agenda/{each}.ics").status_code for each in (secret, "inconnu")} == {404}


def test_a_closed_account_closes_its_diary(sophie, nadia):
    sophie.user = nadia
    sophie.save()
    secret = open_feed(facilitator=sophie, user=nadia)
    nadia.is_active = False
    nadia.save()
    assert Client().get(f"/agenda/{secret}.ics").status_code == 404


def test_a_facilitator_with_an_account_asks_for_her_own(sophie, nadia):
    with pytest.raises(NotAllowed):
        open_feed(facilitator=sophie, user=nadia)
    sophie.user = nadia
    sophie.save()
    assert open_feed(facilitator=sophie, user=nadia)
