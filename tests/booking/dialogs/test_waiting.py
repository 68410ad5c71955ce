"""The waiting list on the page of a séance: ranks and reasons, offers answered at the desk, why nobody was called, the draw."""

from __future__ import annotations

import pytest

from backoffice.booking.enums import State
from backoffice.booking.models import Lottery, Participation
from backoffice.booking.services import book
from backoffice.booking.values import Actor
from backoffice.policies.models import Parameter, Policy
from backoffice.policies.services import publish
from tests.booking.dialogs.screens import browser, text, url


@pytest.fixture
def full(seance, people, nadia):
    """Three booked, two waiting: [0..2] and [3..4] of `people`."""
    agent = Actor.agent(nadia)
    return [
        book(occurrence_id=seance.pk, usager_id=one.pk, actor=agent, idempotency_key=f"key-{one.pk}").participation
        for one in people
    ]


@pytest.fixture
def agent(nadia):
    return browser(nadia)


def state(participation):
    return Participation.objects.get(pk=participation.pk).state


def set_list(seance, **fields):
    motif = seance.action.motif
    for name, value in fields.items():
        setattr(motif, name, value)
    motif.save()


@pytest.fixture
def offered(agent, full, seance):
    """Inès leaves; her seat is offered to Éloïse for a day."""
    set_list(seance, waitlist_offer_hours=24)
    agent.post(url("cancel", full[0].pk), {"by": "person"})
    return full


def test_an_offer_is_shown_with_its_end_and_accepted_at_the_desk(agent, offered, seance):
    page = text(agent.get(url("seance", seance.pk)))
    assert "Places proposées (1)" in page
    assert "Réponse avant le" in page

    answer = agent.post(url("accept_offer", offered[3].pk), {}, follow=True)

    assert state(offered[3]) == State.BOOKED
    assert "LEFÈVRE Éloïse a la place" in text(answer)


def test_a_refused_place_goes_to_the_next_person(agent, offered):
    assert "Elle quittera la liste d’attente" in text(agent.get(url("decline_offer", offered[3].pk)))
    answer = agent.post(url("decline_offer", offered[3].pk), {}, follow=True)

    assert (state(offered[3]), state(offered[4])) == (State.DECLINED, State.OFFERED)
    assert "La place va à BENALI Karim" in text(answer)


def test_nothing_to_answer_is_said_in_place(agent, full):
    for name in ("accept_offer", "decline_offer"):
        assert "Aucune place n’est proposée" in text(agent.get(url(name, full[3].pk)))


def test_the_panel_says_why_nobody_was_called(agent, full, offered, seance):
    page = text(agent.get(url("seance", seance.pk)))

    assert "Pourquoi personne n’a été appelé ?" in page
    assert "Aucune place n’est libre. 1 proposition attend une réponse" in page


def test_the_panel_of_a_list_kept_by_hand_says_who_may_have_the_seat(agent, full, seance):
    set_list(seance, waitlist_mode="manual")
    agent.post(url("cancel", full[0].pk), {"by": "person"})

    page = text(agent.get(url("seance", seance.pk)))

    assert "gérée à la main" in page
    assert "un agent peut lui donner la place" in page
    assert "Donner la place maintenant" in page
    assert "Proposer la place" in page


def test_a_rank_changes_with_a_reason_that_the_person_may_read(agent, full, seance):
    address = url("reorder", full[4].pk)
    assert "2ᵉ position" in text(agent.get(address))
    agent.post(address, {"lift": "1", "reason": ""})
    assert "1ʳᵉ" not in text(agent.get(address))

    agent.post(address, {"lift": "1", "reason": "Sort de maternité"}, follow=True)

    page = text(agent.get(url("participation", full[4].pk)))
    assert "Vous êtes en 1ʳᵉ position sur la liste d’attente." in page
    assert "par décision d’un agent : Sort de maternité" in page
    assert "Rang changé : avant les autres" in page


@pytest.fixture
def by_lot(seance, claire):
    policy = Policy.objects.create(territory=seance.territory, code="tirage", name="Tirage")
    Parameter.objects.create(policy=policy, code="waitlist.order", value="lottery")
    policy.motifs.add(seance.action.motif)
    publish(policy_id=policy.pk, user=claire, reason="Équité", draft_version=policy.draft_version)
    return seance


def test_a_draw_shows_its_hash_before_and_its_seed_after(by_lot, full, claire):
    planner, page = browser(claire), url("lottery", by_lot.pk)
    assert "Le tirage n’est pas préparé" in text(planner.get(page))

    planner.post(url("prepare_lottery", by_lot.pk), {"reason": "Plus de demandes que de places"})
    lottery = Lottery.objects.get()
    before = text(planner.get(page))
    planner.post(url("draw_lottery", by_lot.pk), {"reason": ""})
    after = text(planner.get(page))

    assert lottery.seed_hash in before
    assert lottery.seed not in before
    assert lottery.seed in after
    assert "Vérifié" in after
    assert "Rang tiré au sort" in text(planner.get(url("seance", by_lot.pk)))


def test_an_agent_who_does_not_plan_reads_the_draw_and_does_not_draw(by_lot, full, agent):
    assert agent.get(url("lottery", by_lot.pk)).status_code == 200
    assert agent.post(url("prepare_lottery", by_lot.pk), {"reason": "Moi"}).status_code == 403
    assert not Lottery.objects.exists()
