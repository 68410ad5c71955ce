"""Orienting somebody to another organisation's séance: open when the action says so, only what is ticked is told, nothing leaks either way."""

from __future__ import annotations

import re

import pytest

from backoffice.booking.enums import ActorKind, State
from backoffice.booking.models import Decision, Participation, Prescription
from backoffice.booking.services import (
    book,
    cancel,
    cancel_prescription,
    mark_attendance,
    promote,
)
from backoffice.booking.services.prescribing import NOT_SHOWN, OVER, shown_state
from backoffice.booking.values import Actor
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.people.models import Usager
from tests import world
from tests.booking.dialogs.screens import browser, enrolled, key_of, text, url
from tests.booking.prescribing.conftest import PHONE
from tests.console import pages


def test_a_seat_in_another_organisation_through_the_same_door(orient, person, lila, die, crest):
    answer = orient()

    row = answer.participation
    assert (row.state, row.channel, row.booked_by, row.booked_for) == (State.BOOKED, ActorKind.PRESCRIBER, lila, die)
    assert answer.decision.actor_kind == ActorKind.PRESCRIBER
    assert row.history.get().history_user == lila
    assert set(person.organisations.all()) == {die}, "no file is opened where she goes"


def test_the_same_form_twice_is_one_request(orient):
    first, second = orient(idempotency_key="k"), orient(idempotency_key="k")

    assert second.is_replay
    assert first.participation == second.participation
    assert Prescription.objects.count() == 1


def test_when_it_is_full_she_waits_as_everybody(orient, nadia, seance, crest):
    enrolled(nadia, seance, world.usager(crest, "Autre"))

    assert orient().participation.state == State.WAITING


@pytest.mark.parametrize(
    ("motif", "action", "near", "distant"),
    [
        ("closed", "", False, False),
        ("group", "", True, False),
        ("territory", "", True, True),
        ("territory", "closed", False, False),
        ("closed", "group", True, False),
        ("closed", "territory", True, True),
        ("closed", "listed", False, True),
    ],
)
def test_the_action_says_to_whom_it_is_open_else_its_motif(
    orient, seance, drome, far, lila, motif, action, near, distant
):
    seance.action.motif.openness, seance.action.openness = motif, action
    seance.action.motif.save()
    seance.action.save()
    seance.action.open_to.set([far])
    stranger = world.user("Maud", "Agent", drome, far)
    beneficiary = world.usager(far, "Loin", phone="06 39 98 00 55")

    def may(**options):
        try:
            orient(**options)
        except OutOfPerimeter:
            return False
        return True

    assert may() is near
    assert may(user=stranger, usager_id=beneficiary.pk) is distant
    listed = text(browser(lila).get(url("orient_list")))
    assert (seance.action.title in listed) is near
    assert (browser(lila).get(url("orient", seance.pk)).status_code == 200) is near


def test_another_territory_is_never_open(orient, person):
    somme = world.territory("80", "Somme")
    abroad = world.organisation(somme, "MDS d’Albert")
    stranger = world.user("Odile", "Agent", somme, abroad)

    with pytest.raises(OutOfPerimeter):
        orient(user=stranger, usager_id=world.usager(abroad, "Ailleurs").pk)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("role", ["Chargé d’études"])
def test_a_role_that_does_not_enrol_orients_nobody(orient, drome, die, role):
    reader = world.user("Yves", role, drome, die)

    with pytest.raises(OutOfPerimeter):
        orient(user=reader)
    assert browser(reader).get(url("orient_list")).status_code == 403


def test_only_people_of_one_s_own_files(orient, crest):
    with pytest.raises(OutOfPerimeter):
        orient(usager_id=world.usager(crest, "Inconnue").pk)
    assert not Participation.objects.exists()


def test_a_prescriber_does_nothing_else_there(orient, lila, die, seance):
    row, actor = orient().participation, Actor.prescriber(lila, die)

    acts = [
        lambda: promote(participation_id=row.pk, actor=actor),
        lambda: mark_attendance(participation_id=row.pk, state=State.ATTENDED, actor=actor, now=seance.ends_at),
        lambda: book(occurrence_id=seance.pk, usager_id=row.usager_id, actor=Actor.agent(lila), idempotency_key="x"),
    ]
    for act in acts:
        with pytest.raises(OutOfPerimeter):
            act()


