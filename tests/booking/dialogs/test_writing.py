"""Writing to people of a séance: what is shown is what leaves, once, to those who were chosen, and it is kept."""

from __future__ import annotations

import html

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backoffice.actions.models import OccurrenceGroup
from backoffice.booking.enums import State
from backoffice.notifications.enums import Event, MessageState, Trouble
from backoffice.notifications.models import Letter, OutboxMessage
from tests import world
from tests.booking.dialogs.screens import browser, enrolled, key_of, text, url


@pytest.fixture
def booked(nadia, seance, people, crest):
    """Three come: by SMS, by e-mail, and one whom nobody can reach."""
    people[1].phone, people[1].email = "", "lou@example.org"
    people[2].phone = ""
    for person in people[:3]:
        person.save()
    found = [enrolled(nadia, seance, person) for person in people[:3]]
    OutboxMessage.objects.all().delete()
    return found


@pytest.fixture
def write(nadia, seance):
    client, page = browser(nadia), url("write_to", seance.pk)

    def write(body="Apportez vos chaussons, {prénom}.", refresh=False, **typed):
        data = {"who": "booked", "channel": "sms", "subject": "", "body": body, "key": key_of(client.get(page))}
        return client.post(page, data | ({"refresh": "typed"} if refresh else {}) | typed)

    return write


@pytest.fixture
def counted():
    """How many queries an act takes."""

    def counted(act):
        with CaptureQueriesContext(connection) as queries:
            act()
        return len(queries)

    return counted


def sent():
    return OutboxMessage.objects.filter(event=Event.WRITTEN).order_by("pk")


def test_the_message_shown_is_the_message_owed_to_each_person(write, booked, people, nadia):
    shown = write(refresh=True).context
    assert not sent()

    answer = write()
    by_person = {row.usager: row for row in sent()}
    assert answer.status_code == 302
    assert {copy.row.usager: copy.text.body for copy in shown["mailing"].copies} == {
        person: by_person[person].body for person in people[:2]
    }
    assert by_person[people[0]].body == "Apportez vos chaussons, Inès."
    assert sum(row.segments for row in sent().filter(state=MessageState.DUE)) == shown["mailing"].segments == 1
    assert (by_person[people[1]].channel, by_person[people[2]].trouble) == ("email", Trouble.NO_ADDRESS)
    assert (Letter.objects.get().author, Letter.objects.get().people) == (nadia, 3)


def test_those_who_cannot_be_reached_are_named_before_and_after(write, booked, people):
    page = html.unescape(text(write(refresh=True)))

    assert "1 personne ne peut pas être jointe" in page
    assert url("participation", booked[2].pk) in page
    assert "2 messages : 1 personne par SMS (1 SMS facturé), 1 personne par e-mail." in page


def test_the_same_form_sent_twice_writes_once(write, booked):
    write(key="once")
    write(key="once")

    assert (Letter.objects.count(), sent().count()) == (1, 3)


def test_only_those_who_are_ticked_are_written_to(write, booked, people):
    write(who="ticked", people=[booked[0].pk])

    assert [row.usager for row in sent()] == [people[0]]


def test_the_people_of_a_band_or_of_the_queue_are_groups(nadia, crest, people):
    group = OccurrenceGroup.objects.create(
        action=world.action(crest, world.motif(crest, "Forum", waitlist_max=5, default_seats=1))
    )
    first = world.occurrence(group.action, group=group, band="9:00–9:30")
    second = world.occurrence(group.action, group=group, band="9:30–10:00")
    rows = [enrolled(nadia, first, people[0]), enrolled(nadia, first, people[1]), enrolled(nadia, second, people[3])]
    assert [row.state for row in rows] == [State.BOOKED, State.WAITING, State.BOOKED]

    page = browser(nadia).get(url("write_to", first.pk))
    assert [label for _name, label in page.context["form"].fields["who"].choices] == [
        "Les inscrits (1)",
        "Les personnes en attente (1)",
        "Tous les inscrits de la journée (2)",
        "Les inscrits de la tranche 9:00–9:30 (1)",
        "Les inscrits de la tranche 9:30–10:00 (1)",
        "Les personnes cochées",
    ]


def test_a_sensitive_motif_gets_the_neutral_text_whatever_was_written(write, booked, seance):
    service = seance.action.motif.service
    service.is_sensitive = True
    service.save()

    page = html.unescape(text(write("Dépistage salle 2", subject="Dépistage", refresh=True)))
    write("Dépistage salle 2", subject="Dépistage")
    assert "L’objet et le texte restent neutres" in page
    assert not [row for row in sent() if "Dépistage" in f"{row.subject} {row.body}"]
    assert {row.subject for row in sent()} == {"", "Votre rendez-vous"}
    assert Letter.objects.get().body == "Dépistage salle 2"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"body": "Rendez-vous {nulle part}"}, "n’existe pas"),
        ({"body": " "}, "Écrivez le texte du message."),
        ({"who": "ticked"}, "Cochez au moins une personne."),
        ({"who": "ticked", "people": [999_999]}, "Cochez au moins une personne."),
        ({"body": "x" * 2001}, "2000"),
    ],
)
def test_what_cannot_be_sent_says_why_and_keeps_what_was_typed(write, booked, typed, sentence):
    answer = write(**{"subject": "Mon objet", **typed})

    page = html.unescape(text(answer))
    assert answer.status_code == 200
    assert sentence in page
    assert "Mon objet" in page
    assert not Letter.objects.exists()


def test_it_is_read_afterwards_on_the_seance_without_its_text_in_the_history(write, booked, seance, claire):
    write("Venez par la cour.")

    page = html.unescape(text(browser(claire).get(url("seance", seance.pk))))
    story = html.unescape(text(browser(claire).get(url("seance", seance.pk), {"onglet": "historique"})))
    assert "Venez par la cour." in page
    assert "Message écrit à 3 personnes" in story
    assert "cour" not in story


def test_the_cost_of_the_page_does_not_depend_on_the_number_of_people(write, nadia, crest, seance, booked, counted):
    few = counted(lambda: write("Lisez {consignes}", refresh=True))
    seance.seats_override = 30
    seance.save()
    for number in range(12):
        enrolled(nadia, seance, world.usager(crest, f"Nom{number}"))

    assert counted(lambda: write("Lisez {consignes}", refresh=True)) == few


def test_strangers_and_roles_that_do_not_write_are_refused(drome, crest, die, seance, booked):
    reader = world.user("Lou", "Agent", drome, crest)
    role = reader.memberships.get().role
    role.activities = [each for each in role.activities if each != "message"]
    role.save()

    assert browser(world.user("Samia", "Agent", drome, die)).get(url("write_to", seance.pk)).status_code == 404
    assert browser(reader).get(url("write_to", seance.pk)).status_code == 403
    assert "Écrire aux inscrits" not in text(browser(reader).get(url("seance", seance.pk)))
