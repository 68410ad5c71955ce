"""« Nouvelle personne »: created from the enrol dialog, without revealing the files of others."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from backoffice.booking.models import Participation
from backoffice.directory.models import Membership, Role
from backoffice.people.models import Usager
from tests import world
from tests.booking.dialogs.screens import browser, enrolled, key_of, text, url


@pytest.fixture
def agent(nadia):
    return browser(nadia)


def enrol(agent, seance, person, key):
    return agent.post(url("enrol", seance.pk), {"usager": person.pk, "key": key, "wish": "seat"}, follow=True)


@pytest.fixture
def address(seance):
    return url("enrol_new_person", seance.pk)


def test_the_words_typed_are_kept(agent, address):
    form = agent.get(address, {"q": "roux anna"}).context["form"]

    assert (form["last_name"].value(), form["first_name"].value()) == ("Roux", "Anna")
    assert agent.get(address, {"q": "06 39 98 00 50"}).context["form"]["phone"].value() == "06 39 98 00 50"


def test_the_file_is_created_then_enrolled(agent, nadia, seance, address, crest):
    fields = {"last_name": "Roux", "first_name": "Anna", "phone": "06 39 98 00 50", "birth_date": "23/05/1994"}
    answer = agent.post(address, fields, follow=True)
    person = Usager.objects.get()

    assert (person.phone, list(person.organisations.all())) == ("+33639980050", [crest])
    assert {row.history_user for row in person.history.all()} == {nadia}
    assert answer.context["preview"].usager == person
    assert "C’est noté pour ROUX Anna" in text(enrol(agent, seance, person, key_of(answer)))


def test_a_wrong_phone_is_told_on_its_field(agent, address):
    answer = agent.post(address, {"last_name": "Roux", "first_name": "Anna", "phone": "06 39 98 00"})

    assert "Ce numéro a 8 chiffres. Il en faut 10." in text(answer)
    assert answer.context["form"]["last_name"].value() == "Roux"
    assert not Usager.objects.exists()


def test_a_very_similar_file_is_shown_first(agent, address, people):
    answer = agent.post(address, {"last_name": "dumas", "first_name": "ines"})

    assert "Une fiche très proche existe déjà" in text(answer)
    assert answer.context["duplicates"] == [people[0]]
    assert Usager.objects.count() == len(people)


def test_a_homonym_is_created_when_the_agent_says_so(agent, address, people):
    agent.post(address, {"last_name": "Dumas", "first_name": "Inès", "is_another_person": "on"})

    assert Usager.objects.filter(last_name="Dumas").count() == 2


def test_a_similar_file_of_another_organisation_is_never_revealed(agent, address, die):
    world.usager(die, "Dumas", "Inès")
    answer = agent.post(address, {"last_name": "Dumas", "first_name": "Inès"})

    assert answer.status_code == 302


def test_a_role_that_does_not_edit_files_is_refused(yann, address):
    assert browser(yann).get(address).status_code == 403


class TestSomebodyWhoReadsFiguresEverywhere:
    """Agent at Crest, chargée d'études of the whole territory: figures of everywhere, names of Crest."""

    @pytest.fixture
    def agent(self, nadia, drome):
        studies = Role.objects.get(name="Chargé d’études", territory=None)
        Membership.objects.create(user=nadia, role=studies, territory=drome)
        return browser(nadia)

    def test_the_search_finds_no_name_of_another_organisation(self, agent, seance, die):
        stranger = world.usager(die, "Dumont", "Rose")

        assert "DUMONT" not in text(agent.get(url("enrol", seance.pk), {"q": "dum"}))
        assert agent.get(url("enrol", seance.pk), {"usager": stranger.pk}).status_code == 404
        fields = {"usager": stranger.pk, "key": "k", "wish": "seat"}
        assert agent.post(url("enrol", seance.pk), fields).status_code == 404

    def test_the_duplicate_hint_reveals_no_file(self, agent, address, die):
        world.usager(die, "Dumas", "Inès")

        assert agent.post(address, {"last_name": "Dumas", "first_name": "Inès"}).status_code == 302

    def test_what_there_is_to_do_is_where_she_may_do_it(self, agent, die):
        seance = world.occurrence(world.action(die), in_days=-1)
        Participation.objects.create(
            occurrence=seance, usager=world.usager(die), state="unknown", channel="agent", booked_at=timezone.now()
        )
        seance.counters.seats_held = 1
        seance.counters.save()

        assert agent.get(reverse("admin:index")).context["tasks"]["to_complete"] == 0
        assert not agent.get(url("to_complete")).context["page"].object_list


def test_the_journal_names_nobody_to_a_role_that_reads_no_file(drome, crest, nadia, seance, people):
    enrolled(nadia, seance, people[0])
    auditor = world.user("Odile", "Chargé d’études", drome, crest)
    role = Role.objects.create(territory=drome, name="Contrôle", activities=["view", "read_journal"])
    auditor.memberships.update(role=role)

    for tab in ("decisions", "historique"):
        shown = text(browser(auditor).get(url("seance", seance.pk), {"onglet": tab}))
        assert "DUMAS" not in shown
        assert "Nadia Test" in shown
