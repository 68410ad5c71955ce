"""A role that plans and enrols without reading who comes: what each act would do and did is said in numbers, never in names nor phone numbers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backoffice.directory.models import Role
from tests import world
from tests.booking.dialogs.screens import browser, enrolled, rearranged, text, url


@pytest.fixture
def blind(drome, crest):
    role = Role.objects.create(territory=drome, name="Accueil", activities=["view", "plan", "enrol"])
    person = world.user("Basile", "Agent", drome, crest)
    person.memberships.update(role=role)
    return browser(person)


@pytest.fixture
def full(nadia, seance, people):
    """Three booked, two waiting."""
    return [enrolled(nadia, seance, person) for person in people]


@pytest.fixture
def unnamed(people):
    """The page, once it is known to name nobody."""

    def unnamed(response):
        shown = text(response)
        assert not [person for person in people if str(person) in shown or person.last_name in shown]
        assert "06 39 98" not in shown
        return shown

    return unnamed


@pytest.fixture
def by_hand(seance):
    """Seats are given by hand."""
    motif = seance.action.motif
    motif.waitlist_mode = "manual"
    motif.save()


def test_more_seats(blind, full, seance, unnamed):
    one = unnamed(blind.get(url("seats", seance.pk), {"seats": "4"}))
    both = unnamed(blind.get(url("seats", seance.pk), {"seats": "5"}))
    assert "La première personne de la liste d’attente prendra une place." in one
    assert "Les 2 premières personnes de la liste d’attente prendront une place." in both
    assert "2 messages partiront : 2 SMS." in both

    done = unnamed(blind.post(url("seats", seance.pk), {"seats": "5", "reason": "Grande salle"}, follow=True))
    assert "2 personnes de la liste d’attente ont maintenant une place." in done


def test_cancelling(blind, full, unnamed):
    shown = unnamed(blind.get(url("cancel", full[0].pk)))
    assert "Annuler l’inscription de <strong>cette personne</strong>" in shown
    assert "La place ira à la première personne de la liste d’attente. Un SMS partira." in shown

    done = unnamed(blind.post(url("cancel", full[0].pk), {"by": "person"}, follow=True))
    assert "L’inscription de cette personne est annulée. 1 personne de la liste d’attente prend la place." in done


def test_giving_or_proposing_the_seat_by_hand(blind, full, by_hand, unnamed):
    shown = unnamed(blind.get(url("cancel", full[0].pk)))
    assert "vous pourrez la donner à la première personne en attente." in shown
    blind.post(url("cancel", full[0].pk), {"by": "person"})

    for act in ("promote", "propose"):
        assert "Une personne est avant elle.</p>" in unnamed(blind.get(url(act, full[4].pk)))
    unnamed(blind.get(url("reorder", full[4].pk)))
    done = unnamed(blind.post(url("promote", full[3].pk), {}, follow=True))
    assert "C’est noté : cette personne a maintenant la place" in done
    assert "Cette personne n’attend plus" in unnamed(blind.get(url("promote", full[3].pk)))


def test_answering_an_offer(blind, full, by_hand, unnamed):
    blind.post(url("cancel", full[0].pk), {"by": "person"})
    assert "une place est gardée pour cette personne" in unnamed(
        blind.post(url("propose", full[3].pk), {}, follow=True)
    )
    assert "Place proposée à <strong>cette personne</strong>" in unnamed(blind.get(url("accept_offer", full[3].pk)))
    done = unnamed(blind.post(url("decline_offer", full[3].pk), {}, follow=True))
    assert "Cette personne ne prend pas la place" in done


def test_closing_then_reopening(blind, full, seance, unnamed):
    unnamed(blind.get(url("close_seance", seance.pk)))
    blind.post(url("close_seance", seance.pk), {})
    blind.post(url("cancel", full[0].pk), {"by": "person"})
    shown = unnamed(blind.get(url("reopen_seance", seance.pk)))
    assert "Les places libres iront à : la première personne de la liste d’attente." in shown
    unnamed(blind.post(url("reopen_seance", seance.pk), {}, follow=True))


def test_the_whole_seance(blind, full, seance, crest, nadia, unnamed):
    enrolled(nadia, seance, world.usager(crest, "Sansportable", phone="04 75 00 00 00"))
    moved, _again = rearranged(blind, seance, day=f"{seance.local_start + timedelta(days=60):%Y-%m-%d}")
    for answer in (blind.get(url("cancel_seance", seance.pk)), moved):
        shown = unnamed(answer)
        assert "1 personne sans portable ni e-mail utilisable : à prévenir." in shown
        assert "SANSPORTABLE" not in shown


def test_moving_somebody_needs_to_read_names(blind, full):
    assert blind.get(url("move", full[0].pk)).status_code == 403
