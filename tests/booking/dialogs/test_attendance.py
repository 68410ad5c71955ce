"""Présences on a phone: everyone, then the exceptions; a tap can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from backoffice.booking.models import Participation
from backoffice.booking.services import cancel
from backoffice.booking.values import Actor
from tests.booking.dialogs.screens import browser, enrolled, text, url


@pytest.fixture
def done(nadia, seance, people):
    """A séance that has just ended, with three people."""
    rows = [enrolled(nadia, seance, person) for person in people[:3]]
    length = seance.ends_at - seance.starts_at
    seance.ends_at = timezone.now()
    seance.starts_at = seance.ends_at - length
    seance.save()
    return rows


@pytest.fixture
def agent(nadia):
    return browser(nadia)


@pytest.fixture
def address(seance):
    return url("attendance", seance.pk)


def states():
    return list(Participation.objects.order_by("usager__last_name").values_list("state", flat=True))


def test_everyone_then_the_exception(agent, done, address):
    assert "3 personnes notées présentes." in text(agent.post(address, {"everyone": "1"}, follow=True))
    agent.post(address, {"participation": done[0].pk, "state": "noshow"})

    assert states() == ["noshow", "seen", "seen"]
    assert "Tout est noté (3 personnes)" in text(agent.get(address))


def test_a_tap_is_taken_back(agent, done, address):
    agent.post(address, {"participation": done[0].pk, "state": "seen"})
    answer = agent.post(address, {"participation": done[0].pk, "state": "unknown"})

    assert states() == ["unknown"] * 3
    assert answer.url.endswith(f"#p{done[0].pk}")


def test_a_tap_that_takes_somebody_from_the_list_brings_the_whole_list_back(agent, done, address):
    answer = agent.post(address, {"participation": done[0].pk, "state": "excused"}, headers={"HX-Request": "true"})
    one_line = agent.post(address, {"participation": done[1].pk, "state": "seen"}, headers={"HX-Request": "true"})

    assert 'id="attendance"' in text(answer)
    assert (answer.headers["HX-Retarget"], one_line.headers.get("HX-Retarget")) == ("#attendance", None)


def test_looking_marks_nobody(agent, done, address):
    shown = text(agent.get(address, {"everyone": "1", "participation": done[0].pk, "state": "seen"}))

    assert states() == ["unknown"] * 3
    assert "Il reste 3 personnes à noter sur 3." in shown


def test_no_phone_number_and_no_birth_date_on_that_screen(agent, done, address):
    assert "06 39" not in text(agent.get(address))


def test_before_the_day_nothing_can_be_noted(agent, nadia, seance, people, address):
    row = enrolled(nadia, seance, people[0])

    assert "Les présences se notent à partir du jour de la séance." in text(agent.get(address))
    answer = agent.post(address, {"participation": row.pk, "state": "seen"}, follow=True)
    assert "La séance n’a pas eu lieu." in text(answer)
    assert states() == ["unknown"]


def test_somebody_who_had_cancelled_came_anyway(agent, nadia, seance, people, done):
    row = done[0]
    before = seance.starts_at - timedelta(hours=1)
    cancel(participation_id=row.pk, actor=Actor.agent(nadia), by_service=False, now=before)
    correction = url("attendance_correction", row.pk)

    assert "Cette personne est venue" in text(agent.get(url("attendance", seance.pk)))
    assert "Écrivez pourquoi sa présence change" in text(agent.post(correction, {"state": "seen"}))
    agent.post(correction, {"state": "seen", "reason": "Elle est venue quand même"})
    assert Participation.objects.get(pk=row.pk).state == "seen"


@pytest.mark.parametrize("participation", ["", "abc", "999999"])
def test_nobody_is_marked_without_an_inscription_of_this_seance(agent, done, address, participation):
    assert agent.post(address, {"participation": participation, "state": "seen"}).status_code == 404
    assert states() == ["unknown"] * 3


@pytest.mark.parametrize("state", ["", "revoked", "waiting", "n’importe quoi"])
def test_only_a_presence_is_noted_here(agent, done, address, state):
    assert agent.post(address, {"participation": done[0].pk, "state": state}).status_code == 404
    assert states() == ["unknown"] * 3


def test_an_inscription_of_another_seance_is_not_marked_here(agent, nadia, crest, done, address, people):
    from tests import world

    other = enrolled(nadia, world.occurrence(world.action(crest, world.motif(crest, "Forum"))), people[4])

    assert agent.post(address, {"participation": other.pk, "state": "seen"}).status_code == 404


def test_roles_and_perimeters(yann, agent, foreign, done, address):
    assert browser(yann).get(address).status_code == 403
    assert browser(yann).post(address, {"everyone": "1"}).status_code == 403
    assert agent.get(url("attendance", foreign.pk)).status_code == 404
    assert agent.post(url("attendance", foreign.pk), {"everyone": "1"}).status_code == 404
    assert states() == ["unknown"] * 3


HTMX = {"HTTP_HX_REQUEST": "true"}


class TestSheet:
    def test_a_tap_changes_its_line_and_the_head_and_nothing_else(self, agent, done, address):
        answer = agent.post(address, {"participation": done[0].pk, "state": "seen"}, **HTMX)
        shown = text(answer)

        assert answer.status_code == 200
        assert f'<li id="p{done[0].pk}">' in shown
        assert f'id="p{done[1].pk}"' not in shown
        assert 'hx-swap-oob="true"' in shown
        assert "Il reste 2 personnes à noter sur 3." in shown
        assert "Annuler « DUMAS Inès : présent »" in shown
        assert "<html" not in shown

    def test_a_tap_that_is_refused_says_why_on_the_sheet(self, agent, done, address, monkeypatch):
        from backoffice.booking.views import attendance
        from backoffice.console.base.errors import Busy

        def busy(**_named):
            raise Busy

        monkeypatch.setattr(attendance, "mark_attendance", busy)
        shown = text(agent.post(address, {"participation": done[0].pk, "state": "seen"}, **HTMX))
        assert "Rien n’a été enregistré" in shown
        assert states() == ["unknown"] * 3

    def test_everyone_undone_then_closed_then_corrected_with_a_reason(self, agent, done, address, seance):
        shown = text(agent.post(address, {"everyone": "1"}, **HTMX))
        assert "3 personnes notées présentes." in shown
        undo = agent.get(address).context["undo"]
        assert undo["said"] == "3 personnes : présent"
        assert "Annulé : 3 personnes : présent." in text(agent.post(address, {"undo": undo["id"]}, follow=True))
        assert states() == ["unknown"] * 3
        assert "ne peut plus être annulé" in text(agent.post(address, {"undo": undo["id"]}, follow=True))

        assert "Il reste 3 personnes à noter" in text(agent.post(address, {"close": "1"}, follow=True))
        agent.post(address, {"everyone": "1"})
        closed = text(agent.post(address, {"close": "1"}, follow=True))
        assert "Feuille close par Nadia Test" in closed
        assert "Tout le monde est là" not in closed
        correction = url("attendance_correction", done[0].pk)
        assert "DUMAS Inès est noté : présent." in text(agent.get(correction))
        assert "La feuille est close. Écrivez pourquoi" in text(agent.post(correction, {"state": "noshow"}))
        agent.post(correction, {"state": "noshow", "reason": "Erreur de ligne"})
        assert states() == ["noshow", "seen", "seen"]

        reopen = url("reopen_sheet", seance.pk)
        assert "Écrivez pourquoi la feuille est rouverte" in text(agent.post(reopen, {"reason": ""}))
        assert "Clore la feuille" in text(agent.post(reopen, {"reason": "Oubli"}, follow=True))

    def test_the_printed_sheet_has_names_boxes_and_nothing_private(self, agent, done, seance, yann):
        address = url("sign_in_sheet", seance.pk)
        Participation.objects.filter(pk=done[0].pk).update(party_size=2)
        shown = text(agent.get(address))

        for told in ("DUMAS Inès", "MARTIN Lou", "Signature", "4 personnes attendues", "Préparation à la naissance"):
            assert told in shown
        assert "06 39" not in shown
        assert shown.count("Ligne libre") == 3
        discreet = agent.get(address, {"discret": "1"}).content.decode().split('class="bo-page')[1]
        assert "Préparation à la naissance" not in discreet
        assert browser(yann).get(address).status_code == 403
        Participation.objects.filter(pk=done[0].pk).update(party_size=1)


class TestQueue:
    """« À compléter » chains the séances."""

    def test_it_lists_what_remains_and_says_when_all_is_done(self, agent, done, address):
        shown = text(agent.get(url("to_complete")))
        assert "1 séance passée dont la feuille de présence n’est pas finie." in shown
        assert "3 présences à noter" in shown

        agent.post(address, {"everyone": "1"})
        left_open = text(agent.get(url("to_complete")))
        assert "Tout est noté, feuille à clore" in left_open
        assert "présences à noter" not in left_open
        agent.post(address, {"close": "1"})
        assert "Tout est à jour." in text(agent.get(url("to_complete")))

    def test_those_of_others_are_not_mine_to_complete(self, claire, agent, die, foreign):
        from tests import world

        enrolled(claire, foreign, world.usager(die, "Roux", "Anna"))
        length = foreign.ends_at - foreign.starts_at
        foreign.ends_at = timezone.now()
        foreign.starts_at = foreign.ends_at - length
        foreign.save()

        assert "Atelier lecture" in text(browser(claire).get(url("to_complete")))
        assert "Atelier lecture" not in text(agent.get(url("to_complete")))

    def test_a_role_that_does_not_mark_is_refused(self, yann):
        assert browser(yann).get(url("to_complete")).status_code == 403


class TestWaitingLists:
    def test_people_in_order_with_the_seats(self, agent, nadia, seance, people):
        for person in people:
            enrolled(nadia, seance, person)
        shown = text(agent.get(url("waiting_lists")))

        assert "3 places − 3 inscrits = 0 libre. 2 personnes en attente." in shown
        assert shown.index("LEFÈVRE Éloïse") < shown.index("BENALI Karim")

    def test_nobody_waits(self, agent, seance):
        assert "Personne n’attend de place." in text(agent.get(url("waiting_lists")))

    def test_a_role_that_does_not_enrol_is_refused(self, yann):
        assert browser(yann).get(url("waiting_lists")).status_code == 403


class TestLongRoll:
    """A sheet longer than a page: two lines a page here."""

    @pytest.fixture(autouse=True)
    def short_pages(self, monkeypatch):
        monkeypatch.setattr("backoffice.booking.views.people.PER_PAGE", 2)
        monkeypatch.setattr("backoffice.booking.views.people.WORTH_A_SEARCH", 2)

    def test_everybody_is_noted_whatever_the_page_and_it_is_said(self, agent, done, address):
        second = text(agent.get(address, {"inscrits": 2}))
        assert "Il reste 3 personnes à noter sur 3." in second
        assert "concerne 3 personnes qui restent à noter, sur toutes les pages" in second
        assert ("DUMAS" in second, "MARTIN" in second) == (False, True)

        answer = agent.post(f"{address}?inscrits=2", {"everyone": "1"})
        assert answer.url == f"{address}?inscrits=2"
        assert states() == ["seen"] * 3

    def test_a_tap_keeps_the_page_and_a_search_finds_anybody(self, agent, done, address):
        row = done[1]
        found = text(agent.get(address, {"q": "martin", "inscrits": 1}))
        assert ("MARTIN" in found, "DUMAS" in found) == (True, False)

        shown = text(agent.post(f"{address}?q=martin", {"participation": row.pk, "state": "seen"}, **HTMX))
        assert f'<li id="p{row.pk}">' in shown
        assert "Il reste 2 personnes à noter sur 3." in shown
        assert agent.post(f"{address}?inscrits=2", {"participation": row.pk, "state": "late"}).url.endswith(
            f"?inscrits=2#p{row.pk}"
        )
