"""What is out of the perimeter does not exist: lists, pages, filters, selects, autocompletion, lookups."""

from __future__ import annotations

import pytest
from django.urls import reverse

from backoffice.catalogue.models import Motif
from tests import world

CANARY = "CANARI-SOMME"


@pytest.fixture
def somme(db):
    """Another territory, whose every name is a canary."""
    return world.territory("80", CANARY)


@pytest.fixture
def foreign(somme):
    return world.motif(world.organisation(somme, f"{CANARY} organisation"), f"{CANARY} motif")


@pytest.fixture
def own(crest):
    return world.motif(crest)


@pytest.fixture
def get(client, claire):
    client.force_login(claire)

    def get(name, *args, **query):
        return client.get(reverse(f"admin:{name}", args=args), query)

    return get


def test_a_list_shows_the_rows_of_the_territory_and_no_other(get, own, foreign):
    answer = get("catalogue_motif_changelist")

    assert own.name in answer.text
    assert CANARY not in answer.text


@pytest.mark.parametrize("view", ["change", "history", "delete"])
def test_a_foreign_row_answers_exactly_like_a_row_that_does_not_exist(get, own, foreign, view):
    there, nowhere = (get(f"catalogue_motif_{view}", key) for key in (foreign.pk, 999_999))

    assert there.status_code == nowhere.status_code
    assert there.content == nowhere.content
    assert there.status_code == (403 if view == "delete" else 404)


def test_a_foreign_version_answers_exactly_like_one_that_does_not_exist(get, own, foreign):
    version = foreign.history.first().history_id

    answers = [
        get("catalogue_motif_simple_history", foreign.pk, version),
        get("catalogue_motif_simple_history", own.pk, version),
        get("catalogue_motif_simple_history", 999_999, 1),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_foreign_organisation_is_not_offered_by_the_autocompletion(get, own, foreign):
    field = {"app_label": "catalogue", "model_name": "motif", "field_name": "organisations"}

    answer = get("autocomplete", term="", **field)

    assert [each["text"] for each in answer.json()["results"]] == ["CMS de Crest"]


def test_a_foreign_choice_posted_by_hand_is_refused_and_writes_nothing(client, claire, own, foreign):
    client.force_login(claire)
    url = reverse("admin:catalogue_motif_change", args=[own.pk])
    data = {"name": own.name, "service": foreign.service_id, "type_label": own.type_label_id, "change_reason": "essai"}

    answer = client.post(url, data)

    assert answer.status_code == 200
    assert CANARY not in answer.text
    assert Motif.objects.get(pk=own.pk).service_id == own.service_id


@pytest.mark.parametrize(
    "lookup", ["public_name__contains", "name__regex", "organisations__name__startswith", "actions__title__contains"]
)
def test_a_lookup_that_no_filter_declares_is_refused(get, own, lookup):
    assert get("catalogue_motif_changelist", **{lookup: "a"}).status_code == 400


def test_a_filter_on_a_foreign_key_shows_as_little_as_a_filter_on_nothing(get, own, foreign):
    there = get("catalogue_motif_changelist", service__id__exact=foreign.service_id)
    nowhere = get("catalogue_motif_changelist", service__id__exact=999_999)

    assert CANARY not in there.text
    assert there.context["cl"].result_count == nowhere.context["cl"].result_count == 0


@pytest.mark.parametrize("view", ["motif_changelist", "motif_add", "motifcategory_changelist", "typelabel_add"])
def test_pages_open_for_a_referente(get, own, foreign, view):
    answer = get(f"catalogue_{view}")

    assert answer.status_code == 200
    assert CANARY not in answer.text


def test_the_history_says_what_changed_who_did_it_and_why(client, claire, own):
    client.force_login(claire)
    url = reverse("admin:catalogue_motif_change", args=[own.pk])
    form = client.get(url).context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    data |= {"default_seats": "10", "organisations": [row.pk for row in own.organisations.all()]}
    data |= {"change_reason": "Salle plus petite", "is_archived": ""}
    data |= {"instructions-TOTAL_FORMS": "0", "instructions-INITIAL_FORMS": "0"}

    answer = client.post(url, data)
    story = client.get(reverse("admin:catalogue_motif_history", args=[own.pk])).text

    assert answer.status_code == 302, answer.context["errors"]
    assert "Places" in story
    assert "Salle plus petite" in story
    assert "Claire Test" in story


@pytest.mark.parametrize("view", ["history", "simple_history"])
def test_a_history_page_refuses_to_be_posted_to(client, claire, own, view):
    client.force_login(claire)
    version = [own.history.first().history_id] if view == "simple_history" else []

    answer = client.post(reverse(f"admin:catalogue_motif_{view}", args=[own.pk, *version]), {"name": "Piraté"})

    assert answer.status_code == 405
    assert Motif.objects.get(pk=own.pk).name == own.name
