"""Accounts, roles and rights in the admin: nobody gives more than she holds, nobody changes her own rights (threat T19)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from backoffice.directory.enums import Activity
from backoffice.directory.models import Membership, Role, User
from tests import world

SECRET = "une phrase longue et rare"


@pytest.fixture
def manager(drome, crest):
    """She manages the agents of one organisation, and can do what an agent does there."""
    role = Role.objects.create(
        territory=drome, name="Gestionnaire", activities=["view", "view_people", "edit_people", "enrol", "manage_users"]
    )
    person = world.user("Odile", "Agent", drome, crest)
    person.memberships.update(role=role)
    return person


@pytest.fixture
def post(client):
    def send(who, name, data, *args):
        client.force_login(who)
        return client.post(reverse(f"admin:directory_{name}", args=args), data)

    return send


def standard(name):
    return Role.objects.get(name=name, territory=None)


def account(role, crest=None, **fields):
    data = {"first_name": "Basile", "last_name": "Neuf", "email": "basile@example.org", "new_password": SECRET}
    return data | {"role": role.pk, "organisation": crest.pk if crest else ""} | fields


def errors(answer):
    return str(answer.context["errors"])


def test_a_referente_opens_an_account_with_its_first_right(post, claire, crest):
    answer = post(claire, "user_add", account(standard("Agent"), crest))

    assert answer.status_code == 302, errors(answer)
    basile = User.objects.get(email="basile@example.org")
    assert basile.check_password(SECRET)
    assert [(right.role.name, right.organisation) for right in basile.memberships.all()] == [("Agent", crest)]
    assert basile.history.get().history_user == claire


def test_an_address_known_elsewhere_receives_the_right_and_its_account_is_not_touched(post, claire, crest):
    somme = world.territory("80", "Somme")
    elsewhere = world.user("Ada", "Référente", somme)
    before = (elsewhere.first_name, elsewhere.password)

    answer = post(claire, "user_add", account(standard("Agent"), crest, email=elsewhere.email.upper()))

    elsewhere.refresh_from_db()
    assert answer.status_code == 302
    assert (elsewhere.first_name, elsewhere.password) == before
    assert elsewhere.memberships.count() == 2


def test_a_colleague_is_not_opened_twice(post, claire, nadia, crest):
    answer = post(claire, "user_add", account(standard("Agent"), crest, email=nadia.email))

    assert "a déjà un compte ici" in errors(answer)


@pytest.mark.parametrize(("role", "whole"), [("Référente", False), ("Agent", True), ("Chargé d’études", False)])
def test_nobody_opens_an_account_with_more_than_she_holds(post, manager, crest, role, whole):
    answer = post(manager, "user_add", account(standard(role), None if whole else crest))

    assert "Ce rôle donne des droits que vous n’avez pas" in errors(answer)
    assert not User.objects.filter(email="basile@example.org").exists()


def test_nobody_gives_herself_a_right(post, claire, crest):
    data = {"user": claire.pk, "role": standard("Agent").pk, "organisation": crest.pk, "change_reason": "essai"}

    answer = post(claire, "membership_add", data)

    assert "vos propres droits" in errors(answer)
    assert claire.memberships.count() == 1


@pytest.mark.parametrize("act", ["change", "delete"])
def test_nobody_changes_her_own_right(post, claire, act):
    own = claire.memberships.get()

    answer = post(claire, f"membership_{act}", {"post": "yes", "change_reason": "essai", "role": own.role_id}, own.pk)

    assert answer.status_code == 403
    assert claire.memberships.count() == 1


def test_a_right_is_given_with_a_reason_only(post, claire, nadia, drome):
    die = world.organisation(drome, "CMS de Die")
    data = {"user": nadia.pk, "role": standard("Agent").pk, "organisation": die.pk}

    without = post(claire, "membership_add", data)
    given = post(claire, "membership_add", data | {"change_reason": "Remplacement d’été"})

    assert "change_reason" in without.context["adminform"].form.errors
    assert given.status_code == 302
    assert nadia.memberships.get(organisation=die).history.get().history_change_reason == "Remplacement d’été"


def test_a_right_is_withdrawn_with_a_reason_and_is_dead_at_the_next_request(post, claire, nadia):
    hers = Client()
    hers.force_login(nadia)
    people = reverse("admin:people_usager_changelist")
    assert hers.get(people).status_code == 200
    right = nadia.memberships.get()

    refused = post(claire, "membership_delete", {"post": "yes"}, right.pk)
    assert Membership.objects.filter(pk=right.pk).exists()
    post(claire, "membership_delete", {"post": "yes", "change_reason": "Départ"}, right.pk)

    assert refused.status_code == 302
    assert hers.get(people).status_code == 403
    assert Membership.history.filter(id=right.pk).latest().history_change_reason == "Départ"


@pytest.mark.parametrize("extra", ["export_nominative", "manage_territory"])
def test_a_role_is_not_given_an_activity_that_its_author_lacks(post, drome, extra):
    limited = Role.objects.create(territory=drome, name="Limitée", activities=["view", "manage_users"])
    person = world.user("Odile", "Agent", drome)
    person.memberships.update(role=limited)

    answer = post(
        person,
        "role_change",
        {"name": "Limitée", "activities": ["view", "manage_users", extra], "change_reason": "essai"},
        limited.pk,
    )

    limited.refresh_from_db()
    assert "des droits que vous n’avez pas" in errors(answer)
    assert extra not in limited.activities


def test_a_role_is_ticked_in_words_and_its_history_reads_in_words(client, post, claire, drome):
    answer = post(
        claire, "role_add", {"name": "Accueil", "activities": ["enrol", "view"], "change_reason": "Nouvelle équipe"}
    )
    assert answer.status_code == 302, errors(answer)
    role = Role.objects.get(name="Accueil")
    post(claire, "role_change", {"name": "Accueil", "activities": ["view"], "change_reason": "Trop large"}, role.pk)

    story = client.get(reverse("admin:directory_role_history", args=[role.pk])).text

    assert (role.territory, role.activities) == (drome, ["view", "enrol"])
    assert str(Activity.ENROL.label) in story
    assert "&#x27;view&#x27;" not in story


def test_a_standard_role_is_read_and_not_changed(client, claire):
    client.force_login(claire)
    url = reverse("admin:directory_role_change", args=[standard("Agent").pk])

    assert client.get(url).status_code == 200
    assert client.post(url, {"name": "Piraté"}).status_code == 403


def test_an_account_that_has_rights_elsewhere_is_changed_by_nobody_from_here(client, claire, crest):
    somme = world.territory("80", "Somme")
    shared = world.user("Ada", "Agent", crest.territory, crest)
    Membership.objects.create(user=shared, role=standard("Référente"), territory=somme)
    client.force_login(claire)
    url = reverse("admin:directory_user_change", args=[shared.pk])

    page = client.get(url)

    assert page.status_code == 200
    assert "Somme" not in page.text
    assert client.post(url, {"email": "pirate@example.org", "new_password": SECRET}).status_code == 403


def test_a_password_is_replaced_only_when_one_is_typed(client, post, claire, nadia):
    client.force_login(claire)
    assert 'name="new_password"' in client.get(reverse("admin:directory_user_change", args=[nadia.pk])).text
    data = {"first_name": "Nadia", "last_name": "Nom", "email": nadia.email, "is_active": "on"}
    before = nadia.password

    assert post(claire, "user_change", data, nadia.pk).status_code == 302
    nadia.refresh_from_db()
    assert (nadia.last_name, nadia.password) == ("Nom", before)
    assert post(claire, "user_change", data | {"new_password": SECRET}, nadia.pk).status_code == 302
    nadia.refresh_from_db()
    assert nadia.check_password(SECRET)


def test_the_cloisonnement_changes_with_a_reason_only(post, claire, drome):
    page = {
        "code": "26",
        "name": "Drôme",
        "time_zone": "Europe/Paris",
        "school_zone": "A",
        "instructions_word": "Consignes",
    }
    page |= {
        "identity_sharing": "territory",
        "history_sharing": "organisation",
        "retention_months": "24",
        "phone": "0475",
        "opening_days": "weekdays",
        "opens_at": "08:30",
        "closes_at": "17:30",
        "quiet_from": "20:00",
        "quiet_until": "08:00",
        "room_conflicts": "warn",
        "facilitator_conflicts": "warn",
    }

    refused = post(claire, "territory_change", page, drome.pk)
    accepted = post(claire, "territory_change", page | {"change_reason": "Convention du 3 mars"}, drome.pk)

    assert "Dites pourquoi vous changez : qui peut retrouver une fiche." in errors(refused)
    assert accepted.status_code == 302
    assert post(claire, "territory_change", page | {"phone": "0476"}, drome.pk).status_code == 302