def test_what_is_transmitted_is_what_was_ticked_and_never_changes(orient, person):
    prescription = orient(items=["phone"], note="Vient en fauteuil").participation.prescription
    Usager.objects.filter(pk=person.pk).update(phone="+33639980000")

    prescription.refresh_from_db()
    assert prescription.readable_phone == PHONE
    assert (prescription.email, prescription.birth_date, prescription.commune) == ("", None, "")
    with pytest.raises(RuntimeError):
        prescription.save()


@pytest.mark.parametrize(("sharing", "is_read"), [("organisation", False), ("group", True)])
def test_what_the_screen_says_the_host_will_read_is_what_it_reads(lila, drome, seance, person, sharing, is_read):
    drome.identity_sharing = sharing
    drome.save()

    page = text(browser(lila).get(url("orient", seance.pk), {"usager": person.pk}))

    assert ("MDS de Crest lit déjà la fiche de cette personne" in page) is is_read
    assert ("La fiche reste chez vous." in page) is not is_read
    assert ("Transmettre aussi" in page) is not is_read


# Keys and tokens, drawn by chance: four digits of a year are found in some of them.
DRAWN = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{32,}")


def everything(user):
    """All that this person can read in the console, with each file that she can take away."""
    client = browser(user)
    shown = [client.get(page.url).content.decode() for page in pages.every_page()]
    for number in range(2):
        answer = client.post(url("booking_participation_export"), {"resource": str(number), "format": "csv"})
        shown.append(answer.content.decode())
    for row in Participation.objects.order_by("pk"):
        shown += [
            client.get(url(name, row.pk)).content.decode() for name in ("participation", "cancel", "promote", "move")
        ]
    for row in Decision.objects.order_by("pk"):
        shown.append(client.get(url("decision", row.pk)).content.decode())
    for name in (
        "booking_participation_changelist",
        "people_usager_changelist",
        "notifications_outboxmessage_changelist",
    ):
        shown += [client.get(url(name), {"q": word}).content.decode() for word in ("canari", "773", "66")]
    where = {"app_label": "people", "model_name": "usager", "field_name": "responsible", "term": "canari"}
    shown.append(client.get("/autocomplete/", where).content.decode())
    return DRAWN.sub("", "\n".join(shown))


def secrets():
    return ["canari.secret", "Canarville", "14/03/1987", "14 mars 1987", "1987", "39 98 77 66", "639987766", "77 66"]


