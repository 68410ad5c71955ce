"""Afterwards: a request is moved by whoever asked it where the policy lets her; what was said of the person follows."""

from __future__ import annotations

import pytest

from backoffice.booking.enums import State
from backoffice.booking.models import Participation
from backoffice.booking.services import (
    move_prescription,
    transfer,
)
from backoffice.booking.values import Actor
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from tests import world
from tests.booking.dialogs.screens import browser, enrolled, key_of, text, url
from tests.booking.prescribing.conftest import PHONE


class TestMove:
    @pytest.fixture
    def later(self, seance):
        return world.occurrence(seance.action, in_days=14)

    @pytest.fixture
    def prescription(self, orient):
        return orient(items=["phone"], note="Vient en fauteuil").participation.prescription

    def test_she_moves_her_own_request_and_what_she_said_goes_with_it(self, prescription, later, lila, nadia):
        client, address = browser(lila), url("move_prescription", prescription.pk)
        assert "Déplacer" in text(client.get(url("prescriptions")))
        assert later.date_sentence in text(client.get(address))
        chosen = client.get(address, {"seance": later.pk})

        answer = client.post(address, {"seance": later.pk, "key": key_of(chosen), "reason": ""}, follow=True)

        assert "C’est noté pour CANARI Zoé" in text(answer)
        row = Participation.objects.get(occurrence=later)
        assert (row.state, row.moved_from.state) == (State.BOOKED, State.MOVED)
        assert (row.prescription.readable_phone, row.prescription.note) == (PHONE, "Vient en fauteuil")
        assert text(client.get(url("prescriptions"))).count("CANARI Zoé</th>") == 1
        assert PHONE in text(browser(nadia).get(url("participation", row.pk)))

    def test_what_she_said_follows_when_the_host_moves_it(self, prescription, later, nadia, lila):
        transfer(
            participation_id=prescription.participation_id,
            occurrence_id=later.pk,
            actor=Actor.agent(nadia),
            idempotency_key="deplace",
        )

        assert Participation.objects.get(occurrence=later).prescription.organisation == prescription.organisation
        assert later.date_sentence in text(browser(lila).get(url("prescriptions")))

    def test_to_what_is_open_to_her_and_of_her_own_only(self, prescription, later, lila, nadia, crest, seance):
        other = enrolled(nadia, later, world.usager(crest, "Autre"))
        closed = world.occurrence(world.action(crest, world.motif(crest, "Fermé")), in_days=9)
        actor, key = Actor.prescriber(lila, prescription.organisation), {"idempotency_key": "k"}
        with pytest.raises(OutOfPerimeter):
            transfer(participation_id=other.pk, occurrence_id=seance.pk, actor=actor, **key)
        with pytest.raises(OutOfPerimeter):
            move_prescription(prescription_id=prescription.pk, occurrence_id=closed.pk, user=lila, **key)
        assert browser(nadia).get(url("move_prescription", prescription.pk)).status_code == 404

    def test_only_where_the_policy_lets_her(self, prescription, later, lila, policy_says):
        policy_says(move__prescriber_allowed=False, cancel__prescriber_allowed=False)
        page = text(browser(lila).get(url("prescriptions")))
        assert "Déplacer" not in page
        assert "Annuler l’orientation" not in page
        with pytest.raises(NotAllowed):
            move_prescription(prescription_id=prescription.pk, occurrence_id=later.pk, user=lila, idempotency_key="k")


def test_a_seance_that_accepts_no_prescriber_says_why_instead_of_a_button(lila, seance, policy_says):
    address = url("orient_list")
    assert f'href="{url("orient", seance.pk)}"' in text(browser(lila).get(address))
    policy_says(access__who="agents")
    page = text(browser(lila).get(address))

    assert f'href="{url("orient", seance.pk)}"' not in page
    assert "Cette action n’est pas ouverte à cette forme d’inscription." in page
