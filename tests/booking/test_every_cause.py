"""Every cause that frees a seat, or lets somebody in, calls the people who wait: in its own transaction, or by the worker as it commits.

A table: a cause is a generator that makes somebody wait, gives her inscription, then happens. A service that calls the allocation, or rings the
worker, must be in it."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from backoffice.booking.enums import State
from backoffice.booking.services import (
    approve,
    cancel_seances,
    change_seats,
    close_enrolment,
    decline,
    draw_lottery,
    mark_attendance,
    prepare_lottery,
    reject,
    reopen_enrolment,
    sweep,
    transfer,
    undo_gesture,
    waking,
    watch,
)
from backoffice.booking.services.attendance import sheet_of
from backoffice.booking.services.series.editing import edit_series
from backoffice.booking.services.series.reaching import version_of
from backoffice.booking.services.series.undoing import undo_edit
from backoffice.booking.services.setting_quotas import set_action_quotas, set_quotas
from backoffice.booking.values import Actor
from backoffice.console.base.history import record
from backoffice.policies.models import Condition, Parameter, Policy, Rule
from backoffice.policies.services import publish, save_policy
from tests import world
from tests.architecture.sources import modules

SERVICES = "backoffice.booking.services."
CALLS_IT = re.compile(r"[^_.]allocate\(|ring_after_commit\(")
ONE_AGENT = {"quota.maximum": {"channel:agent": 1}}
CAUSES = {}


def cause(*services):
    """Who calls: the modules of booking that this cause goes through; none when another room rings."""

    def keep(happens):
        CAUSES[happens.__name__] = (happens, services)
        return happens

    return keep


@pytest.fixture(autouse=True)
def worker(monkeypatch):
    """A worker that hears the ring at once."""
    monkeypatch.setattr(waking, "ring", sweep)


@pytest.fixture
def here(ask, leave, seance, motif, claire, crest, drome):
    """Two seats. `third`: both are taken, and she waits; `rules`: what the policy of the motif says."""

    def third():
        ask.full = [ask("Alix"), ask("Bintou")]
        return ask("Chloé")

    def rules(*, rule=None, fact=None, **parameters):
        policy = Policy.objects.create(territory=drome, code="reglages", name="Réglages")
        for code, value in parameters.items():
            Parameter.objects.create(policy=policy, code=code.replace("__", "."), value=value)
        if rule:
            row = Rule.objects.create(policy=policy, code="regle", title="Règle", answers=rule)
            Condition.objects.create(rule=row, fact=fact or "request.party_size", operator="at_least", value=1)
        policy.motifs.add(motif)
        publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)
        return policy

    words = {"ask": ask, "leave": leave, "seance": seance, "motif": motif, "crest": crest, "third": third}
    return SimpleNamespace(
        **words, rules=rules, planner=Actor.agent(claire), claire=claire, at={"occurrence_id": seance.pk}
    )


@cause("cancelling")
def an_inscription_is_cancelled(here):
    yield here.third()
    here.leave(here.ask.full[0])


@cause("transferring")
def somebody_moves_to_another_seance(here):
    yield here.third()
    later = world.occurrence(here.seance.action, in_days=14)
    moved = here.ask.full[0].participation.pk
    transfer(participation_id=moved, occurrence_id=later.pk, actor=here.planner, idempotency_key="elsewhere")


@cause("answering")
def an_offer_is_declined(here):
    here.motif.waitlist_offer_hours = 24
    here.motif.save()
    offered = here.third()
    yield here.ask("Dalia")
    here.leave(here.ask.full[0])
    decline(participation_id=offered.participation.pk, actor=here.planner)


@cause("answering")
def an_offer_is_over(here):
    here.motif.waitlist_offer_hours = 24
    here.motif.save()
    here.third()
    yield here.ask("Dalia")
    here.leave(here.ask.full[0])
    sweep(now=timezone.now() + timedelta(days=4))


@cause("approving")
def a_request_is_approved(here):
    """A queue that a rule kept is served by whoever is let in."""
    here.rules(rule={"usager": "approval"})
    asks = here.ask("Chloé", actor=Actor.usager())
    yield asks
    approve(participation_id=asks.participation.pk, actor=here.planner)


@cause("approving")
def a_request_is_refused(here):
    here.rules(rule={"usager": "approval"})
    asks = here.ask("Farah", actor=Actor.usager())
    yield here.third()
    type(here.seance.counters).objects.update(seats=3)
    here.motif.default_seats = 3
    here.motif.save()
    reject(participation_id=asks.participation.pk, actor=here.planner, reason="Déjà venue")


@cause("seats")
def a_seance_has_more_seats(here):
    yield here.third()
    change_seats(**here.at, seats=3, actor=here.planner)


@cause("series.editing")
def a_series_has_more_seats(here):
    yield here.third()
    said = {"summary": "Places", "version": version_of(here.seance.action_id)}
    edit_series(**here.at, scope="all", changes={"seats": 3}, actor=here.planner, **said)


@cause("series.editing")
def a_seance_moves_to_a_larger_room(here):
    here.motif.default_seats = 9
    here.motif.save()
    here.seance.venue = world.venue(here.crest.territory, room_capacity=2)
    here.seance.save()
    yield here.third()
    said = {"summary": "Salle", "version": version_of(here.seance.action_id)}
    room = world.venue(here.crest.territory, "Grande salle", room_capacity=9)
    edit_series(**here.at, scope="this", changes={"venue": room}, actor=here.planner, **said)


@cause("series.restoring")
def a_cancellation_is_taken_back(here):
    yield here.third()
    edit = cancel_seances(occurrence_ids=[here.seance.pk], actor=here.planner, reason="Salle fermée").edits[0]
    here.seance.seats_override = 3
    here.seance.save()
    undo_edit(edit_id=edit.pk, actor=here.planner)


@cause("opening")
def enrolment_reopens(here):
    yield here.third()
    close_enrolment(**here.at, actor=here.planner)
    here.leave(here.ask.full[0])
    reopen_enrolment(**here.at, actor=here.planner)


@cause("setting_quotas")
def the_quotas_of_a_seance_change(here):
    here.seance.quotas = ONE_AGENT
    here.seance.save()
    here.ask("Alix")
    yield here.ask("Bintou")
    set_quotas(**here.at, quotas=None, actor=here.planner)


@cause("watching")
def reserved_seats_are_released(here):
    mine = {f"organisation-{here.crest.pk}": 2}
    here.rules(quota__seats={"quotas": mine}, quota__release={"amount": 48, "unit": "hours"})
    yield here.ask("Public", actor=Actor.usager())
    watch(now=here.seance.starts_at - timedelta(hours=48))


@cause("drawing")
def lots_are_drawn(here):
    here.rules(waitlist__order="lottery")
    yield here.third()
    here.leave(here.ask.full[0])
    prepare_lottery(**here.at, actor=here.planner, reason="Équité")
    draw_lottery(**here.at, actor=here.planner)


@cause("attendance")
def somebody_is_excused_before_the_start(here):
    yield here.third()
    mine = {"participation_id": here.ask.full[0].participation.pk, "actor": here.planner}
    mark_attendance(**mine, state=State.EXCUSED, now=here.seance.starts_at - timedelta(minutes=30))


@cause("sheets")
def a_gesture_that_took_a_seat_is_taken_back(here):
    now = here.seance.starts_at - timedelta(minutes=30)
    waits = here.third()
    back = {"participation_id": here.ask.full[0].participation.pk, "actor": here.planner, "now": now}
    here.motif.waitlist_mode = "manual"
    here.motif.save()
    here.leave(here.ask.full[0])
    mark_attendance(**back, state=State.ATTENDED, reason="Elle est venue")
    here.motif.waitlist_mode = "automatic"
    here.motif.save()
    yield waits
    gesture = sheet_of(here.seance).gesture["id"]
    undo_gesture(**here.at, gesture_id=gesture, actor=here.planner, now=now)


@cause("booking")
def somebody_asks_who_may_not_have_the_seat_that_is_free(here):
    """The list had stopped: a newcomer makes it go on before her."""
    yield here.third()
    here.motif.waitlist_mode = "manual"
    here.motif.save()
    here.leave(here.ask.full[0])
    here.motif.waitlist_mode = "automatic"
    here.motif.save()
    assert here.ask("Emma").participation.state == State.WAITING


@cause()
def the_motif_has_more_seats(here):
    yield here.third()
    here.motif.default_seats = 3
    record(here.motif, user=here.claire)


@cause()
def the_list_of_the_motif_becomes_automatic(here):
    here.motif.waitlist_mode = "manual"
    here.motif.save()
    yield here.third()
    here.leave(here.ask.full[0])
    here.motif.waitlist_mode = "automatic"
    record(here.motif, user=here.claire)


@cause()
def the_action_has_more_seats(here):
    yield here.third()
    here.seance.action.seats_override = 3
    record(here.seance.action, user=here.claire)


@cause()
def the_room_has_more_seats(here):
    here.motif.default_seats = 9
    here.motif.save()
    room = world.venue(here.crest.territory, room_capacity=2)
    here.seance.venue = room
    here.seance.save()
    yield here.third()
    room.room_capacity = 3
    record(room, user=here.claire)


@cause()
def the_quotas_of_an_action_change(here):
    here.seance.action.quotas = ONE_AGENT
    here.seance.action.save()
    here.ask("Alix")
    yield here.ask("Bintou")
    set_action_quotas(action=here.seance.action, quotas=None, actor=here.planner)


@cause()
def rules_are_published(here):
    policy = here.rules(quota__maximum={"quotas": {"channel:agent": 1}})
    here.ask("Alix")
    yield here.ask("Bintou")
    policy.parameters.update(value={"quotas": {"channel:agent": 2}})
    publish(policy_id=policy.pk, user=here.claire, reason="Plus de places", draft_version=policy.draft_version)


@cause()
def a_motif_leaves_its_policy(here):
    policy = here.rules(quota__maximum={"quotas": {"channel:agent": 1}})
    here.ask("Alix")
    yield here.ask("Bintou")
    save_policy(policy=policy, motifs=[], user=here.claire)


@pytest.mark.parametrize("name", CAUSES)
def test_every_cause_calls_who_waits(name, here, state_of, django_capture_on_commit_callbacks):
    happens, _services = CAUSES[name]
    with django_capture_on_commit_callbacks(execute=True):
        story = happens(here)
        waits = next(story)
        assert state_of(waits) in (State.WAITING, State.PENDING), "she waits before anything happens"
    connection.run_on_commit.clear()  # what a commit would do
    with django_capture_on_commit_callbacks(execute=True):
        next(story, None)

    assert state_of(waits) in (State.BOOKED, State.OFFERED)


def test_every_service_that_calls_or_rings_is_in_the_table():
    called = {name for _happens, services in CAUSES.values() for name in services}
    callers = {one.name.removeprefix(SERVICES) for one in modules("backoffice") if CALLS_IT.search(one.text)}

    assert callers == called | {"allocating", "rehearsing", "waking"}


def test_an_absence_frees_nothing(ask, full, seance, agent, state_of):
    """She had her seat, the séance has begun: nobody can come in her place."""
    third = ask("Chloé")
    after = seance.starts_at + timedelta(minutes=10)
    mark_attendance(participation_id=full[0].participation.pk, state=State.NOSHOW, actor=agent, now=after)
    sweep(now=after)

    assert state_of(third) == State.WAITING


def test_one_transaction_rings_once(motif, claire, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as rings:
        for number in (3, 4, 5):
            motif.default_seats = number
            record(motif, user=claire)

    assert rings == [waking.ring]
