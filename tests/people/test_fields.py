"""The definition of custom fields: who may write it, what it keeps once it serves, its table in and out."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from backoffice.directory.models import Role
from backoffice.people.models import CustomField, FieldChoice
from backoffice.policies.models import Condition, Policy, Rule
from tests import world
from tests.booking.dialogs.screens import browser, text

ADD = "admin:people_customfield_add"
NO_CHOICES = {"choices-TOTAL_FORMS": 0, "choices-INITIAL_FORMS": 0}
A1 = {
    "choices-TOTAL_FORMS": 1,
    "choices-INITIAL_FORMS": 0,
    "choices-0-label": "A1",
    "choices-0-code": "a1",
    "choices-0-position": 0,
}
NIVEAU = {"label": "Niveau", "key": "niveau", "subject": "person", "kind": "choice", "position": 0, "required_when": ""}


@pytest.fixture
def configurer(drome):
    """She configures, but not what is sensitive."""
    role = Role.objects.create(territory=drome, name="Configuration", activities=["view", "configure", "read_journal"])
    person = world.user("Odile", "Agent", drome)
    person.memberships.update(role=role)
    return person


@pytest.fixture
def named(drome):
    """A field that a draft names."""
    field = world.field(drome)
    policy = Policy.objects.create(territory=drome, code="atelier", name="Atelier")
    rule = Rule.objects.create(policy=policy, code="niveau", title="Niveau", answers={"agent": "warn"})
    Condition.objects.create(rule=rule, fact="person.field.niveau", operator="is", value="a1")
    return field


def change(field):
    return reverse("admin:people_customfield_change", args=[field.pk])


def sent(page, **changes):
    form = page.context["adminform"].form
    shown = {name: form[name].value() for name, field in form.fields.items() if not field.disabled}
    choices = page.context["inline_admin_formsets"][0].formset
    for each in (choices.management_form, *choices.forms):
        shown |= {each.add_prefix(name): each[name].value() for name in each.fields}
    return {name: value for name, value in shown.items() if value is not None and value is not False} | changes


def test_a_field_is_created_with_its_choices_and_its_history(configurer):
    answer = browser(configurer).post(reverse(ADD), NIVEAU | A1)

    assert answer.status_code == 302, answer.context["errors"]
    field = CustomField.objects.get()
    assert [(row.code, row.label) for row in field.choices.all()] == [("a1", "A1")]
    assert field.history.get().history_user == configurer
    assert field.choices.get().history.get().history_user == configurer


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (NIVEAU | NO_CHOICES, "Écrivez au moins une réponse possible."),
        (NIVEAU | A1 | {"kind": "number"}, "Seul un choix a des réponses possibles."),
        (NIVEAU | A1 | {"key": "Mon code"}, "Le code s’écrit en minuscules"),
        (
            NIVEAU | A1 | {"is_sensitive": "on", "purpose": "x"},
            "Votre rôle ne permet pas de configurer une information sensible",
        ),
        (NIVEAU | A1 | {"is_health": "on"}, "Écrivez pourquoi cette information est nécessaire."),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_written(configurer, fields, told):
    assert told in text(browser(configurer).post(reverse(ADD), fields))
    assert not CustomField.objects.exists()


def test_health_needs_the_right_and_a_purpose_and_is_sensitive(claire):
    fields = NIVEAU | A1 | {"is_health": "on"}
    assert "Écrivez pourquoi" in text(browser(claire).post(reverse(ADD), fields))

    browser(claire).post(reverse(ADD), fields | {"purpose": "Adapter l’accueil."})
    field = CustomField.objects.get()
    assert (field.is_sensitive, field.is_fact) == (True, False)


def test_a_sensitive_field_is_read_only_without_the_right(configurer, drome):
    field = world.field(drome, is_sensitive=True, purpose="Accueil")

    page = browser(configurer).get(change(field))

    assert not page.context["has_change_permission"]
    assert browser(configurer).post(change(field), {"label": "Autre"}).status_code == 403


def test_a_field_that_a_policy_names_keeps_its_meaning(claire, named):
    page = browser(claire).get(change(named))
    assert "politique « Atelier » (brouillon)" in text(page)

    answer = browser(claire).post(change(named), sent(page, kind="number", key="autre", label="Niveau de langue"))
    assert answer.status_code == 302, answer.context["errors"]
    named.refresh_from_db()
    assert (named.kind, named.key, named.label) == ("choice", "niveau", "Niveau de langue")


@pytest.mark.parametrize("act", [{"is_archived": "on"}, {"is_fact": ""}])
def test_it_is_neither_archived_nor_taken_from_the_rules(claire, named, act):
    page = browser(claire).get(change(named))
    fields = {name: value for name, value in sent(page, **act).items() if value != ""}

    shown = text(browser(claire).post(change(named), fields))

    assert "Retirez d’abord ce champ de : politique « Atelier » (brouillon)." in shown


def test_it_is_not_deleted_and_the_page_says_why(claire, named, crest):
    world.usager(crest, answers={"niveau": "a1"})
    address = reverse("admin:people_customfield_delete", args=[named.pk])

    shown = text(browser(claire).get(address))
    browser(claire).post(address, {"post": "yes"})

    assert "On ne peut pas supprimer" in shown
    assert "1 fiche" in shown
    assert "politique « Atelier » (brouillon)" in shown
    assert CustomField.objects.filter(pk=named.pk).exists()


def test_one_that_never_served_is_deleted_with_its_choices(claire, drome):
    field = world.field(drome)

    browser(claire).post(reverse("admin:people_customfield_delete", args=[field.pk]), {"post": "yes"})

    assert not CustomField.objects.exists()
    assert not FieldChoice.objects.exists()


def test_a_motif_asks_only_the_fields_of_its_territory(claire, crest, drome):
    elsewhere = world.field(world.territory("80", "Somme"), "ici", "Ici", subject="participation", kind="boolean")
    here = world.field(drome, "garde", "Garde", subject="participation", kind="boolean")
    page = browser(claire).get(reverse("admin:catalogue_motif_change", args=[world.motif(crest).pk]))

    offered = page.context["adminform"].form.fields["questions"].queryset
    assert here in offered
    assert elsewhere not in offered


def imported(user, content):
    client = browser(user)
    file = SimpleUploadedFile("champs.csv", content.encode())
    tried = client.post(reverse("admin:people_customfield_import"), {"file": file})
    carried = tried.context.get("carried")
    if carried:
        client.post(reverse("admin:people_customfield_process_import"), {"carried": carried})
    return text(tried)


def test_a_table_of_fields_comes_back_as_it_left(claire, drome):
    world.field(drome, question="Quel niveau ?", is_in_lists=True)
    world.field(drome, "enfants", "Enfants", kind="number")
    file = browser(claire).post(reverse("admin:people_customfield_export"), {"resource": "0", "format": "csv"})
    content = file.content.decode("utf-8-sig")
    assert "a1=A1 | b1=B1" in content
    before = list(CustomField.objects.values())
    CustomField.objects.all().delete()

    imported(claire, content)

    kept = [{**row, "id": None} for row in CustomField.objects.values()]
    assert kept == [{**row, "id": None} for row in before]
    assert [row.code for row in CustomField.objects.get(key="niveau").choices.all()] == ["a1", "b1"]
    assert "Inchangé" in imported(claire, content)


def test_a_table_does_not_change_the_type_of_what_exists_nor_make_it_sensitive_without_the_right(configurer, drome):
    field = world.field(drome)

    imported(configurer, "Code;Libellé;Type\nniveau;Niveau de langue;Date\n")
    field.refresh_from_db()
    assert (field.label, field.kind) == ("Niveau de langue", "choice")

    shown = imported(configurer, "Code;Libellé;Sensible;Finalité\nniveau;Niveau;oui;Accueil\n")
    assert "Votre rôle ne permet pas de configurer une information sensible" in shown