@pytest.mark.pages
@pytest.mark.parametrize("waits", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_the_host_reads_the_name_and_what_was_ticked_and_nothing_else(orient, drome, crest, seance, waits):
    """Everything that she can open, export or search, for somebody who may do everything in the organisation that hosts."""
    head = world.user("Rita", "Responsable d’organisation", drome, crest)
    if waits:
        enrolled(head, seance, world.usager(crest, "Première", phone="06 39 98 00 12"))
    orient(items=["commune"], note="Vient en fauteuil")
    read = everything(head)

    assert "CANARI Zoé" in read
    assert "Orientée par MDS de Die" in read
    assert "Canarville" in read
    assert "Vient en fauteuil" in read
    assert [word for word in secrets() if word in read and word != "Canarville"] == []


def test_the_host_learns_nothing_more_from_pourquoi(orient, nadia, policy_says):
    answer = orient()
    told = text(browser(nadia).get(url("decision", answer.decision.pk)))

    assert "Les raisons tiennent à la fiche de la personne" in told


@pytest.mark.pages
def test_the_prescriber_sees_nobody_of_the_host(orient, lila, nadia, crest, seance):
    other = world.usager(crest, "Voisine", "Secrète", phone="06 39 98 11 22")
    enrolled(nadia, seance, other)
    orient()
    read = everything(lila)

    assert "CANARI Zoé" in read
    assert [word for word in ("VOISINE", "Voisine", "Secrète", "11 22") if word in read] == []


def test_a_possible_duplicate_is_hinted_to_those_who_follow_it_only(orient, nadia, crest, lila, drome):
    row = orient().participation
    assert "ressemble à cette personne" not in text(browser(nadia).get(url("participation", row.pk)))

    world.usager(crest, "Canari", "Zoé", phone="06 39 98 00 44", commune="Crest")
    hinted = text(browser(nadia).get(url("participation", row.pk)))
    assert "Une fiche que vous suivez ressemble à cette personne" in hinted
    assert "ressemble" not in text(browser(lila).get(url("prescriptions")))


@pytest.mark.parametrize(
    ("sees", "before", "after"),
    [("nothing", NOT_SHOWN, NOT_SHOWN), ("state", "Inscrit", OVER), ("attendance", "Inscrit", "Présent")],
)
def test_afterwards_the_policy_says_what_is_seen(orient, nadia, lila, seance, policy_says, sees, before, after):
    policy_says(prescriber__sees=sees)
    prescription = orient().participation.prescription

    assert shown_state(prescription, seance.starts_at - world.timedelta(hours=1)) == before
    assert before in text(browser(lila).get(url("prescriptions")))
    mark_attendance(
        participation_id=prescription.participation_id,
        state=State.ATTENDED,
        actor=Actor.agent(nadia),
        now=seance.ends_at,
    )
    prescription.participation.refresh_from_db()
    assert shown_state(prescription, seance.ends_at) == after


def test_it_is_taken_back_by_its_organisation_and_by_no_other(orient, lila, far, drome, nadia):
    prescription = orient().participation.prescription
    stranger = world.user("Maud", "Agent", drome, far)

    for other in (stranger, nadia):
        with pytest.raises(OutOfPerimeter):
            cancel_prescription(prescription_id=prescription.pk, user=other)
        assert browser(other).get(url("cancel_prescription", prescription.pk)).status_code == 404
    cancel_prescription(prescription_id=prescription.pk, user=lila)
    cancel_prescription(prescription_id=prescription.pk, user=lila)
    assert Participation.objects.get().state == State.EXCUSED


def test_she_does_not_take_back_what_others_asked(orient, lila, die, nadia, crest, seance):
    row = enrolled(nadia, seance, world.usager(crest, "Autre"))

    with pytest.raises(OutOfPerimeter):
        cancel(participation_id=row.pk, actor=Actor.prescriber(lila, die), by_service=False)


def test_a_revoked_right_is_dead_at_once(orient, lila, drome):
    prescription = orient().participation.prescription
    lila.memberships.all().delete()
    lila = type(lila).objects.get(pk=lila.pk)

    with pytest.raises((OutOfPerimeter, NotAllowed)):
        cancel_prescription(prescription_id=prescription.pk, user=lila)
    assert "CANARI" not in text(browser(lila).get(url("prescriptions")))


def test_that_she_is_already_there_is_not_for_another_organisation_to_learn(orient, nadia, crest, seance, person, lila):
    person.organisations.add(crest)
    enrolled(nadia, seance, person)
    client = browser(lila)

    found = text(client.get(url("orient", seance.pk), {"q": "canari"}))
    refused = text(client.get(url("orient", seance.pk), {"usager": person.pk}))
    assert "Inscrit" not in found.split("CANARI Zoé")[1][:200]
    assert "Appelez l’organisation qui accueille" in refused
    assert "déjà" not in refused
    assert orient().participation is None


def test_at_the_screen_she_ticks_what_goes_and_reads_the_answer(lila, seance, person):
    client, address = browser(lila), url("orient", seance.pk)

    found = text(client.get(address, {"q": "can"}))
    assert "CANARI Zoé" in found
    chosen = client.get(address, {"usager": person.pk})
    assert f"Téléphone : {PHONE}" in text(chosen)
    typed = {"usager": person.pk, "key": key_of(chosen), "wish": "seat", "items": ["phone"], "note": "Accompagnée"}
    assert "C’est noté pour CANARI Zoé" in text(client.post(address, typed, follow=True))
    row = Prescription.objects.get()
    assert (row.readable_phone, row.email, row.note) == (PHONE, "", "Accompagnée")
    assert "CANARI Zoé" in text(client.get(url("prescriptions")))

    client.post(url("cancel_prescription", row.pk), {"reason": ""})
    assert "avait déjà sa réponse" in text(client.post(address, typed, follow=True))
