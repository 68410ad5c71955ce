"""« Non remis »: what did not arrive in one's perimeter, why, and each act that settles it."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from django.utils import timezone

from backoffice.booking.services.messages import call_made, leave_aside, resend
from backoffice.console.base.errors import BackofficeError, OutOfPerimeter
from backoffice.notifications.enums import TO_LOOK_AT, Handled, MessageState, Trouble
from backoffice.notifications.models import Handling, OutboxMessage
from tests import world
from tests.booking.dialogs.screens import browser, enrolled, text, url


@pytest.fixture
def missed(nadia, seance, people):
    """A wrong number."""
    enrolled(nadia, seance, people[0])
    OutboxMessage.objects.update(state=MessageState.UNDELIVERED, trouble=Trouble.WRONG_NUMBER)
    return OutboxMessage.objects.get()


def listed(user, **asked):
    return html.unescape(text(browser(user).get(url("undelivered"), asked)))


def test_each_message_says_why_whom_to_call_and_what_to_do(nadia, missed):
    page = listed(nadia)

    for shown in (
        "DUMAS Inès",
        "Le numéro n’existe pas ou ne reçoit pas de SMS",
        "Corrigez le numéro dans sa fiche",
        'href="tel:0639980010"',
        "Appeler 06 39 98 00 10",
        "Je l’ai appelée",
        url("resend", missed.pk),
        url("people_usager_change", missed.usager_id),
    ):
        assert shown in page


@pytest.mark.parametrize("state", MessageState)
def test_only_what_somebody_must_look_at_is_listed(nadia, missed, state):
    OutboxMessage.objects.update(state=state)

    assert ("DUMAS" in listed(nadia)) == (state in TO_LOOK_AT)


def test_who_cannot_be_reached_is_listed_as_soon_as_there_is_something_to_tell(nadia, seance, people):
    people[1].phone = ""
    people[1].save()
    enrolled(nadia, seance, people[1])

    assert "MARTIN Lou" in listed(nadia)


def test_one_call_settles_everything_of_the_seance_and_says_who_made_it(nadia, missed):
    OutboxMessage.objects.create(**copy_of(missed, key="rappel", event="reminder"))
    agent = browser(nadia)
    answer = agent.post(url("called", missed.pk), {"next": url("undelivered")}, follow=True)
    agent.post(url("called", missed.pk))

    assert "2 messages réglés par votre appel" in html.unescape(text(answer))
    assert "Tout est arrivé, ou réglé" in listed(nadia)
    assert set(Handling.objects.values_list("how", "user")) == {(Handled.CALLED, nadia.pk)}
    assert Handling.history.filter(history_user=nadia).count() == Handling.objects.count() == 2
    inscription = missed.usager.participations.get()
    assert "Personne appelée par Nadia" in text(agent.get(url("participation", inscription.pk)))


def test_leaving_aside_needs_a_reason_that_is_kept(nadia, missed):
    agent, page = browser(nadia), url("leave_aside", missed.pk)
    refused = agent.post(page, {"reason": " "})
    agent.post(page, {"reason": "Vue à l’accueil"})

    assert refused.status_code == 200
    assert list(Handling.objects.values_list("how", "reason")) == [(Handled.IGNORED, "Vue à l’accueil")]
    with pytest.raises(BackofficeError):
        leave_aside(message_id=missed.pk, user=nadia, reason="")


def test_what_is_sent_again_leaves_the_list_and_its_copy_comes_back_if_it_fails(nadia, missed):
    copy = resend(message_id=missed.pk, channel="sms", user=nadia, key="k")
    assert "DUMAS" not in listed(nadia)

    OutboxMessage.objects.filter(pk=copy.pk).update(state=MessageState.PARKED)
    assert listed(nadia).count("DUMAS Inès</a>") == 1


def test_the_list_is_narrowed_by_seance_organisation_and_period(nadia, claire, drome, die, foreign, missed):
    paul = world.usager(die, "Petit", "Paul", phone="", email="")
    enrolled(claire, foreign, paul)

    both, here = listed(claire), listed(claire, seance=missed.occurrence_id)
    there = listed(claire, organisation=die.pk)
    assert ("DUMAS" in both, "PETIT" in both) == (True, True)
    assert ("DUMAS" in here, "PETIT" in here) == (True, False)
    assert ("DUMAS" in there, "PETIT" in there) == (False, True)
    OutboxMessage.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert "Tout est arrivé" in listed(claire)
    assert "DUMAS" in listed(claire, periode="30-jours")
    assert "Aucun message ne correspond" in listed(claire, seance="999999", organisation="x")


def test_the_counter_of_the_menu_the_first_page_and_the_list_agree(nadia, missed):
    agent = browser(nadia)
    home = html.unescape(text(agent.get(url("index"))))

    assert "1 message non remis" in home
    assert agent.get(url("undelivered")).context["page"].paginator.count == 1
    assert agent.get(url("to_complete")).text.count("sms_failed") == 1


def test_another_organisation_sees_and_settles_nothing(drome, die, yann, missed):
    samia = world.user("Samia", "Agent", drome, die)

    assert "DUMAS" not in listed(samia)
    assert browser(samia).post(url("called", missed.pk)).status_code == 404
    assert browser(yann).get(url("undelivered")).status_code == 403
    with pytest.raises(OutOfPerimeter):
        call_made(message_id=missed.pk, user=samia)
    assert not Handling.objects.exists()


@pytest.mark.parametrize("number", [1, 5])
def test_the_list_costs_the_same_whatever_its_rows(
    nadia, seance, missed, people, number, django_assert_max_num_queries
):
    for index in range(number - 1):
        OutboxMessage.objects.create(**copy_of(missed, key=f"autre-{index}", usager=people[index + 1]))
    agent = browser(nadia)

    with django_assert_max_num_queries(12):
        agent.get(url("undelivered"))


def copy_of(message, **changed):
    names = ("usager", "occurrence", "event", "channel", "body", "state", "trouble", "not_before", "expires_at")
    return {name: getattr(message, name) for name in names} | changed
