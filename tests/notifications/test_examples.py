"""« M’envoyer un exemple »: to whoever writes the text, marked; never to somebody who comes. A language without text says so."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services import deliver_due, examples
from tests import world


@pytest.fixture
def seance(crest, drome):
    return world.occurrence(world.action(crest), venue=world.venue(drome))


@pytest.fixture
def typed_by(client, claire, drome, seance):
    """The editor of a text of the territory, where Claire types."""
    client.force_login(claire)

    def post(channel="sms", body="Bienvenue à {lieu}.", language="fr", **typed):
        address = reverse("admin:territory_wording", args=[drome.pk, "booked", channel])
        return client.post(f"{address}?langue={language}", {"refresh": "example", "body": body, "subject": "", **typed})

    return post


def test_without_a_number_the_sms_is_read_by_e_mail(typed_by, claire):
    answer = typed_by()
    message = OutboxMessage.objects.get()
    deliver_due()

    assert f"Un exemple part à {claire.email}." in answer.text
    assert (message.user, message.usager, message.is_example) == (claire, None, True)
    assert message.body == "[Exemple] Bienvenue à CMS de Crest, salle 2."
    assert [each.to for each in mail.outbox] == [[claire.email]]


def test_an_sms_goes_to_her_own_mobile(typed_by):
    typed_by(phone="06 39 98 00 55")
    message = OutboxMessage.objects.get()

    assert (message.channel, message.staff_address, message.segments) == ("sms", "+33639980055", 1)


@pytest.mark.parametrize(
    ("phone", "why"),
    [
        ("06 39 98 00 01", "un exemple n’est jamais envoyé à un usager"),
        ("04 75 00 00 00", "Ce n’est pas un numéro de portable"),
        ("06 39", "Ce numéro a 4 chiffres"),
    ],
)
def test_never_to_an_usager_nor_to_what_is_no_mobile(typed_by, crest, phone, why):
    world.usager(crest, phone="06 39 98 00 01")
    answer = typed_by(phone=phone)

    assert why in answer.text
    assert "Bienvenue à {lieu}." in answer.text, "what was typed is kept"
    assert not OutboxMessage.objects.exists()


def test_there_is_a_limit_for_an_hour(typed_by, monkeypatch):
    monkeypatch.setattr(examples, "MOST_IN_AN_HOUR", 2)
    answers = [typed_by() for _ in range(3)]

    assert "Attendez une heure" in answers[-1].text
    assert OutboxMessage.objects.count() == 2


def test_an_e_mail_keeps_its_subject_and_says_that_it_is_an_example(typed_by):
    typed_by("email", subject="Votre place")
    message = OutboxMessage.objects.get()

    assert message.subject == "[Exemple] Votre place"
    assert message.body.startswith("[Exemple] Bienvenue")


def test_a_language_without_text_says_that_french_leaves(client, typed_by, seance):
    missing = "Aucun texte n’est écrit dans cette langue (anglais) : le texte français part."
    assert missing not in typed_by(language="en", body="Welcome to {lieu}.").text
    assert missing in typed_by(language="en", body="").text
    service = seance.action.motif.service
    service.is_sensitive = True
    service.save()
    neutral = typed_by(language="en", body="Welcome.").text
    assert "Your place is confirmed. Appointment: " in neutral
    assert "part en français" not in neutral


def test_the_twin_says_which_ways_to_answer_a_message_gives(typed_by):
    assert "Avec le lien, sans téléphone (il est sur la page du lien)." in typed_by(body="Venez. {lien}").text
    assert "Sans lien, sans téléphone." in typed_by(body="Venez.").text
    assert "Ce message ne donne ni téléphone ni lien" in typed_by(body="Venez.").text


def test_the_twin_says_what_long_consignes_cost_and_the_short_form_leaves_by_sms(typed_by, seance):
    row = seance.action.motif.instructions.create(text=("Apportez une serviette. " * 6).strip(), moments=["message"])
    behind = (
        "Les consignes (143 caractères) ajouteraient un SMS : celui-ci dit de suivre le lien. Écrivez-les « en bref »"
    )
    page = typed_by(body="{libellé} {date} {consignes} {lien}").text
    assert behind in page
    assert "Consignes : voir le lien. http" in page
    assert "1 SMS</strong>" in page
    assert (
        "Les consignes (143 caractères) ajoutent 1 SMS. Écrivez-les"
        in typed_by(body="{libellé} {date} {consignes}").text
    )
    row.short_text = "Apportez une serviette."
    row.save()
    page = typed_by(body="{libellé} {date} {consignes} {lien}").text
    assert behind not in page
    assert "Apportez une serviette. http" in page
