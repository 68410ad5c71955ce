"""A state machine drives the product and the reference model of seats with the same acts: after each, everybody is where the model says.

Safety (nothing oversold, quotas kept), order, conservation of people (R8): nobody disappears by a move, a reduction, a closure or a cancellation."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from backoffice.booking.models import Participation
from backoffice.booking.services import (
    audit,
    book,
    cancel,
    cancel_seance,
    change_seats,
    close_enrolment,
    reopen_enrolment,
    transfer,
)
from backoffice.booking.values import Actor
from tests import world
from tests.booking.seats_reference import LIVE, Seats
from tests.examples import one_example

PEOPLE = 6
person, seance = st.integers(0, PEOPLE - 1), st.integers(0, 1)


class Ground:
    """What every example shares: people, agents, one motif."""

    def __init__(self, crest, nadia, claire):
        self.crest, self.planner = crest, Actor.agent(claire)
        self.actors = {"agent": Actor.agent(nadia), "usager": Actor.usager()}
        self.motif = world.motif(crest, party_max=3)
        self.people = [world.usager(crest, f"Personne {number}") for number in range(PEOPLE)]
        self.keys = itertools.count()

    def seances(self, seats, kept):
        action = world.action(self.crest, self.motif)
        quotas = {"quota.seats": {"channel:agent": kept}} if kept else None
        return [world.occurrence(action, in_days=day, seats_override=seats, quotas=quotas) for day in (20, 30)]


class SeatsFollowTheModel(RuleBasedStateMachine):
    ground: Ground

    @initialize(seats=st.integers(1, 5), kept=st.integers(0, 2))
    def open(self, seats, kept):
        self.example = one_example()
        self.example.__enter__()
        self.seances = self.ground.seances(seats, kept)
        self.model = Seats(seats, kept)

    def teardown(self):
        if hasattr(self, "example"):
            self.example.__exit__(None, None, None)

    def row(self, where, number):
        found = Participation.objects.filter(occurrence=self.seances[where], usager=self.ground.people[number])
        return found.order_by("-pk").first()

    def key(self):
        return f"seats-{next(self.ground.keys)}"

    def whole(self, where):
        return {"occurrence_id": self.seances[where].pk, "actor": self.ground.planner}

    def live(self, where, number):
        return self.model.rows.get((where, number), [""])[0] in LIVE

    @rule(where=seance, number=person, party=st.integers(1, 3), by=st.sampled_from(["agent", "usager"]))
    def asks(self, where, number, party, by):
        expected = self.model.answer(where, number, party, by)
        who = {"usager_id": self.ground.people[number].pk, "actor": self.ground.actors[by]}
        book(occurrence_id=self.seances[where].pk, **who, party_size=party, idempotency_key=self.key())
        if expected != "refuse":
            self.model.enter(where, number, expected, party, by)

    @rule(where=seance, number=person)
    def leaves(self, where, number):
        if self.live(where, number):
            cancel(participation_id=self.row(where, number).pk, actor=self.ground.planner, by_service=False)
            self.model.end(where, number, "excused")

    @rule(where=seance, number=person)
    def moves(self, where, number):
        if not self.live(where, number):
            return
        state, party, _by = self.model.rows[where, number]
        expected = self.model.answer(1 - where, number, party, "agent")
        target, row = self.seances[1 - where].pk, self.row(where, number)
        agent = self.ground.actors["agent"]
        transfer(participation_id=row.pk, occurrence_id=target, actor=agent, idempotency_key=self.key())
        if expected == "unknown" or (expected == state == "waiting"):
            self.model.enter(1 - where, number, expected, party, "agent")
            self.model.end(where, number, "moved")

    @rule(where=seance, seats=st.integers(1, 7))
    def seats_change(self, where, seats):
        change_seats(**self.whole(where), seats=seats)
        self.model.seats[where] = seats
        self.model.serve(where)

    @rule(where=seance)
    def closes_or_reopens(self, where):
        if self.model.state[where] == "cancelled":
            return
        is_open = self.model.state[where] == "open"
        (close_enrolment if is_open else reopen_enrolment)(**self.whole(where))
        self.model.state[where] = "closed" if is_open else "open"
        self.model.serve(where)

    @rule(where=seance, really=st.integers(0, 4))
    def is_cancelled(self, where, really):
        if not really:
            cancel_seance(**self.whole(where), reason="Salle fermée")
            self.model.state[where] = "cancelled"
            for row in self.model.here(where, *LIVE):
                row[0] = "revoked"

    @invariant()
    def everybody_is_where_the_model_says(self):
        if not hasattr(self, "model"):
            return
        found = {place: self.row(*place) for place in self.model.rows}
        assert {place: row.state for place, row in found.items()} == {
            place: state for place, (state, *_) in self.model.rows.items()
        }
        faults = audit()
        assert not faults, faults


def run(examples, steps, ground):
    SeatsFollowTheModel.ground = ground
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    wanted = settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(SeatsFollowTheModel, settings=wanted)


@pytest.fixture
def ground(crest, nadia, claire):
    return Ground(crest, nadia, claire)


def test_seats_follow_their_model(ground):
    run(8, 20, ground)


@pytest.mark.slow
def test_seats_follow_their_model_for_long(ground):
    run(80, 40, ground)
