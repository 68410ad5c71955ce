"""Importing and exporting through the pages: in the perimeter, all or nothing, twice the same file changes nothing (reliability R48)."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from backoffice.booking.exports import ParticipationExport, ParticipationStatistics
from backoffice.booking.models import Participation
from backoffice.catalogue.models import Motif
from backoffice.people.models import Usager
from tests import world

TABLE = "Nom;Prénom;Date de naissance;Téléphone\nDumas;Inès;31/12/1994;06 39 98 00 01\nÉlie;Zoé;;06.39.98.00.02\n"


@pytest.fixture
def manager(drome, crest):
    return world.user("Odile", "Responsable d’organisation", drome, crest)


@pytest.fixture
def imports(client, manager):
    """Send a table and confirm it; returns both answers."""
    client.force_login(manager)

    def send(text, model="people_usager", confirm=True):
        file = SimpleUploadedFile("liste.csv", text.encode("cp1252"))
        trial = client.post(reverse(f"admin:{model}_import"), {"file": file})
        carried = trial.context.get("carried")
        if not (carried and confirm):
            return trial, None
        return trial, client.post(reverse(f"admin:{model}_process_import"), {"carried": carried})

    return send


def test_the_trial_tells_everything_and_writes_nothing(imports, crest):
    trial, _ = imports(TABLE, confirm=False)

    assert "Windows-1252" in trial.text
    assert "2 à ajouter" in trial.text
    assert not Usager.objects.exists()


def test_the_confirmation_writes_every_line_signed_and_explained(imports, crest, manager):
    _trial, answer = imports(TABLE)

    assert answer.status_code == 302
    dumas = Usager.objects.get(last_name="Dumas")
    assert (dumas.phone, dumas.birth_date.year, list(dumas.organisations.all())) == ("+33639980001", 1994, [crest])
    version = dumas.history.earliest()
    assert (version.history_user, version.history_change_reason) == (manager, "Import du fichier « liste.csv »")
    assert "Dumas" not in "".join(LogEntry.objects.values_list("object_repr", flat=True))


def test_the_same_file_twice_changes_nothing(imports):
    imports(TABLE)
    before = Usager.history.count()

    trial, _answer = imports(TABLE)

    assert "2 sans changement" in trial.text
    assert (Usager.objects.count(), Usager.history.count()) == (2, before)


def test_one_wrong_line_and_nothing_is_imported(imports):
    trial, answer = imports(TABLE + "Martin;Léo;31/31/1994;123\n")

    assert answer is None
    assert "n’est pas une date" in trial.text
    assert "Il en faut 10" in trial.text
    assert not Usager.objects.exists()


def test_a_namesake_is_signalled_and_an_agreeing_contact_updates(imports, crest):
    world.usager(crest, "Dumas", "Inès", birth_date="1980-01-01", phone="06 39 98 00 09")
    known = world.usager(crest, "Élie", "Zoé", phone="06 39 98 00 02")

    trial, _answer = imports(TABLE.replace("Élie;Zoé;;06.39.98.00.02", "ELIE;zoe;02/03/1990;0639980002"))

    known.refresh_from_db()
    assert "Une fiche porte déjà ce nom (année de naissance : 1980)" in trial.text
    assert known.birth_date.year == 1990
    assert Usager.objects.count() == 3


def test_a_person_of_another_organisation_is_unknown_to_the_import(imports, drome):
    sister = world.organisation(drome, "CMS de Die")
    hidden = world.usager(sister, "Dumas", "Inès", birth_date="1994-12-31", commune="CANARI")

    trial, _answer = imports(TABLE)

    assert "CANARI" not in trial.text
    assert "porte déjà ce nom" not in trial.text
    hidden.refresh_from_db()
    assert list(hidden.organisations.all()) == [sister]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("id;Nom;Prénom\n1;Dumas;Inès\n", "La colonne « id » n’est pas acceptée"),
        ("Prénom\nInès\n", "Il manque la colonne « Nom »"),
        ("Nom;Prénom;Organisations\nDumas;Inès;CMS de Die\n", "« CMS de Die » est inconnu"),
        ("Nom;Prénom;Langue\nDumas;Inès;Klingon\n", "n’existe pas"),
        ("Nom;Prénom;Accepte les SMS\nDumas;Inès;peut-être\n", "écrivez oui ou non"),
    ],
)
def test_what_is_wrong_is_said_in_french(imports, drome, table, sentence):
    world.organisation(drome, "CMS de Die")

    trial, answer = imports(table)

    assert sentence in trial.text
    assert answer is None


def test_unknown_columns_are_ignored_and_said(imports):
    trial, _answer = imports("Nom;Prénom;Signe astrologique\nDumas;Inès;Lion\n")

    assert "Colonnes ignorées : Signe astrologique." in trial.text


def test_a_trial_is_confirmed_by_its_author_only(imports, client, drome, crest):
    trial, _ = imports(TABLE, confirm=False)
    client.force_login(world.user("Basile", "Responsable d’organisation", drome, crest))

    answer = client.post(
        reverse("admin:people_usager_process_import"), {"carried": trial.context["carried"]}, follow=True
    )

    assert "Envoyez le fichier de nouveau" in answer.text
    assert not Usager.objects.exists()


def test_a_trial_of_one_table_is_not_confirmed_as_another(imports, client, claire):
    client.force_login(claire)
    trial = client.post(reverse("admin:people_usager_import"), {"file": SimpleUploadedFile("l.csv", TABLE.encode())})

    answer = client.post(reverse("admin:catalogue_motif_process_import"), {"carried": trial.context["carried"]})

    assert answer.status_code == 302
    assert not Motif.objects.exists()


def test_an_agent_without_the_right_imports_nothing(client, nadia):
    client.force_login(nadia)

    answers = [
        client.post(reverse("admin:people_usager_import"), {"file": SimpleUploadedFile("l.csv", TABLE.encode())}),
        client.post(reverse("admin:people_usager_process_import"), {"carried": "x"}),
        client.post(reverse("admin:people_usager_export"), {"resource": "0", "format": "csv"}),
    ]

    assert {answer.status_code for answer in answers} == {403}


def test_motifs_are_imported_into_the_organisations_that_the_table_names(client, claire, crest):
    world.motif(crest, "Atelier lecture")
    client.force_login(claire)
    table = "Nom;Service;Libellé dans les messages;Organisations;Places\nForum;PMI;Atelier;CMS de Crest;60\n"
    table += "Atelier lecture;PMI;Atelier;CMS de Crest;8\n"

    trial = client.post(reverse("admin:catalogue_motif_import"), {"file": SimpleUploadedFile("m.csv", table.encode())})
    assert "1 à ajouter, 1 à modifier" in trial.text, trial.text
    client.post(reverse("admin:catalogue_motif_process_import"), {"carried": trial.context["carried"]})

    assert dict(Motif.objects.values_list("name", "default_seats")) == {"Forum": 60, "Atelier lecture": 8}


def exported(client, model, style="csv", resource="0", **filters):
    url = reverse(f"admin:{model}_export", query=filters)
    return client.post(url, {"resource": resource, "format": style})


def test_an_export_holds_the_rows_of_the_list_with_its_filters_and_no_other(client, claire, crest, drome):
    somme = world.organisation(world.territory("80", "Somme"), "CMS d’Albert")
    die = world.organisation(drome, "CMS de Die")
    for at, name in ((crest, "Dumas"), (die, "Martin"), (somme, "CANARI")):
        world.usager(at, name)
    client.force_login(claire)

    everything = exported(client, "people_usager").content.decode("utf-8-sig")
    of_crest = exported(client, "people_usager", organisations__id__exact=crest.pk).content.decode("utf-8-sig")

    assert everything.count("\r\n") == 3
    assert "CANARI" not in everything
    assert ("Dumas" in of_crest, "Martin" in of_crest) == (True, False)
    assert LogEntry.objects.filter(object_repr="Export : Usagers, liste nominative (2 lignes)").exists()


def test_an_export_comes_back_without_any_change(client, claire, crest):
    world.usager(crest, "=Dumas", "@Inès", birth_date="1994-12-31")
    client.force_login(claire)
    file = exported(client, "people_usager").content

    trial = client.post(reverse("admin:people_usager_import"), {"file": SimpleUploadedFile("u.csv", file)})

    assert "1 sans changement" in trial.text


def test_an_excel_export_is_typed_text(client, claire, crest):
    world.usager(crest, "=1+1")
    client.force_login(claire)

    parts = zipfile.ZipFile(io.BytesIO(exported(client, "people_usager", "xlsx").content))

    assert b"<f>" not in b"".join(parts.read(name) for name in parts.namelist())


@pytest.fixture
def participation(crest):
    seance = world.occurrence(world.action(crest))
    return Participation.objects.create(
        occurrence=seance, usager=world.usager(crest), state="excused", channel="agent", booked_at=seance.starts_at
    )


def test_statistics_name_nobody_and_keep_the_stored_state(participation, yann):
    titles, rows = ParticipationStatistics(user=yann).table(Participation.objects.all())
    (row,) = rows
    line = dict(zip(titles, row, strict=True))

    assert (line["État"], line["État en clair"]) == ("excused", "Annulé par la personne")
    assert not {"Nom", "Prénom", "Téléphone"} & set(titles)
    assert not any("dumas" in str(value).lower() for value in row)


def test_a_nominative_table_is_empty_for_who_may_only_count(participation, yann, claire):
    assert list(ParticipationExport(user=yann).table(Participation.objects.all())[1]) == []
    assert len(list(ParticipationExport(user=claire).table(Participation.objects.all())[1])) == 1


def test_consignes_travel_with_their_motif_and_come_back_the_same(client, claire, crest):
    """One cell holds them all with their moments; what is not said keeps what it was; a filled cell is the whole list."""
    motif = world.motif(crest, "Atelier lecture")
    kept = motif.instructions.create(text="Apportez un livre.", moments=["list", "reminder"], position=1)
    motif.instructions.create(text="Venez tôt.", moments=["choice"], must_be_accepted=True, position=2)
    client.force_login(claire)

    def send(cell):
        table = f"Nom;Service;Libellé dans les messages;Organisations;Consignes\nAtelier lecture;PMI;Atelier;CMS de Crest;{cell}"
        file = SimpleUploadedFile("m.csv", table.encode())
        trial = client.post(reverse("admin:catalogue_motif_import"), {"file": file})
        if "carried" in trial.context:
            client.post(reverse("admin:catalogue_motif_process_import"), {"carried": trial.context["carried"]})
        return trial

    def consignes():
        return list(motif.instructions.order_by("position").values_list("text", "moments", "must_be_accepted"))

    before = consignes()
    export = client.post(reverse("admin:catalogue_motif_export"), {"resource": "0", "format": "csv"})
    cell = "Apportez un livre. [dans la liste des actions, dans le rappel] | Venez tôt. [à accepter, au choix de la séance]"
    assert cell in b"".join(export).decode("utf-8-sig")
    send(cell)
    assert consignes() == before
    assert motif.instructions.get(pk=kept.pk).history.count() == 1, "nothing changed, nothing is written"

    assert "n’est pas un moment" in send("Venez tôt. [demain]").text
    send("Apportez un livre. | Sonnez deux fois.")
    usual = ["choice", "confirmation", "message"]
    assert consignes() == [("Apportez un livre.", ["list", "reminder"], False), ("Sonnez deux fois.", usual, False)]
    assert motif.instructions.filter(pk=kept.pk).exists(), "the same consigne"
