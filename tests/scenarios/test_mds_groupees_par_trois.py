"""The minutes' question (S33): three MDS work as one. How does one of them enrol somebody in an action that another one hosts?"""

from __future__ import annotations

import pytest

from backoffice.actions.models import CollectiveAction
from backoffice.booking.models import Participation
from backoffice.catalogue.models import Motif
from tests import world
from tests.booking.dialogs.screens import browser, key_of, text, url


@pytest.fixture
def mds(drome):
    """Three MDS of one group, and one elsewhere."""
    grouped = world.group(drome, "MDS du val")
    three = [world.organisation(drome, f"MDS de {name}", group=grouped) for name in ("Crest", "Die", "Saillans")]
    return [*three, world.organisation(drome, "MDS de Nyons", group=world.group(drome, "Baronnies"))]


def opens_the_action(claire, action):
    """The référente, alone, in the settings of the action."""
    address = url("actions_collectiveaction_change", action.pk)
    form = claire.get(address).context["adminform"].form
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, [])}
    answer = claire.post(address, {**typed, "openness": "group", "change_reason": "Trois MDS, une équipe"}, follow=True)
    assert answer.status_code == 200
    action.refresh_from_db()
    assert action.openness == "group"


def orients(client, seance, person, **typed):
    chosen = client.get(url("orient", seance.pk), {"usager": person.pk})
    wish = "wait" if "liste d’attente" in text(chosen) else "seat"
    asked = {"usager": person.pk, "key": key_of(chosen), "wish": wish, **typed}
    return text(client.post(url("orient", seance.pk), asked, follow=True))


@pytest.mark.django_db
def test_three_mds_enrol_in_each_other_s_action_and_open_no_file(claire, drome, mds):
    crest, die, saillans, nyons = mds
    action = world.action(crest, world.motif(crest, "Réunion d’information RSA", default_seats=2))
    seance = world.occurrence(action)
    agents = {at: browser(world.user(at.name.split()[-1], "Agent", drome, at)) for at in mds}
    people = {at: world.usager(at, f"Suivie {at.name.split()[-1]}", phone="06 39 98 33 44") for at in mds}

    assert "Réunion d’information RSA" not in text(agents[die].get(url("orient_list")))
    opens_the_action(browser(claire), action)

    for at, free in ((die, "2 places libres"), (saillans, "1 place libre")):
        assert free in text(agents[at].get(url("orient_list")))
        assert "C’est noté" in orients(agents[at], seance, people[at], items=["phone"], note="Parle dari")
    assert agents[nyons].get(url("orient", seance.pk)).status_code == 404

    listed = text(agents[crest].get(url("seance", seance.pk)))
    assert "2 places − 2 inscrits = 0 libre" in listed
    assert "Orientée par MDS de Die" in listed
    assert "06 39 98 33 44" in listed
    assert "SUIVIE DIE" not in text(agents[crest].get(url("people_usager_changelist")))
    assert [set(person.organisations.all()) for person in people.values()] == [{at} for at in mds]

    followed = text(agents[die].get(url("prescriptions")))
    assert "SUIVIE DIE" in followed
    assert "SUIVIE SAILLANS" not in followed
    assert Participation.objects.filter(channel="prescriber").count() == 2
    assert CollectiveAction.history.filter(openness="group").exists()
    assert Motif.objects.get().openness == "closed", "the motif is untouched"
