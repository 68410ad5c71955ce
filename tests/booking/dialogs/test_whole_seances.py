"""Move somebody, move everybody, cancel, close, reserve: each dialog says who is told, does it once, and refuses in place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backoffice.actions.models import OccurrenceGroup
from backoffice.booking.forms import seances
from backoffice.booking.models import Participation
from backoffice.booking.views import transferring_people
from backoffice.directory.enums import ConflictRule
from tests import world
from tests.booking.dialogs.screens import browser, enrolled, key_of, rearranged, text, url


@pytest.fixture
def planner(claire):
    return browser(claire)


@pytest.fixture
def agent(nadia):
    return browser(nadia)


@pytest.fixture
def full(nadia, seance, people):
    """Three booked, two waiting."""
    return [enrolled(nadia, seance, person) for person in people]


@pytest.fixture
def later(seance):
    return world.occurrence(seance.action, in_days=14)


def state(participation):
    return Participation.objects.get(pk=participation.pk).state


class TestMove:
    def test_one_person_by_three_clicks(self, agent, full, later):
        chosen = text(agent.get(url("move", full[0].pk)))
        assert later.date_sentence in chosen
        assert "3 places libres" in chosen

        shown = agent.get(url("move", full[0].pk), {"seance": later.pk})
        assert "Un SMS partira au 06 39 98 00 10." in text(shown)
        assert "La place ira à LEFÈVRE Éloïse" in text(shown)

        answer = agent.post(url("move", full[0].pk), {"seance": later.pk, "key": key_of(shown)}, follow=True)
        assert "C’est noté pour DUMAS Inès" in text(answer)
        assert (state(full[0]), state(full[3])) == ("moved", "unknown")

    def test_a_full_seance_keeps_her_where_she_is(self, agent, full, later, nadia, crest):
        for name in ("Un", "Deux", "Trois"):
            enrolled(nadia, later, world.usager(crest, name))
        later.action.motif.overbooking_max = 0
        later.action.motif.save()

        assert "la place actuelle est gardée" in text(agent.get(url("move", full[0].pk), {"seance": later.pk}))
        answer = agent.post(url("move", full[0].pk), {"seance": later.pk, "key": "k"})
        assert "Rien n’a changé" in text(answer)
        assert state(full[0]) == "unknown"

    def test_who_only_waits_there_is_not_said_to_have_a_place(self, agent, full, later, nadia, crest):
        for name in ("Un", "Deux", "Trois"):
            enrolled(nadia, later, world.usager(crest, name))
        shown = agent.get(url("move", full[3].pk), {"seance": later.pk})
        answer = agent.post(url("move", full[3].pk), {"seance": later.pk, "key": key_of(shown)}, follow=True)

        assert f"LEFÈVRE Éloïse est sur la liste d’attente : {later.spoken_sentence}." in text(answer)

    def test_several_people_and_whoever_has_no_place_keeps_hers(self, agent, full, later, nadia, crest):
        enrolled(nadia, later, world.usager(crest, "Déjà"))
        shown = agent.get(url("move_people", later.pk))
        assert "Qui ?" in text(shown)
        chosen = {"people": [row.pk for row in full[:3]], "seance": later.pk, "key": "k"}

        answer = text(agent.post(url("move_people", full[0].occurrence_id), chosen, follow=True))
        assert "2 personnes déplacées" in answer
        assert "elle garde la sienne : DURAND Aya" in answer
        assert "2 personnes déplacées" in text(
            agent.post(url("move_people", full[0].occurrence_id), chosen, follow=True)
        )
        assert Participation.objects.filter(occurrence=later).count() == 3

    def test_whoever_is_at_another_station_then_keeps_hers_and_the_others_go(self, agent, full, later, nadia):
        """One who cannot go, whatever the reason, stops nobody: the screen says who stayed."""
        day = OccurrenceGroup.objects.create(action=later.action, name="Forum")
        there = world.occurrence(later.action, in_days=14, station="B")
        for row in (later, there):
            row.group = day
            row.save()
        enrolled(nadia, there, full[1].usager)
        chosen = {"people": [row.pk for row in full[:3]], "seance": later.pk, "key": "k"}

        answer = text(agent.post(url("move_people", full[0].occurrence_id), chosen, follow=True))

        assert "2 personnes déplacées" in answer
        assert f"elle garde la sienne : {full[1].usager}" in answer

    def test_a_key_that_cannot_be_one_is_a_seance_that_does_not_exist(self, agent, full):
        for key in ("9" * 30, "9" * 5000, "-1"):
            answer = agent.post(url("move", full[0].pk), {"seance": key, "key": "k"})
            assert answer.status_code in (200, 404)
            answer = agent.get(url("enrol", full[0].occurrence_id), {"usager": key})
            assert answer.status_code in (200, 404)

    def test_whom_one_ticks_on_a_page_stays_ticked_on_the_others(self, agent, full, later, monkeypatch):
        monkeypatch.setattr(transferring_people, "PER_PAGE", 2)
        address, first = url("move_people", full[0].occurrence_id), str(full[0].pk)
        asked = {"people": [first], "seance": later.pk, "key": "k", "here": "1", "reason": "Salle"}

        turned = agent.post(address, {**asked, "page": "2"}).content.decode()
        assert f'<input type="hidden" name="people" value="{first}">' in turned
        assert "1 personne cochée." in text(agent.post(address, {**asked, "look": "1", "q": full[2].usager.last_name}))
        assert 'value="Salle"' in turned
        everybody = text(agent.post(address, {**asked, "everybody": "1"}))
        assert "3 personnes cochées." in everybody
        assert "0 personne cochée." in text(agent.post(address, {**asked, "nobody": "1"}))
        assert Participation.objects.filter(occurrence=later).count() == 0, "looking moves nobody"

    def test_not_too_many_at_once(self, agent, full, later, monkeypatch):
        monkeypatch.setattr(seances, "MOST_MOVED", 2)
        people = [row.pk for row in full[:3]]
        answer = agent.post(
            url("move_people", full[0].occurrence_id), {"people": people, "seance": later.pk, "key": "k"}
        )

        assert "3 personnes sont cochées : 2 au plus à la fois." in text(answer)

    def test_nobody_ticked_moves_nobody(self, agent, full, later):
        answer = agent.post(url("move_people", full[0].occurrence_id), {"seance": later.pk, "key": "k"})

        assert "Cochez au moins une personne." in text(answer)


class TestWholeSeance:
    def test_it_says_who_is_told_then_cancels_once(self, planner, full, seance, crest, nadia):
        unreachable = world.usager(crest, "Sansportable", phone="04 75 00 00 00")
        enrolled(nadia, seance, unreachable)

        shown = text(planner.get(url("cancel_seance", seance.pk)))
        assert "3 inscriptions et 3 attentes ou demandes prennent fin." in shown
        assert "5 messages partiront : 5 SMS." in shown
        assert "à prévenir : SANSPORTABLE Inès." in shown
        assert "Ce champ est obligatoire." in text(planner.post(url("cancel_seance", seance.pk), {}))

        answer = planner.post(url("cancel_seance", seance.pk), {"reason": "Salle fermée"}, follow=True)

        assert "1 séance annulée, 6 inscriptions terminées, 5 messages à envoyer." in text(answer)
        assert {state(row) for row in full} == {"revoked"}
        assert "Cette séance est déjà annulée." in text(planner.get(url("cancel_seance", seance.pk)))

    def test_a_whole_day(self, planner, seance, nadia, people):
        day = seance.action.groups.create(name="Forum de juin")
        bands = [world.occurrence(seance.action, in_days=9 + at / 4, group=day) for at in range(2)]
        for band in bands:
            enrolled(nadia, band, people[0])

        assert "« Forum de juin » : 2 séances" in text(planner.get(url("cancel_group", bands[0].pk)))
        answer = planner.post(url("cancel_group", bands[0].pk), {"reason": "Pluie"}, follow=True)
        assert "2 séances annulées, 2 inscriptions terminées, 1 message à envoyer." in text(answer)
        assert planner.get(url("cancel_group", seance.pk)).status_code == 404

    def test_close_then_reopen(self, planner, full, seance):
        assert "2 personnes en attente gardent leur rang" in text(planner.get(url("close_seance", seance.pk)))
        planner.post(url("close_seance", seance.pk), {})
        seance.refresh_from_db()
        assert seance.state == "closed"

        assert "Aucun message ne partira." in text(planner.get(url("reopen_seance", seance.pk)))
        planner.post(url("reopen_seance", seance.pk), {})
        seance.refresh_from_db()
        assert seance.state == "open"

    def test_another_date_is_seen_before_it_is_done(self, planner, full, seance):
        day = seance.local_start.date() + timedelta(days=3)
        shown, again = rearranged(planner, seance, day=day.isoformat(), start_time="10:00", minutes=90)
        assert "5 personnes concernées (5 inscriptions)." in text(shown)
        assert "5 messages partiront : 5 SMS." in text(shown)
        seance.refresh_from_db()
        assert seance.local_start.date() != day

        answer = planner.post(url("edit_series", seance.pk), again, follow=True)
        assert "5 personnes prévenues." in text(answer)
        seance.refresh_from_db()
        assert (seance.local_start.date(), seance.duration_minutes) == (day, 90)

    @pytest.mark.parametrize("rule", [ConflictRule.WARN, ConflictRule.BLOCK])
    def test_a_room_that_is_taken_is_a_consequence_or_a_refusal(self, planner, seance, crest, rule):
        crest.territory.room_conflicts = rule
        crest.territory.save()
        taken = world.occurrence(world.action(crest, world.motif(crest, "Lecture")), in_days=9, venue=seance.venue)
        when = {"day": f"{taken.local_start:%Y-%m-%d}", "start_time": f"{taken.local_start:%H:%M}"}

        assert "déjà pris" not in text(rearranged(planner, seance, **when, venue="")[0])
        shown, again = rearranged(planner, seance, **when)
        assert "CMS de Crest, salle 2 : déjà pris de" in text(shown)
        planner.post(url("edit_series", seance.pk), again)
        seance.refresh_from_db()
        assert (seance.local_start.date() == taken.local_start.date()) is (rule == ConflictRule.WARN)


class TestQuotas:
    def test_the_page_shows_them_in_the_subtraction_and_says_whose_they_are(self, planner, full, seance, crest):
        rows = {"choice": "own", "scope_0": "channel:usager", "reserved_0": 2, "scope_1": f"organisation-{crest.pk}"}
        seance.seats_override = 8
        seance.save()

        said = planner.post(url("seance_quotas", seance.pk), {**rows, "maximum_1": 6})
        asked = {**rows, "maximum_1": 6, "seen": said.context["seen"]}
        answer = planner.post(url("seance_quotas", seance.pk), asked, follow=True)

        shown = text(answer)
        assert "− 2 réservées aux personnes qui s’inscrivent elles-mêmes = " in shown
        assert "CMS de Crest : 6 places au plus, 5 prises." in shown
        assert "Nombres choisis pour la séance." in shown

    def test_a_maximum_below_what_is_reserved_is_refused_in_place(self, planner, seance):
        rows = {"choice": "own", "scope_0": "channel:usager", "reserved_0": 3, "maximum_0": 2}

        answer = planner.post(url("seance_quotas", seance.pk), rows)

        assert "Le maximum ne peut pas être plus petit que les places réservées." in text(answer)
        seance.refresh_from_db()
        assert seance.quotas is None

    def test_numbers_typed_beside_those_of_the_rules_are_not_lost_in_silence(self, planner, seance):
        typed = {"choice": "rules", "scope_0": "channel:usager", "reserved_0": 3}

        answer = planner.post(url("seance_quotas", seance.pk), typed)

        assert "Vous avez changé des nombres : cochez « Choisis pour cette séance » pour les garder." in text(answer)
        assert answer.context["form"]["reserved_0"].value() == "3"

    def test_more_than_there_are_is_said_wherever_seats_are_counted(self, planner, seance, crest):
        seance.quotas = {"quota.seats": {f"organisation-{crest.pk}": 2, "channel:usager": 9}}
        seance.save()

        for name in ("seance", "seance_quotas", "seance_why"):
            assert "11 places réservées pour 3 places : il n’y en a pas assez." in text(
                planner.get(url(name, seance.pk))
            )
        assert "organisation-" not in text(planner.get(url("seance_why", seance.pk)))

    def test_an_action_has_its_own_for_all_its_seances(self, planner, seance):
        planner.post(
            url("action_quotas", seance.action_id), {"choice": "own", "scope_0": "channel:usager", "reserved_0": 1}
        )

        assert "Nombres choisis pour l’action." in text(planner.get(url("seance", seance.pk)))


class TestParty:
    def test_the_number_is_asked_where_the_policy_allows_several(self, agent, seance, people):
        alone = agent.get(url("enrol", seance.pk), {"usager": people[0].pk})
        assert "Nombre de personnes" not in text(alone)
        seance.action.motif.party_max = 3
        seance.action.motif.save()

        shown = agent.get(url("enrol", seance.pk), {"usager": people[0].pk, "party_size": 3})
        assert "Chacune prend une place." in text(shown)
        asked = {"usager": people[0].pk, "key": key_of(shown), "wish": "seat", "party_size": 3}
        assert "3 personnes." in text(agent.post(url("enrol", seance.pk), asked, follow=True))
        assert "3 places − 3 inscrits = 0 libre" in text(agent.get(url("seance", seance.pk)))
