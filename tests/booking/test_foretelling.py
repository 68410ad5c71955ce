"""What a dialog foretells is what the allocation then does: parties, quotas, kept seats and offers included."""

from __future__ import annotations

import itertools
from contextlib import contextmanager

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import Lift, State
from backoffice.booking.models import Participation
from backoffice.booking.services import book, cancel, change_seats, close_enrolment, reopen_enrolment, reorder, sweep
from backoffice.booking.services.foretelling import once_open, once_she_leaves, told_of, who_gets_the_seat, with_seats
from backoffice.booking.services.keeping import MOST_OVERTAKEN
from backoffice.booking.values import Actor
from tests import world
from tests.examples import one_example

SEATS = 6
HAS_ONE = (State.BOOKED, State.OFFERED)
QUOTAS = (None, {"quota.maximum": {"channel:usager": 3}}, {"quota.seats": {"channel:usager": 2}})
number = st.integers(0, 30)
acts = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), number, st.integers(1, 4)),
        st.tuples(st.sampled_from(["leave", "seats", "first", "reopen"]), number, st.just(1)),
    ),
    min_size=15,
    max_size=25,
)


class Story:
    """One séance: each act that may free a seat is foretold, done, then finished by the worker."""

    def __init__(self, crest, motif, nadia, claire, quotas):
        self.key = world.occurrence(world.action(crest, motif), in_days=60, quotas=quotas).pk
        self.crest, self.agent, self.planner = crest, Actor.agent(nadia), Actor.agent(claire)
        self.keys = itertools.count()

    @property
    def seance(self):
        return Occurrence.objects.select_related("counters").get(pk=self.key)

    def rows(self, *states):
        return list(Participation.objects.filter(occurrence=self.key, state__in=states).order_by("pk"))

    @contextmanager
    def as_foretold(self, foreseen):
        before = {row.pk for row in self.rows(*HAS_ONE)}
        said = [(row.pk, row.party_size) for _rank, row in foreseen.served]
        yield
        sweep()
        done = [(row.pk, row.party_size) for row in self.rows(*HAS_ONE) if row.pk not in before]
        assert sorted(said) == done

    def ask(self, number, party):
        person = world.usager(self.crest, f"Nom{next(self.keys)}")
        asked = {"occurrence_id": self.key, "usager_id": person.pk, "party_size": party}
        actor = Actor.usager() if number % 2 else self.agent
        book(**asked, actor=actor, idempotency_key=f"story-{self.key}-{person.pk}")
        sweep()

    def leave(self, number, _party):
        """Whoever has a seat, was offered one, or waits."""
        rows = self.rows(*HAS_ONE, State.WAITING)
        if rows:
            row = rows[number % len(rows)]
            with self.as_foretold(once_she_leaves(row, timezone.now())):
                cancel(participation_id=row.pk, actor=self.agent, by_service=False)

    def seats(self, number, _party):
        seats = number % 10 + 1
        with self.as_foretold(with_seats(self.seance, seats, timezone.now())):
            change_seats(occurrence_id=self.key, seats=seats, actor=self.planner)

    def first(self, number, _party):
        rows = self.rows(State.WAITING)
        if rows:
            lifted = rows[number % len(rows)].pk
            reorder(participation_id=lifted, lift=Lift.BEFORE, reason="Sort de maternité", actor=self.agent)
            sweep()

    def reopen(self, number, _party):
        close_enrolment(occurrence_id=self.key, actor=self.planner)
        rows = self.rows(*HAS_ONE)
        if rows:
            cancel(participation_id=rows[number % len(rows)].pk, actor=self.agent, by_service=False)
        with self.as_foretold(once_open(self.seance, timezone.now())):
            reopen_enrolment(occurrence_id=self.key, actor=self.planner)


@pytest.fixture
def motif(crest):
    return world.motif(crest, default_seats=SEATS, waitlist_max=None, party_max=10)


@pytest.fixture
def tell(crest, nadia, claire, motif):
    def tell(examples):
        @settings(
            max_examples=examples,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(acts, st.sampled_from(QUOTAS), st.sampled_from([0, 24]))
        def as_told(acts, quotas, hours):
            motif.waitlist_offer_hours = hours
            motif.save()
            with one_example():
                story = Story(crest, motif, nadia, claire, quotas)
                for name, number, party in acts:
                    getattr(story, name)(number, party)

        as_told()

    return tell


def test_what_is_foretold_is_done(tell):
    tell(4)


@pytest.mark.slow
@pytest.mark.parametrize("partial", [False, True])
def test_what_is_foretold_is_done_for_long(tell, partial, in_force):
    if partial:
        in_force({"party.partial": True})
    tell(80)


class TestSentences:
    @pytest.fixture
    def after(self, leave, seance):
        """What the dialog says before this inscription is cancelled, and whom it would write to."""

        def after(booking):
            foreseen = once_she_leaves(Participation.objects.get(pk=booking.participation.pk), timezone.now())
            return who_gets_the_seat(foreseen), [each.usager.last_name for each in told_of(foreseen)]

        return after

    def test_whoever_can_take_it_has_it_before_a_party_that_cannot(self, ask, after):
        seated = [ask(f"Place{one}") for one in range(SEATS)]
        ask("Famille", party_size=3)
        ask("Seule")

        said, told = after(seated[0])
        assert said.startswith("La place ira à SEULE Inès, 2ᵉ de la liste d’attente. Un SMS partira")
        assert told == ["Seule"]

    def test_a_kept_seat_is_said_to_be_kept(self, ask, after, leave):
        seated = [ask(f"Place{one}") for one in range(SEATS)]
        ask("Famille", party_size=3)
        singles = [ask(f"Seule{one}") for one in range(MOST_OVERTAKEN + 1)]
        for booking in seated[:MOST_OVERTAKEN]:
            leave(booking)

        assert after(singles[0]) == ("La place sera gardée pour FAMILLE Inès : il en faut 3.", [])

    def test_the_seats_of_a_party_go_to_several(self, ask, after):
        family = ask("Famille", party_size=3)
        [ask(f"Place{one}") for one in range(3)]
        for name, party in (("Deux", 2), ("Une", 1), ("Autre", 1)):
            ask(name, party_size=party)

        said, told = after(family)
        assert said == "Les 3 places iront à DEUX Inès (2 places), UNE Inès, dans l’ordre de la liste d’attente."
        assert told == ["Deux", "Une"]

    def test_a_seat_that_nobody_may_take_is_free_again(self, ask, after, seance):
        seance.quotas = {"quota.maximum": {"channel:usager": 1}}
        seance.save()
        public = ask("Publique", actor=Actor.usager())
        seated = [ask(f"Place{one}") for one in range(SEATS - 1)]
        ask("Autre", actor=Actor.usager())

        assert (
            after(seated[0])[0] == "La place redeviendra libre. Aucune des personnes qui attendent ne peut la prendre."
        )
        assert after(public)[1] == ["Autre"]
