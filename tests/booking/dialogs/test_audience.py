"""Beside the text of a message: how many people it concerns today, how many this channel would reach, and what it would cost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from tests import world
from tests.booking.dialogs.screens import browser, enrolled, text


@pytest.fixture
def editor(claire, drome, seance, nadia, people):
    """Three come: by SMS, by e-mail only, by neither; two wait. `look` types a sending, at the level of this name."""
    drome.sms_segment_price = Decimal("0.045")
    drome.save()
    people[1].phone, people[1].email = "", "lou@example.org"
    people[2].phone = ""
    for person in people[1:3]:
        person.save()
    for person in people:
        enrolled(nadia, seance, person)
    rows = {"territory": drome, "motif": seance.action.motif, "action": seance.action}

    def look(event, channel="sms", sending="", level="territory"):
        address = reverse(f"admin:{level}_wording", args=[rows[level].pk, event, channel])
        typed = {"refresh": "typed", "sending": sending, "body": "Venez. {lien}", "subject": "Venez"}
        return text(browser(claire).post(address, typed))

    return look


def test_the_editor_says_how_many_people_a_message_concerns_and_what_it_costs(editor):
    assert "3 personnes concernées aujourd’hui. 1 le recevrait par SMS : 1 SMS, 0,045 € si chacune" in editor(
        "reminder"
    )
    assert "3 personnes concernées aujourd’hui. 1 le recevrait par e-mail." in editor("reminder", "email", "fallback")
    assert "2 personnes concernées aujourd’hui. 2 le recevraient par SMS : 2 SMS" in editor("offered", level="motif")
    assert "5 personnes concernées" in editor("seance_cancelled", level="action")


def test_switching_it_off_says_that_nobody_receives_it_any_more(editor):
    assert "3 personnes concernées aujourd’hui. Aucune ne le recevrait par SMS." in editor("reminder", "sms", "never")


def test_people_of_elsewhere_are_not_counted(editor, crest, nadia, people):
    other = world.occurrence(world.action(crest, world.motif(crest, "Atelier lecture")))
    enrolled(nadia, other, people[3])

    assert "4 personnes concernées" in editor("reminder")
    assert "3 personnes concernées" in editor("reminder", level="motif")


def test_which_changes_are_told_says_how_many_people_they_concern(editor, claire, drome):
    page = browser(claire).get(reverse("admin:territory_changes", args=[drome.pk]))
    assert "Aujourd’hui, 5 personnes à prévenir si toutes leurs séances changeaient." in text(page)
