"""A state machine drives the product and the reference model with the same acts: same states after each of them, whatever the policy and the clock.

Safety, order, conservation of people: after every act, each person is where the model says and the counters agree. Liveness and no starvation:
after the worker passes, no seat is free while somebody waits who may take it, and the order of the model has the ageing bound. A draw is the one
of the seed that was committed before it, computed again here."""

from __future__ import annotations

import itertools
from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from backoffice.booking.enums import Lift
from backoffice.booking.models import Participation
from backoffice.booking.services import (
    accept,
    audit,
    book,
    cancel,
    change_seats,
    decline,
    draw_lottery,
    prepare_lottery,
    promote,
    reorder,
    sweep,
)
from backoffice.booking.services.queueing import terms_of
from backoffice.booking.values import Actor
from backoffice.people.models import Usager
from backoffice.policies.models import Condition, Parameter, Policy, Rule
from backoffice.policies.services import publish
from tests import world
from tests.booking.reference import LIVE, SEATED, Reference
from tests.examples import one_example

PEOPLE = 6
WITHOUT_PHONE = {0, 1}
MODES, ORDERS = ("none", "manual", "automatic"), ("arrival", "priority", "lottery")
HERE, ELSEWHERE = "26108", "26113"
person = st.integers(0, PEOPLE - 1)
minutes = st.sampled_from([1, 90, 60 * 24, 60 * 24 * 3])


class Ground:
    """What every example shares: people, agents, one motif per policy."""

    def __init__(self, crest, nadia, claire):
        self.crest, self.agent, self.planner, self.claire = crest, Actor.agent(nadia), Actor.agent(claire), claire
        self.people = [
            world.usager(crest, f"Personne {number}", phone="" if number in WITHOUT_PHONE else "06 39 98 00 01")
            for number in range(PEOPLE)
        ]
        self.motifs, self.keys = {}, itertools.count()

    def motif(self, *policy):
        """Published once, before the example that first needs it."""
        if policy not in self.motifs:
            self.motifs[policy] = self.published(*policy)
        return self.motifs[policy]

    def published(self, mode, order, hours):
        name = f"{mode} {order} {hours}"
        motif = world.motif(self.crest, name, waitlist_mode=mode, waitlist_offer_hours=hours)
        policy = Policy.objects.create(territory=motif.territory, code=name.replace(" ", "-"), name=name)
        for code, value in (("waitlist.order", order), ("waitlist.ageing_days", 3)):
            Parameter.objects.create(policy=policy, code=code, value=value)
        words = {"policy": policy, "unknown": "let_pass"}
        points = Rule.objects.create(code="joindre", title="Sans portable", effect="prioritise", points=10, **words)
        Condition.objects.create(rule=points, fact="person.reachable", operator="is", value=False)
        answers = dict.fromkeys(("agent", "usager", "prescriber", "import"), "waitlist")
        kept = Rule.objects.create(code="crest", title="Crest", answers=answers, is_rechecked=True, **words)
        Condition.objects.create(rule=kept, fact="person.commune", operator="is_not", value=HERE)
        policy.motifs.add(motif)
        publish(policy_id=policy.pk, user=self.claire, reason="Essai", draft_version=policy.draft_version)
        return motif


