"""Custom fields of a person at the screens: her file, the list, the history, the files in and out, the dialog that creates her."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from backoffice.directory.models import Role
from backoffice.people.models import CustomField, FieldChoice, Usager
from backoffice.people.services.answers import answer_for
from backoffice.people.values import stored_answer, typed_answer
from tests import world
from tests.booking.dialogs.screens import browser, text, url

LIST, ADD = "admin:people_usager_changelist", "admin:people_usager_add"


@pytest.fixture
def niveau(drome):
    return world.field(drome, is_in_lists=True)


@pytest.fixture
def suivi(drome):
    sensitive = {"is_sensitive": True, "is_health": True, "purpose": "Adapter l’accueil."}
    return world.field(drome, "suivi", "Suivi médical", kind="boolean", is_in_lists=True, **sensitive)


@pytest.fixture
def ines(crest, niveau):
    return world.usager(crest, answers={"niveau": "a1"})


def page_of(user, person):
    return browser(user).get(reverse("admin:people_usager_change", args=[person.pk]))


def sent(page, **changes):
    """What the form holds, as a browser sends it back."""
    form = page.context["adminform"].form
    shown = {name: form[name].value() for name, field in form.fields.items() if not field.disabled}
    return {name: value for name, value in shown.items() if value not in (None, False)} | changes


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        ("text", "Oui", "Oui"),
        ("number", 3, 3),
        ("boolean", False, False),
        ("choice", "a1", "a1"),
        ("choices", frozenset({"fr", "ar"}), ["ar", "fr"]),
        ("date", date(2026, 5, 2), "2026-05-02"),
        ("number", None, None),
        ("choices", frozenset(), None),
    ],
)
def test_an_answer_is_typed_in_and_out(kind, value, stored):
    assert stored_answer(kind, value) == stored
    assert typed_answer(kind, stored) == (value or (None if stored is None else value))


@pytest.mark.parametrize(
    ("kind", "stored"), [("number", True), ("boolean", 1), ("choice", 3), ("date", "hier"), ("choices", "fr")]
)
def test_an_answer_of_another_type_is_an_error_not_a_guess(kind, stored):
    with pytest.raises((TypeError, ValueError)):
        typed_answer(kind, stored)


def test_the_file_has_a_section_and_keeps_its_history(nadia, claire, ines):
    page = page_of(nadia, ines)
    assert "Informations du territoire" in text(page)
    assert "Niveau de français" in text(page)

    address = reverse("admin:people_usager_change", args=[ines.pk])
    assert browser(nadia).post(address, sent(page, answer_niveau="b1")).status_code == 302

    ines.refresh_from_db()
    assert ines.answers == {"niveau": "b1"}
    story = text(browser(claire).get(reverse("admin:people_usager_history", args=[ines.pk])))
    assert "Niveau de français : A1" in story
    assert "Niveau de français : B1" in story
    assert "{" not in story.split("Informations du territoire")[1][:200]


def test_of_two_answers_at_once_neither_is_lost(ines, niveau, drome):
    permis = world.field(drome, "permis", "Permis", kind="boolean")
    also_read = Usager.objects.get(pk=ines.pk)
    about = {"user": None, "reason": "Inscription"}
    assert answer_for(usager=ines, fields=[permis], typed={"permis": True}, **about)
    assert answer_for(usager=also_read, fields=[niveau], typed={"niveau": None}, **about)
    assert not answer_for(usager=also_read, fields=[permis], typed={"permis": True}, **about)

    ines.refresh_from_db()
    assert ines.answers == {"permis": True}


def test_a_retired_choice_stays_where_it_is_held_and_is_offered_to_nobody_else(nadia, crest, ines, niveau):
    FieldChoice.objects.filter(field=niveau, code="a1").update(is_retired=True)

    assert ">A1</option>" in text(page_of(nadia, ines))
    assert ">A1</option>" not in text(page_of(nadia, world.usager(crest, "Roux")))


def test_what_a_new_file_must_say_is_required(claire, niveau, crest):
    niveau.required_when = "creation"
    niveau.save()
    fields = {"last_name": "Roux", "first_name": "Anna", "language": "fr", "organisations": [crest.pk]}

    refused = browser(claire).post(reverse(ADD), fields)
    assert "Répondez à cette question." in text(refused)
    assert not Usager.objects.exists()

    browser(claire).post(reverse(ADD), fields | {"answer_niveau": "b1"})
    assert Usager.objects.get().answers == {"niveau": "b1"}


def test_a_sensitive_answer_is_hidden_from_a_role_without_the_right(nadia, claire, crest, suivi):
    person = world.usager(crest, answers={"suivi": True})

    assert "Suivi médical" not in text(page_of(nadia, person))
    assert "Suivi médical" in text(page_of(claire, person))
    listed = text(browser(nadia).get(reverse(LIST)))
    assert "Information sensible" in listed
    assert "champ_" not in listed
    assert browser(nadia).post(
        reverse("admin:people_usager_change", args=[person.pk]), sent(page_of(nadia, person), answer_suivi="false")
    )
    person.refresh_from_db()
    assert person.answers == {"suivi": True}


def test_the_list_has_a_column_and_a_filter(nadia, crest, ines):
    world.usager(crest, "Roux", "Anna", answers={"niveau": "b1"})
    parameter = f"champ_{crest.territory_id}_niveau"

    assert "Niveau de français" in text(browser(nadia).get(reverse(LIST)))
    found = browser(nadia).get(reverse(LIST), {parameter: "a1"}).context["cl"].result_list
    assert [str(row) for row in found] == ["DUMAS Inès"]
    assert len(browser(nadia).get(reverse(LIST), {parameter: "zzz"}).context["cl"].result_list) == 2


def test_a_list_of_several_is_filtered_by_each(nadia, crest, drome):
    world.field(
        drome, "langues", "Langues", kind="choices", is_in_lists=True, choices={"fr": "Français", "ar": "Arabe"}
    )
    world.usager(crest, "Roux", answers={"langues": ["ar", "fr"]})
    world.usager(crest, "Blanc", answers={"langues": ["fr"]})

    found = browser(nadia).get(reverse(LIST), {f"champ_{drome.pk}_langues": "ar"}).context["cl"].result_list
    assert [row.last_name for row in found] == ["Roux"]


def exported(user):
    answer = browser(user).post(reverse("admin:people_usager_export"), {"resource": "0", "format": "csv"})
    return answer.content.decode("utf-8-sig")


def test_exports_hold_what_is_exportable_and_what_the_reader_may_read(claire, ines, suivi, niveau):
    ines.answers |= {"suivi": True}
    ines.save()
    role = Role.objects.create(
        territory=niveau.territory, name="Export", activities=["view_people", "export_nominative"]
    )
    other = world.user("Odile", "Agent", niveau.territory)
    other.memberships.update(role=role)

    assert "Niveau de français;Suivi médical" in exported(claire)
    assert ";A1;oui" in exported(claire)
    assert ";A1;\r\n" in exported(other)
    CustomField.objects.filter(pk=niveau.pk).update(is_exportable=False)
    assert "Niveau de français" not in exported(claire)


def imported(user, content):
    client = browser(user)
    file = SimpleUploadedFile("gens.csv", content.encode())
    tried = client.post(reverse("admin:people_usager_import"), {"file": file})
    carried = tried.context.get("carried")
    if carried:
        client.post(reverse("admin:people_usager_process_import"), {"carried": carried})
    return text(tried)


def test_an_import_reads_labels_and_tells_what_it_cannot_read(claire, crest, niveau):
    shown = imported(claire, "Nom;Prénom;Organisations;Niveau de français\nRoux;Anna;CMS de Crest;b1\n")
    assert Usager.objects.get().answers == {"niveau": "b1"}

    shown = imported(claire, "Nom;Prénom;Organisations;Niveau de français\nBlanc;Léa;CMS de Crest;C9\n")
    assert "« C9 » n’existe pas. Choix : A1, B1." in shown
    assert Usager.objects.count() == 1


def test_an_import_of_a_new_file_asks_what_it_must_say(claire, crest, niveau):
    niveau.required_when = "creation"
    niveau.save()

    shown = imported(claire, "Nom;Prénom;Organisations\nRoux;Anna;CMS de Crest\n")
    assert "Il manque : Niveau de français." in shown
    assert not Usager.objects.exists()


def test_a_new_person_answers_in_the_same_dialog(nadia, crest, niveau):
    niveau.required_when = "creation"
    niveau.save()
    address = url("enrol_new_person", world.occurrence(world.action(crest)).pk)
    fields = {"last_name": "Roux", "first_name": "Anna"}

    assert "Répondez à cette question." in text(browser(nadia).post(address, fields))
    browser(nadia).post(address, fields | {"answer_niveau": "b1"})
    assert Usager.objects.get().answers == {"niveau": "b1"}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"is_sensitive": True}, "finalité"),
        ({"is_health": True, "is_sensitive": False, "purpose": "Accueil"}, "santé"),
        ({"kind": "text", "is_fact": True}, "texte libre"),
        ({"subject": "participation", "required_when": "creation"}, "à l’inscription"),
    ],
)
def test_a_field_that_makes_no_sense_is_refused_in_words(drome, fields, told):
    with pytest.raises(ValidationError, match=told):
        world.field(drome, **fields)
