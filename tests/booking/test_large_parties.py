"""People who come together are not overtaken for ever by smaller parties: after a bound, free seats accumulate for them and are never public."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from backoffice.booking.enums import State
from backoffice.booking.models import Participation
from backoffice.booking.services import book, cancel, change_seats, sweep
from backoffice.booking.services.keeping import MOST_OVERTAKEN
from backoffice.booking.values import Actor
from tests import world
from tests.examples import one_example

SEATS = 6


class Reference:
    """The queue as a référente would count it: who lacks seats is overtaken five times at most, then seats are kept for her."""

    def __init__(self):
        self.rows = {}  # person → [state, party, overtaken], in order of arrival

    def free(self):
        return SEATS - sum(party for state, party, _ in self.rows.values() if state == "unknown")

    def serve(self):
        short = []
        for row in [row for row in self.rows.values() if row[0] == "waiting"]:
            if self.free() >= row[1]:
                row[0] = "unknown"
                for one in short:
                    one[2] += 1
            elif self.free() > 0:
                short.append(row)
            if any(one[2] >= MOST_OVERTAKEN for one in short):
                return

    def ask(self, person, party):
        self.rows[person] = ["waiting", party, 0]
        self.serve()


@pytest.fixture
def motif(crest):
    return world.motif(crest, default_seats=SEATS, waitlist_max=None, party_max=10)


@pytest.fixture
def overtaken(ask, leave, seance):
    """Five people who came after a family of three have overtaken it."""
    seated = [ask(f"Place {number}") for number in range(SEATS)]
    family = ask("Famille", party_size=3)
    singles = [ask(f"Seule {number}") for number in range(MOST_OVERTAKEN + 2)]
    for booking in seated[:MOST_OVERTAKEN]:
        leave(booking)
    family.participation.refresh_from_db()
    return seated, family.participation, singles


def states(bookings):
    return [Participation.objects.get(pk=one.participation.pk).state for one in bookings]


def test_after_five_seats_accumulate_until_there_are_enough(overtaken, leave, ask, seance):
    seated, family, singles = overtaken
    assert family.overtaken == MOST_OVERTAKEN
    assert states(singles) == [State.BOOKED] * MOST_OVERTAKEN + [State.WAITING] * 2

    leave(seated[5])
    leave(singles[0])
    newcomer = ask("Nouvelle")
    sweep()
    assert states([*singles[5:], newcomer]) == [State.WAITING] * 3, "two seats are free, and neither public nor given"
    leave(singles[1])

    family.refresh_from_db()
    assert (family.state, family.overtaken) == (State.BOOKED, MOST_OVERTAKEN)
    assert [row.history_change_reason for row in family.history.all()].count(
        "Une inscription plus petite a pris la place libre."
    ) == MOST_OVERTAKEN


def test_nothing_is_kept_for_a_party_that_the_seance_could_never_seat(overtaken, leave, seance, claire):
    seated, family, singles = overtaken
    change_seats(occurrence_id=seance.pk, seats=2, actor=Actor.agent(claire))
    for booking in (seated[5], *singles[:4]):
        leave(booking)

    family.refresh_from_db()
    assert family.state == State.WAITING
    assert states(singles[5:]) == [State.BOOKED, State.WAITING]


def test_the_panel_says_for_whom_seats_are_kept(overtaken, leave, seance, nadia):
    from tests.booking.dialogs.screens import browser, text, url

    seated, _family, _singles = overtaken
    before = text(browser(nadia).get(url("seance", seance.pk)))
    leave(seated[5])
    page = text(browser(nadia).get(url("seance", seance.pk)))

    assert "sont gardées pour" not in before
    assert "1 place est libre, il en faut 3. Dépassée par 5 inscriptions" in page
    assert "La place libre est gardée pour la 1ʳᵉ de la liste, qui ne vient pas seule." in page


acts = st.lists(st.tuples(st.integers(0, 11), st.integers(1, 4)), min_size=15, max_size=25)


def run(examples, crest, nadia, motif):
    keys, agent = itertools.count(), Actor.agent(nadia)
    people = [world.usager(crest, f"Personne {number}") for number in range(12)]

    @settings(
        max_examples=examples,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(acts)
    def follows(acts):
        with one_example():
            replayed(acts)

    def replayed(acts):
        seance, model = world.occurrence(world.action(crest, motif), in_days=60), Reference()
        for number, party in acts:
            live = model.rows.get(number)
            if live:
                row = Participation.objects.get(occurrence=seance, usager=people[number], state=live[0])
                cancel(participation_id=row.pk, actor=agent, by_service=False)
                del model.rows[number]
                model.serve()
            else:
                place = {"occurrence_id": seance.pk, "usager_id": people[number].pk, "party_size": party}
                book(**place, actor=agent, idempotency_key=f"parties-{next(keys)}")
                model.ask(number, party)
            sweep()
            rows = Participation.objects.filter(occurrence=seance).exclude(state=State.EXCUSED).order_by("pk")
            found = {people.index(row.usager): [row.state, row.party_size, row.overtaken] for row in rows}
            assert found == model.rows

    follows()


def test_parties_follow_their_model(crest, nadia, motif):
    run(3, crest, nadia, motif)


@pytest.mark.slow
def test_parties_follow_their_model_for_long(crest, nadia, motif):
    run(150, crest, nadia, motif)
