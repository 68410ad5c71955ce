"""Consignes at the desk: read to the person, accepted word for word, told again when they change."""

from __future__ import annotations

import pytest
from django.urls import reverse

from backoffice.booking.models import Acceptance, Participation
from backoffice.catalogue.models import Instruction
from backoffice.notifications.models import OutboxMessage
from tests import world


@pytest.fixture
def seance(crest):
    return world.occurrence(world.action(crest))


@pytest.fixture
def charter(seance):
    """One to accept, one to read, one that only the message says."""
    motif = seance.action.motif
    Instruction.objects.create(motif=motif, text="Apportez une serviette.", moments=["choice"])
    Instruction.objects.create(motif=motif, text="Le parking est fermé.", moments=["message"])
    return Instruction.objects.create(motif=motif, text="Je viens aux six séances.", must_be_accepted=True)


@pytest.fixture
def ask(client, nadia, crest, seance):
    client.force_login(nadia)
    person, page = world.usager(crest), reverse("admin:enrol", args=[seance.pk])

    def ask(*, tick=True, marks=None):
        shown = client.get(page, {"usager": person.pk})
        marks = marks or [each.mark for each in shown.context["consignes"] if each.must_be_accepted]
        data = {"usager": person.pk, "wish": "seat", "party_size": 1, "key": "once", "accepted": marks if tick else []}
        return shown, client.post(page, data)

    return ask


def test_what_is_accepted_is_kept_word_for_word(ask, charter, nadia, client):
    shown, answer = ask()
    charter.text = "Je viens aux dix séances."
    charter.save()

    kept = Acceptance.objects.get()
    page = client.get(reverse("admin:participation", args=[kept.participation_id])).text
    assert answer.status_code == 302
    assert (kept.text, kept.user) == ("Je viens aux six séances.", nadia)
    assert "Apportez une serviette." in shown.text
    assert "parking" not in shown.text
    assert "Je viens aux six séances." in page


def test_without_acceptance_nobody_is_enrolled_and_nothing_is_lost(ask, charter):
    _shown, answer = ask(tick=False)

    assert "cochez celles qu’elle accepte" in answer.text
    assert "Je viens aux six séances." in answer.text
    assert not Participation.objects.exists()


def test_a_text_that_changed_since_it_was_read_is_not_accepted(ask, charter):
    _shown, answer = ask(marks=[f"{charter.pk}-000000000000"])

    assert answer.status_code == 200
    assert not Acceptance.objects.exists()


def test_a_change_is_told_once_to_each_person_after_saying_how_many(ask, charter, client, claire, seance):
    ask()
    client.force_login(claire)
    page = reverse("admin:tell_instructions", args=[seance.action.motif_id])
    shown = client.get(page).text
    client.post(page)
    client.post(page)

    (message,) = OutboxMessage.objects.filter(event="instructions_changed")
    assert "1 personne inscrite à une séance à venir" in shown
    assert "Je viens aux six séances." in message.body
    assert message.body.split("\n")[0] in shown.replace("&#x27;", "'")


def test_an_agent_tells_no_consignes(client, nadia, seance):
    client.force_login(nadia)

    assert client.get(reverse("admin:tell_instructions", args=[seance.action.motif_id])).status_code == 403
