"""« Retenir »: after an act, its messages wait; one click withdraws them all, and only whoever did the act may."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from backoffice.notifications.enums import MessageState
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services import deliver_due
from tests import world
from tests.booking.dialogs.screens import browser, enrolled, text, url

MINUTE = timedelta(seconds=61)


@pytest.fixture
def full(nadia, seance, people):
    """Three booked, two waiting, told long ago."""
    rows = [enrolled(nadia, seance, person) for person in people]
    deliver_due()
    return rows


@pytest.fixture
def planner(claire):
    return browser(claire)


@pytest.fixture
def cancelled(planner, full, seance):
    """The page that follows « Annuler la séance »: five people are told."""
    return planner.post(url("cancel_seance", seance.pk), {"reason": "Salle inondée"}, follow=True)


def withdraw(client, page):
    intention = re.search(r'name="intention" value="([^"]+)"', page.content.decode())[1]
    return client.post(url("hold_messages"), {"intention": intention, "next": page.wsgi_request.path}, follow=True)


def states():
    return sorted(OutboxMessage.objects.filter(event="seance_cancelled").values_list("state", flat=True))


class TestAfterABulkAct:
    def test_the_messages_wait_and_the_page_offers_to_withdraw_them(self, cancelled, planner, seance):
        said = text(cancelled)

        assert re.search(r"5 messages partent dans (60|5\d) s au plus tôt\.", said)
        assert "Retenir n’annule pas ce que vous avez fait : ces 5 personnes n’en sauront rien." in said
        assert "Retenir</button>" in text(planner.get(url("seance", seance.pk))), "it survives a reload"

    def test_nothing_leaves_before_the_minute_and_everything_does_after(self, cancelled):
        deliver_due()
        assert set(states()) == {MessageState.DUE}

        deliver_due(now=timezone.now() + MINUTE)
        assert set(states()) == {MessageState.SENT}

    def test_one_click_withdraws_them_all_and_the_act_stays(self, cancelled, planner, seance):
        answer = withdraw(planner, cancelled)

        assert "5 messages retenus : rien ne partira. Ce que vous avez fait reste enregistré" in text(answer)
        assert "Retenir</button>" not in text(answer)
        deliver_due(now=timezone.now() + timedelta(days=1))
        assert set(states()) == {MessageState.CANCELLED}
        seance.refresh_from_db()
        assert seance.state == "cancelled"
        assert set(OutboxMessage.objects.filter(state="cancelled").values_list("held_by__first_name", flat=True)) == {
            "Claire"
        }

    def test_too_late_it_says_so(self, cancelled, planner):
        deliver_due(now=timezone.now() + MINUTE)

        assert "Trop tard : 5 messages étaient déjà partis." in text(withdraw(planner, cancelled))

    def test_a_colleague_withdraws_nothing(self, cancelled, nadia):
        answer = withdraw(browser(nadia), cancelled)

        assert "Aucun message n’attendait." in text(answer)
        assert set(states()) == {MessageState.DUE}

    def test_an_address_that_means_nothing_is_not_found(self, planner):
        assert planner.post(url("hold_messages"), {"intention": "…"}).status_code == 404


def test_what_follows_by_itself_never_overtakes_what_an_act_said(nadia, seance, people, planner, agent_of):
    """She is put on the list by an agent, and a seat is freed by the worker ten seconds later: she reads them in that order."""
    for person in people[:3]:
        enrolled(nadia, seance, person)
    browser(nadia).post(
        url("enrol", seance.pk), {"usager": people[3].pk, "wish": "wait", "key": "k", "party_size": 1}, follow=True
    )
    agent_of(seance, people[0])
    told = OutboxMessage.objects.filter(usager=people[3]).order_by("not_before", "pk")

    assert list(told.values_list("event", flat=True)) == ["waitlisted", "promoted"]


@pytest.fixture
def agent_of(nadia):
    """Frees the seat of somebody, as the worker or the person herself would: without any screen."""
    from backoffice.booking.models import Participation
    from backoffice.booking.services import cancel
    from backoffice.booking.values import Actor

    def free(seance, person):
        row = Participation.objects.get(occurrence=seance, usager=person)
        cancel(participation_id=row.pk, actor=Actor.agent(nadia), by_service=False)

    return free


def test_a_message_too_near_the_seance_does_not_wait(nadia, crest, people):
    soon = world.occurrence(world.action(crest, world.motif(crest, "Atelier")), in_days=1 / 24 / 60)
    browser(nadia).post(url("enrol", soon.pk), {"usager": people[0].pk, "wish": "seat", "key": "k", "party_size": 1})

    assert OutboxMessage.objects.get().not_before <= timezone.now()


def test_what_was_withdrawn_may_be_told_later(planner, full, crest, seance):
    """The consignes of a motif: held once, they are sent when she asks again."""
    seance.action.motif.instructions.create(text="Venez à jeun.", moments=["message"])
    page = planner.post(url("tell_instructions", seance.action.motif_id), follow=True)
    withdraw(planner, page)
    planner.post(url("tell_instructions", seance.action.motif_id), follow=True)

    told = OutboxMessage.objects.filter(event="instructions_changed").values_list("state", flat=True)
    assert sorted(told) == ["cancelled"] * 3 + ["due"] * 3