class WaitingList(RuleBasedStateMachine):
    ground: Ground

    @initialize(
        seats=st.integers(1, 3),
        mode=st.sampled_from(MODES),
        order=st.sampled_from(ORDERS),
        hours=st.sampled_from([0, 24]),
        crowd=st.sampled_from([0, 4, PEOPLE]),
    )
    def open(self, seats, mode, order, hours, crowd):
        self.now, motif = timezone.now(), self.ground.motif(mode, order, hours)
        self.example = one_example()
        self.example.__enter__()
        action = world.action(self.ground.crest, motif)
        self.seance = world.occurrence(action, in_days=200, seats_override=seats)
        self.model = Reference(seats, mode, order, bool(hours))
        self.committed = None
        for number in range(crowd):
            self.asks(number)

    def teardown(self):
        if hasattr(self, "example"):
            self.example.__exit__(None, None, None)

    def row(self, number):
        rows = Participation.objects.filter(occurrence=self.seance, usager=self.ground.people[number])
        return rows.order_by("-pk").first()

    def chosen(self, number):
        return {"participation_id": self.row(number).pk, "actor": self.ground.agent, "now": self.later()}

    def later(self, by=1):
        self.now += timedelta(minutes=by)
        return self.now

    def is_in(self, number, *states):
        return self.model.state.get(number) in states

    @rule(number=person)
    def somebody_asks(self, number):
        self.asks(number)

    def asks(self, number):
        key = f"model-{next(self.ground.keys)}"
        who = {"usager_id": self.ground.people[number].pk, "actor": self.ground.agent, "idempotency_key": key}
        book(occurrence_id=self.seance.pk, **who, now=self.later())
        self.model.ask(number, 10 if number in WITHOUT_PHONE and self.model.order == "priority" else 0, self.now)

    @rule(number=person)
    def leaves(self, number):
        if self.is_in(number, *LIVE):
            cancel(**self.chosen(number), by_service=False)
            self.model.end(number, "excused", self.now)

    @rule(number=person, takes=st.booleans())
    def answers(self, number, takes):
        if self.is_in(number, "offered"):
            in_time = self.row(number).offer_expires_at > self.now + timedelta(minutes=1)
            (accept if takes else decline)(**self.chosen(number))
            state = ("unknown" if in_time else "expired") if takes else "declined"
            self.model.end(number, state, self.now)

    @rule(number=person)
    @precondition(lambda self: self.model.free() > 0)
    def an_agent_gives_the_seat(self, number):
        if self.is_in(number, "waiting") and number not in self.model.kept:
            promote(**self.chosen(number), reason="Au guichet")
            self.model.state[number] = "unknown"

    @rule(number=person, lift=st.sampled_from(list(Lift)))
    def an_agent_changes_her_rank(self, number, lift):
        if self.is_in(number, "waiting"):
            reorder(**self.chosen(number), lift=lift, reason="Situation particulière")
            self.model.line[number] = (int(lift), *self.model.line[number][1:])

    @rule(commits=st.booleans())
    @precondition(lambda self: not self.model.is_ranked)
    def is_drawn_by_lot(self, commits):
        whole = {"occurrence_id": self.seance.pk, "actor": self.ground.planner}
        if commits or self.committed is None:
            prepared = prepare_lottery(**whole, reason="Équité", now=self.later())
            self.committed = self.committed or prepared.seed_hash
        elif waiting := self.model.waiting(self.now):
            rows = {self.row(number).pk: number for number in waiting}
            seed = draw_lottery(**whole, now=self.later()).seed
            assert sha256(seed.encode()).hexdigest() == self.committed
            order = sorted(rows, key=lambda key: sha256(f"{seed}\n{key}".encode()).hexdigest())
            self.model.draw([rows[key] for key in order], self.now)

    @rule(seats=st.integers(1, 5))
    def seats_change(self, seats):
        change_seats(occurrence_id=self.seance.pk, seats=seats, actor=self.ground.planner, now=self.later())
        self.model.seats = seats
        self.model.serve(self.now)

    @rule(number=person)
    def moves_house(self, number):
        self.model.kept ^= {number}
        here = ELSEWHERE if number in self.model.kept else HERE
        Usager.objects.filter(pk=self.ground.people[number].pk).update(commune_code=here)

    @rule(by=minutes, times=st.integers(1, 3))
    def the_worker_passes(self, by, times):
        self.later(by)
        for _ in range(times):
            sweep(now=self.now)
        for number in [one for one in self.model.state if self.is_in(one, "offered")]:
            if self.ends(number) < self.now:
                self.model.state[number] = "expired"
        self.model.serve(self.now)
        self.alive()

    def ends(self, number):
        """The end that was written with the offer: opening hours have their own tests."""
        return self.row(number).history.filter(offer_expires_at__isnull=False).first().offer_expires_at

    def alive(self):
        """No seat stays free while somebody waits who may take it."""
        free, waiting = self.model.free(), set(self.model.waiting(self.now)) - self.model.kept
        assert self.model.mode != "automatic" or not self.model.is_ranked or free <= 0 or not waiting

    @invariant()
    def everybody_is_where_the_model_says(self):
        if not hasattr(self, "model"):
            return
        found = {number: self.row(number).state for number in self.model.state}
        assert found == self.model.state
        assert Participation.objects.filter(occurrence=self.seance).count() >= len(found)
        assert sum(state in SEATED for state in found.values()) == self.seats_taken()
        assert self.order() == self.model.waiting(self.now)
        faults = audit()
        assert not faults, faults

    def order(self):
        queue = Participation.objects.filter(occurrence=self.seance).waiting_in_turn(terms_of(self.seance, self.now))
        numbers = {person.pk: number for number, person in enumerate(self.ground.people)}
        return [numbers[row.usager_id] for row in queue]

    def seats_taken(self):
        self.seance.counters.refresh_from_db()
        return self.seance.counters.seats_held + self.seance.counters.seats_offered


def run(examples, steps, ground):
    WaitingList.ground = ground
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    wanted = settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(WaitingList, settings=wanted)


@pytest.fixture
def ground(crest, nadia, claire):
    return Ground(crest, nadia, claire)


def test_the_waiting_list_follows_its_model(ground):
    run(4, 12, ground)


@pytest.mark.slow
def test_the_waiting_list_follows_its_model_for_long(ground):
    run(150, 50, ground)
