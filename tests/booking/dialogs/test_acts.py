"""Cancel, give the seat, change the seats, answer a request: each dialog says what it will do, does it once, and refuses in place."""

from __future__ import annotations

import pytest

from backoffice.booking.models import Participation
from tests import world
from tests.booking.dialogs.screens import browser, enrolled, text, url


@pytest.fixture
def agent(nadia):
    return browser(nadia)


@pytest.fixture
def full(nadia, seance, people):
    """Three booked, two waiting: [0..2] and [3..4] of `people`."""
    return [enrolled(nadia, seance, person) for person in people]


def state(participation):
    return Participation.objects.get(pk=participation.pk).state


class TestCancel:
    def test_it_says_who_gets_the_seat_and_who_is_told(self, agent, full):
        shown = text(agent.get(url("cancel", full[0].pk)))

        assert "La place ira à LEFÈVRE Éloïse, première personne de la liste d’attente." in shown
        assert "Un SMS partira au 06 39 98 00 10." in shown
        assert state(full[0]) == "unknown"

    def test_at_the_person_s_wish(self, agent, full, seance):
        answer = agent.post(url("cancel", full[0].pk), {"by": "person"}, follow=True)

        assert state(full[0]) == "excused"
        assert state(full[3]) == "unknown"
        assert "L’inscription de DUMAS Inès est annulée. LEFÈVRE Éloïse prend la place." in text(answer)
        assert answer.redirect_chain[-1][0] == url("seance", seance.pk)

    def test_by_the_service_it_needs_a_reason(self, agent, full):
        answer = agent.post(url("cancel", full[0].pk), {"by": "service"})
        assert "Écrivez pourquoi le service annule." in text(answer)
        assert state(full[0]) == "unknown"

        agent.post(url("cancel", full[0].pk), {"by": "service", "reason": "Salle fermée"})
        assert state(full[0]) == "revoked"

    def test_twice_is_once(self, agent, full):
        for _ in range(2):
            agent.post(url("cancel", full[0].pk), {"by": "person"})

        assert state(full[0]) == "excused"
        assert state(full[4]) == "waiting"
        assert "Il n’y a rien à annuler" in text(agent.get(url("cancel", full[0].pk)))

    def test_nothing_is_cancelled_by_looking_nor_by_an_empty_form(self, agent, full):
        agent.get(url("cancel", full[0].pk), {"by": "person"})
        agent.post(url("cancel", full[0].pk), {})

        assert state(full[0]) == "unknown"


class TestPromote:
    @pytest.fixture
    def freed(self, claire, full, seance):
        """A manual waiting list with one free seat."""
        motif = seance.action.motif
        motif.waitlist_mode = "manual"
        motif.save()
        browser(claire).post(url("cancel", full[0].pk), {"by": "person"})
        return full

    def test_the_first_person_gets_the_seat(self, agent, freed):
        assert "LEFÈVRE Éloïse</strong>, 1ʳᵉ sur la liste d’attente" in text(agent.get(url("promote", freed[3].pk)))
        answer = agent.post(url("promote", freed[3].pk), {}, follow=True)

        assert state(freed[3]) == "unknown"
        assert "LEFÈVRE Éloïse a maintenant la place" in text(answer)

    def test_passing_over_somebody_needs_a_reason(self, agent, freed):
        assert "Une personne est avant elle : LEFÈVRE Éloïse." in text(agent.get(url("promote", freed[4].pk)))
        answer = agent.post(url("promote", freed[4].pk), {})
        assert "Écrivez pourquoi cette personne passe avant les autres" in text(answer)
        assert "(facultatif)" not in text(answer)
        assert state(freed[4]) == "waiting"

        agent.post(url("promote", freed[4].pk), {"reason": "Urgence sociale"})
        assert state(freed[4]) == "unknown"

    def test_no_free_seat_is_said_in_place(self, agent, full):
        answer = agent.post(url("promote", full[3].pk), {})

        assert "Aucune place n’est libre. Rien n’a été enregistré." in text(answer)
        assert state(full[3]) == "waiting"

    def test_somebody_who_no_longer_waits(self, agent, full):
        assert "n’attend plus" in text(agent.get(url("promote", full[0].pk)))


