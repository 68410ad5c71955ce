"""« Inscrire une liste » at the screens: pasted or sent, corrected, started, watched, taken away; nothing is lost of what was typed."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from backoffice.booking.models import BatchEnrolment, Participation
from backoffice.booking.services.batches import applying, prepare_batch
from backoffice.booking.tasks import enrol_lists
from tests import world
from tests.booking.dialogs.screens import browser, text, url

LIST = "Nom;Prénom;Téléphone\nDumas;Inès;06 39 98 00 01\nMartin;Lou;06 39\n=cmd();Éloïse;\n"


@pytest.fixture(autouse=True)
def no_ring(monkeypatch):
    monkeypatch.setattr(applying, "ring", lambda: None)


@pytest.fixture
def agent(nadia):
    return browser(nadia)


@pytest.fixture
def sent(agent, seance):
    """The page of a list that was pasted."""

    def sent(typed=LIST, **files):
        data = {**({} if files else {"text": typed}), **files}
        return agent.post(url("enrol_list", seance.pk), data, follow=True)

    return sent


def test_from_the_seance_to_the_report(agent, sent, seance):
    assert "Inscrire une liste" in text(agent.get(url("seance", seance.pk)))
    page = text(sent())
    batch = BatchEnrolment.objects.get()
    address = url("batch", batch.pk)
    assert "3 lignes : 2 prêtes, 1 à corriger." in page
    assert "Ce numéro a 4 chiffres" in page
    assert "Inscrire 2 personnes" in page

    wrong = batch.lines.get(last_name="Martin")
    dialog = text(agent.get(url("batch_line", wrong.pk)))
    assert "telle qu’elle a été lue : Martin · Lou · 06 39" in dialog
    typed = {"last_name": "Martin", "first_name": "Lou", "phone": "06 39 98"}
    again = agent.post(url("batch_line", wrong.pk), typed)
    assert "Il en faut 10" in text(again)
    assert again.context["form"]["phone"].value() == "06 39 98", "what was typed is kept"
    agent.post(url("batch_line", wrong.pk), {**typed, "phone": "06 39 98 00 02"})

    assert "3 lignes : 3 prêtes." in text(agent.get(address))
    assert "C’est parti : 3 lignes." in text(agent.post(address, {"start": "1"}, follow=True))
    assert "0 sur 3 lignes traitées." in text(agent.get(address))
    enrol_lists()
    done = text(agent.get(address))
    assert "3 lignes : 3 inscrites." in done
    assert Participation.objects.count() == 3

    report = agent.get(url("batch_report", batch.pk))
    told = report.content.decode("utf-8-sig")
    assert "Dumas;Inès" in told
    assert "'=cmd()" in told, "a formula stays a text"
    assert "attachment" in report.headers["Content-Disposition"]


def test_a_file_is_read_as_people_have_them(sent):
    file = SimpleUploadedFile("inscrits.csv", "Prénom;Nom\nInès;Dumas\n".encode("cp1252"))

    assert "1 ligne : 1 prête." in text(sent(file=file))
    assert BatchEnrolment.objects.get().source == "inscrits.csv"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"text": ""}, "Collez une liste, ou choisissez un fichier"),
        ({"text": "Nom;Prénom"}, "n’a qu’une ligne de titres"),
        ({"file": SimpleUploadedFile("vieux.xls", b"\xd0\xcf\x11\xe0")}, "ancien format d’Excel"),
        ({"text": "Nom;Prénom\n" + "A;B\n" * 400}, "300 au plus"),
    ],
)
def test_what_cannot_be_read_is_told_in_place(agent, seance, data, told):
    answer = agent.post(url("enrol_list", seance.pk), data)

    assert told in text(answer)
    assert answer.context["form"]["text"].value() == data.get("text", answer.context["form"]["text"].value())
    assert not BatchEnrolment.objects.exists()


def test_columns_lines_and_stop_work_without_script(agent, sent):
    sent("Inès;Dumas\nLou;Martin")
    batch = BatchEnrolment.objects.get()
    address, first = url("batch", batch.pk), batch.lines.order_by("number").first()

    read = agent.post(address, {"columns": "1", "kind": ["first_name", "last_name"]}, follow=True)
    assert "DUMAS Inès" in text(read)
    refused = agent.post(address, {"columns": "1", "kind": ["first_name", "first_name"]}, follow=True)
    assert "Deux colonnes disent la même chose" in text(refused)
    assert "1 laissée de côté" in text(agent.post(address, {"leave": first.pk}, follow=True))
    assert "2 prêtes" in text(agent.post(address, {"take": first.pk}, follow=True))
    agent.post(address, {"start": "1"})
    assert "Reprendre" in text(agent.post(address, {"stop": "1"}, follow=True))
    agent.post(address, {"resume": "1"})
    enrol_lists()
    assert "2 inscrites" in text(agent.get(address))
    assert "déjà commencé" in text(agent.post(address, {"start": "1"}, follow=True))


def test_a_person_is_chosen_among_look_alikes(agent, sent, crest):
    known = world.usager(crest, "Dumas", "Inès", phone="06 39 98 00 77", commune="Crest")
    page = text(sent("Dumas;Inès;06 39 98 00 01"))
    assert "1 à préciser" in page
    line = BatchEnrolment.objects.get().lines.get()

    dialog = text(agent.get(url("batch_line", line.pk)))
    assert "DUMAS Inès, naissance inconnue, Crest, numéro en 77" in dialog
    typed = {"last_name": "Dumas", "first_name": "Inès", "phone": "06 39 98 00 01", "choice": str(known.pk)}
    assert "1 prête" in text(agent.post(url("batch_line", line.pk), typed, follow=True))
    line.refresh_from_db()
    assert line.usager == known


def test_a_line_of_another_list_is_not_touched_here(agent, sent, nadia, seance):
    sent("Dumas;Inès")
    other = prepare_batch(
        occurrence_id=seance.pk,
        file=SimpleUploadedFile("autre.csv", b"Roux;Anna"),
        source="Autre",
        user=nadia,
    )
    mine = BatchEnrolment.objects.exclude(pk=other.pk).get()

    assert agent.post(url("batch", mine.pk), {"leave": other.lines.get().pk}).status_code == 404
    assert agent.post(url("batch", mine.pk), {"leave": "abc"}).status_code == 404
    assert agent.post(url("batch", mine.pk), {}).status_code == 404


def test_roles_and_perimeters(yann, drome, sent, seance, agent, foreign):
    sent("Dumas;Inès")
    batch = BatchEnrolment.objects.get()
    stranger = browser(world.user("Lila", "Agent", drome, world.organisation(drome, "CMS de Nyons")))
    pages = [
        ("enrol_list", seance.pk),
        ("batch", batch.pk),
        ("batch_report", batch.pk),
        ("batch_line", batch.lines.get().pk),
    ]

    assert {stranger.get(url(*page)).status_code for page in pages} == {404}
    assert {browser(yann).get(url(*page)).status_code for page in pages} <= {403, 404}
    assert agent.get(url("enrol_list", foreign.pk)).status_code == 404
