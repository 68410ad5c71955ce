"""The audit finds each kind of fault, names it with its remedy, and says nothing where all is right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backoffice.actions.models import Occurrence, OccurrenceCounters, SeriesEdit
from backoffice.booking.enums import State
from backoffice.booking.models import Decision, Lottery, Participation
from backoffice.booking.services import audit, auditing, cancel_seance, transfer
from backoffice.booking.services.auditing.states import RULES
from backoffice.booking.values import Actor
from backoffice.console.base.history import record
from backoffice.notifications.models import OutboxMessage
from tests import world


@pytest.fixture
def spoil():
    """Write without service nor history, as a bug or a console would; put right before the suite audits this test too."""
    undo = []

    def spoil(row, **changes):
        rows = type(row).objects.filter(pk=row.pk)
        before = rows.values(*changes).get()
        undo.append(lambda: rows.update(**before))
        rows.update(**changes)

    yield spoil
    for put_right in reversed(undo):
        put_right()


@pytest.fixture
def forget(db):
    """The database forgets one of its constraints until the test is rolled back: what it makes impossible may come from a restored file."""
    lite = connection.vendor == "sqlite"

    def forget(name):
        with connection.cursor() as cursor:
            if name.startswith("one_"):
                cursor.execute(f"DROP INDEX {name}")
            elif lite:
                cursor.execute("PRAGMA ignore_check_constraints=ON")
            else:
                table = OccurrenceCounters if name == "seats_are_never_oversold" else Participation
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute(f"ALTER TABLE {table._meta.db_table} DROP CONSTRAINT {name}")

    yield forget
    if lite:
        connection.cursor().execute("PRAGMA ignore_check_constraints=OFF")


def codes():
    return {fault.code for fault in audit()}


def test_nothing_to_say_of_what_services_did(ask, full, leave, seance, agent, claire):
    third = ask("Chloé")
    leave(full[0])
    other = world.occurrence(seance.action, in_days=9)
    transfer(participation_id=third.participation.pk, occurrence_id=other.pk, actor=agent, idempotency_key="move")
    cancel_seance(occurrence_id=other.pk, actor=Actor.agent(claire), reason="Pluie")

    assert audit() == []


@pytest.mark.parametrize("counter", ["waiting_count", "seats_awaited", "seats_offered"])
def test_a_counter_that_forgot_somebody_is_found(full, seance, spoil, counter):
    spoil(seance.counters, **({counter: 1, "seats_held": 1} if counter == "seats_offered" else {counter: 3}))

    assert [(fault.code, fault.where) for fault in audit()] == [("compteurs", f"séance {seance.pk}")]


def test_people_without_any_counter_are_found(full, seance):
    counters = OccurrenceCounters.objects.get(pk=seance.pk)
    OccurrenceCounters.objects.filter(pk=seance.pk).delete()

    assert codes() == {"compteurs"}
    counters.save(force_insert=True)


@dataclass
class Place:
    """A full séance, somebody who waits, and how to spoil them."""

    seance: Any
    alix: Any
    bintou: Any
    waiting: Any
    user: Any
    spoil: Any
    forget: Any

    def message(self, row):
        return OutboxMessage.objects.get(usager=row.usager)

    def decision(self, row):
        return Decision.objects.get(participation=row)


def oversold(at):
    at.forget("seats_are_never_oversold")
    at.spoil(at.seance.counters, seats=1)


def enrolled_twice(at):
    at.forget("one_live_participation_per_person_and_occurrence")
    at.spoil(at.bintou, usager=at.alix.usager)


def without_arrival(at):
    at.forget("a_waiting_person_has_an_arrival")
    at.spoil(at.waiting, queued_at=None)


def without_end(at):
    at.forget("an_offer_and_only_an_offer_has_an_end")
    at.spoil(at.alix, offer_expires_at=timezone.now())


def elsewhere():
    return world.organisation(world.territory("07", "Ardèche"), "CMS de Privas")


def drawn_otherwise(at):
    committed = {"committed_at": timezone.now(), "committed_by": at.user, "reason": "Équité"}
    lottery = Lottery(occurrence=at.seance, seed="a", seed_hash="b", **committed)
    record(lottery, user=at.user)
    at.spoil(lottery, drawn_at=timezone.now())


def told_twice(at):
    for row in (at.alix, at.bintou):
        at.spoil(at.message(row), intention=INTENTION, usager=at.alix.usager)


def untraced(at):
    wanted = {"action": at.seance.action, "user": at.user, "scope": "this", "made_at": timezone.now()}
    at.spoil(SeriesEdit.objects.create(**wanted, summary="Titre"), seances_count=1)


INTENTION = uuid4()
BREAKS = {
    "counters": (
        lambda at: at.spoil(at.seance.counters, seats_held=1),
        {"compteurs"},
        "places d’après les inscriptions : 2 prises, 0 proposées, 1 personnes en attente de 1 ; d’après les compteurs : 1, 0, 1, 1.",
    ),
    "oversold": (oversold, {"trop-de-places"}, "2 places prises et 0 proposées, pour 1 permises."),
    "twice": (
        enrolled_twice,
        {"deux-inscriptions", "decision-d-une-autre"},
        "2 inscriptions vivantes pour la même personne.",
    ),
    "cancelled": (
        lambda at: at.spoil(at.seance, state="cancelled"),
        {"seance-annulee", "historique"},
        "inscription vivante dans une séance annulée.",
    ),
    "arrival": (without_arrival, {"attente-sans-heure"}, "attente sans heure d’arrivée."),
    "offer": (without_end, {"proposition-sans-fin"}, "une place proposée a une heure limite, et elle seule."),
    "moved": (
        lambda at: at.spoil(at.alix, state=State.MOVED),
        {"deplacee-sans-arrivee", "compteurs", "historique"},
        "inscription déplacée sans inscription d’arrivée.",
    ),
    "from": (
        lambda at: at.spoil(at.alix, moved_from=at.bintou),
        {"arrivee-sans-depart"},
        "l’inscription d’où elle vient n’est pas déplacée",
    ),
    "quota of elsewhere": (
        lambda at: at.spoil(at.alix, booked_for=elsewhere()),
        {"organisation-d-ailleurs"},
        "comptée dans le quota d’une organisation d’un autre territoire.",
    ),
    "person of elsewhere": (
        lambda at: at.spoil(at.alix.usager, territory=elsewhere().territory),
        {"personne-d-ailleurs"},
        "inscription d’une personne d’un autre territoire.",
    ),
    "overbooked": (
        lambda at: at.spoil(at.waiting, is_overbooked=True),
        {"surnombre-sans-place", "historique"},
        "notée en surnombre sans avoir de place.",
    ),
    "attendance": (
        lambda at: at.spoil(at.alix, state=State.ATTENDED),
        {"presence-avant-l-heure", "historique"},
        "présence notée avant le jour de la séance.",
    ),
    "draw": (drawn_otherwise, {"tirage-modifie"}, "le tirage au sort n’est pas celui de sa graine."),
    "reason": (
        lambda at: at.spoil(at.alix, skip_reason="Commune"),
        {"raison-sans-attente"},
        "raison d’attente sans attente.",
    ),
    "overtaken": (lambda at: at.spoil(at.waiting, overtaken=6), {"trop-depassee"}, "dépassée au-delà de la limite."),
    "quota of nobody": (
        lambda at: at.spoil(at.seance, quotas={"quota.seats": {"organisation-9999": 2}}),
        {"quota"},
        "places pour personne de ce territoire (organisation-9999).",
    ),
    "quota below zero": (
        lambda at: at.spoil(at.seance, quotas={"quota.maximum": {"channel:usager": -1}}),
        {"quota"},
        "nombre de places impossible (channel:usager).",
    ),
    "party": (
        lambda at: at.spoil(at.alix, party_size=2),
        {"compteurs", "historique"},
        "la dernière ligne de l’historique ne dit pas la même chose que la fiche.",
    ),
    "date": (
        lambda at: at.spoil(at.seance, ends_at=timezone.now() + timedelta(days=90)),
        {"historique"},
        "la dernière ligne de l’historique ne dit pas la même chose que la fiche.",
    ),
    "revision": (
        lambda at: at.spoil(at.decision(at.alix), policy=[{"revision": 9999, "hash": "x"}]),
        {"revision"},
        "elle cite la version 9999, qui n’existe pas ou a changé.",
    ),
    "decision": (
        lambda at: at.spoil(at.decision(at.alix), participation=at.bintou),
        {"decision-d-une-autre"},
        "l’inscription qu’elle a donnée est celle d’une autre personne",
    ),
    "message": (
        lambda at: at.spoil(at.message(at.alix), key=f"participation-{at.alix.pk}-v9-sms"),
        {"message-sans-cause"},
        "dans un état qui n’a jamais été enregistré.",
    ),
    "intention": (told_twice, {"intention"}, "il lui a écrit 2 fois sur le même canal."),
    "edit": (untraced, {"changement-sans-trace"}, "aucune ligne de l’historique des séances ne dit ce qu’il a changé"),
}


@pytest.fixture
def place(full, ask, seance, agent, spoil, forget):
    Occurrence.objects.get(pk=seance.pk).save()
    rows = [booking.participation for booking in (*full, ask("Chloé"))]
    return Place(seance, *rows, agent.user, spoil, forget)


@pytest.mark.parametrize(("breaks", "expected", "sentence"), BREAKS.values(), ids=BREAKS.keys())
def test_each_fault_is_found_said_in_french_and_ends_with_an_error(place, breaks, expected, sentence):
    breaks(place)
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("audit", stderr=said)

    assert (codes(), ended.value.code) == (expected, 1)
    assert sentence in said.getvalue()
    assert said.getvalue().endswith("Rien n’a été corrigé.\n")


def test_every_fault_that_the_audit_knows_was_planted_here():
    sources = "".join(path.read_text() for path in Path(auditing.__file__).parent.glob("*.py"))
    known = {code for code, *_rest in RULES} | set(re.findall(r'Fault\(\s*"([a-z-]+)"', sources))

    assert known == {code for _breaks, expected, _sentence in BREAKS.values() for code in expected}


def test_where_all_is_right_the_command_says_so(full):
    said = StringIO()
    call_command("audit", stdout=said)

    assert "Rien à signaler" in said.getvalue()


def test_the_number_of_statements_does_not_grow_with_rows(ask, full, seance):
    with CaptureQueriesContext(
        connection,
    ) as before:
        audit()
    for name in ("Chloé", "Dalia"):
        ask(name)
    with CaptureQueriesContext(connection) as after:
        audit()

    assert len(after) == len(before) <= 25
    assert Participation.objects.count() == 4