class TestSeats:
    def test_consequences_are_said_before(self, claire, full, seance):
        planner = browser(claire)

        fewer = text(planner.get(url("seats", seance.pk), {"seats": "2"}))
        more = text(planner.get(url("seats", seance.pk), {"seats": "4"}))
        assert "1 personne en surnombre : personne n’est retiré." in fewer
        assert "LEFÈVRE Éloïse prendra une place." in more
        assert "BENALI Karim prendra" not in more
        seance.refresh_from_db()
        assert seance.seats_override is None

    def test_more_seats_go_to_those_who_wait(self, claire, full, seance):
        answer = browser(claire).post(url("seats", seance.pk), {"seats": "4", "reason": "Grande salle"}, follow=True)

        assert state(full[3]) == "unknown"
        assert "4 places : nombre choisi pour la séance. Ont maintenant une place : LEFÈVRE Éloïse." in text(answer)

    def test_fewer_seats_remove_nobody(self, claire, full, seance):
        answer = browser(claire).post(url("seats", seance.pk), {"seats": "1"}, follow=True)

        assert "2 personnes en surnombre : personne n’est retiré." in text(answer)
        assert [state(one) for one in full[:3]] == ["unknown"] * 3

    @pytest.mark.parametrize(("typed", "said"), [("0", "Il faut au moins une place."), ("dix", "Écrivez un nombre.")])
    def test_what_cannot_be_a_number_of_seats(self, claire, seance, typed, said):
        assert said in text(browser(claire).post(url("seats", seance.pk), {"seats": typed}))

    def test_an_agent_who_does_not_plan_is_refused(self, agent, seance):
        assert agent.get(url("seats", seance.pk)).status_code == 403
        assert agent.post(url("seats", seance.pk), {"seats": "9"}).status_code == 403


@pytest.mark.parametrize("name", ["cancel", "promote", "approve", "reject", "attendance_correction"])
def test_an_inscription_of_another_organisation_does_not_exist(agent, claire, foreign, die, name):
    other = enrolled(claire, foreign, world.usager(die, "Roux", "Anna"))

    assert agent.get(url(name, other.pk)).status_code == 404
    assert agent.post(url(name, other.pk), {"by": "person", "reason": "x", "state": "seen"}).status_code == 404
    assert state(other) == "unknown"


@pytest.mark.parametrize("name", ["cancel", "promote", "approve", "reject"])
def test_a_role_that_does_not_enrol_is_refused(yann, full, name):
    assert browser(yann).get(url(name, full[0].pk)).status_code == 403
    assert browser(yann).post(url(name, full[0].pk), {"by": "person", "reason": "x"}).status_code == 403
    assert state(full[0]) == "unknown"


class TestAnswer:
    @pytest.fixture
    def asked(self, nadia, seance, people):
        """A request that rules submitted to an agent."""
        row = enrolled(nadia, seance, people[0])
        from backoffice.actions.models import OccurrenceCounters

        Participation.objects.filter(pk=row.pk).update(state="pending")
        OccurrenceCounters.objects.filter(pk=seance.pk).update(seats_held=0)
        return row

    def test_accepted_with_a_seat(self, agent, asked):
        answer = agent.post(url("approve", asked.pk), {}, follow=True)

        assert state(asked) == "unknown"
        assert "C’est noté pour DUMAS Inès" in text(answer)

    def test_refused_with_a_reason(self, agent, asked):
        assert "Écrivez pourquoi la demande est refusée" in text(agent.post(url("reject", asked.pk), {}))
        assert state(asked) == "pending"

        agent.post(url("reject", asked.pk), {"reason": "Atelier réservé au secteur"})
        assert state(asked) == "revoked"

    def test_already_answered(self, agent, asked):
        agent.post(url("approve", asked.pk), {})

        assert "Cette demande a déjà sa réponse" in text(agent.get(url("approve", asked.pk)))
        assert "Cette demande a déjà sa réponse" in text(agent.post(url("approve", asked.pk), {}))


def test_somebody_else_holding_the_seance_is_said_and_the_form_is_kept(agent, full, monkeypatch):
    from backoffice.booking.views import cancelling
    from backoffice.console.base.errors import Busy

    def busy(**_arguments):
        raise Busy

    monkeypatch.setattr(cancelling, "cancel", busy)
    answer = agent.post(url("cancel", full[0].pk), {"by": "person", "reason": "Malade"})

    assert "Quelqu’un modifie cette séance en ce moment. Rien n’a été enregistré." in text(answer)
    assert answer.context["form"]["reason"].value() == "Malade"
