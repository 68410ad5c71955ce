"""Property: whatever the act, on whatever séances and people, one intention writes once to each person, seats apart."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta

import pytest

from backoffice.actions.models import Occurrence, SeriesEdit
from backoffice.booking.errors import InvalidTransition, NoOffer, NothingToPromote
from backoffice.booking.models import Participation
from backoffice.booking.services import book, cancel, cancel_seances, change_seats, promote, transfer
from backoffice.booking.services.auditing.intentions import told_twice_by_one_act
from backoffice.booking.services.series import edit_series, undo_edit
from backoffice.booking.services.series.reaching import version_of
from backoffice.booking.values import Actor
from backoffice.console.base.acts import acting
from backoffice.console.base.errors import BackofficeError
from backoffice.notifications.models import OutboxMessage
from tests import world

PEOPLE, SEANCES, ACTS, RARE = 6, 4, 14, 0.3


class Chance:
    """An agent who does anything, on a series that is always nearly full."""

    def __init__(self, seed: int, agent, crest) -> None:
        self.random, self.agent, self.user = random.Random(seed), Actor.agent(agent), agent
        motif = world.motif(crest, default_seats=2, waitlist_max=9)
        action = world.action(crest, motif)
        self.action = action
        for week in range(SEANCES):
            world.occurrence(action, in_days=7 * week + 3)
        self.people = [world.usager(crest, f"Personne{number}") for number in range(PEOPLE)]
        for person in self.people:
            for seance in self.random.sample(list(action.occurrences.order_by("pk")), 2):
                key = uuid.uuid4().hex
                book(occurrence_id=seance.pk, usager_id=person.pk, idempotency_key=key, actor=self.agent)

    def seance(self):
        rows = list(Occurrence.objects.filter(action=self.action).exclude(state="cancelled").order_by("pk"))
        return self.random.choice(rows) if rows else Occurrence.objects.order_by("pk").first()

    def inscription(self):
        rows = list(Participation.objects.live().order_by("pk"))
        return self.random.choice(rows).pk if rows else 0

    def acts(self):
        seance, other, key = self.seance(), self.seance(), uuid.uuid4().hex
        person, of = self.random.choice(self.people), {"actor": self.agent}
        yield lambda: book(occurrence_id=seance.pk, usager_id=person.pk, idempotency_key=key, **of)
        yield lambda: cancel(
            participation_id=self.inscription(), by_service=self.random.random() < 0.5, reason="R", **of
        )
        yield lambda: transfer(participation_id=self.inscription(), occurrence_id=other.pk, idempotency_key=key, **of)
        yield lambda: promote(participation_id=self.inscription(), reason="R", **of)
        yield lambda: change_seats(occurrence_id=seance.pk, seats=self.random.randint(1, 4), reason="R", **of)
        if self.random.random() < RARE:
            yield lambda: cancel_seances(occurrence_ids={seance.pk, other.pk}, reason="R", **of)
        later = seance.local_start + timedelta(hours=self.random.randint(1, 3))
        moved = {"day": later.date(), "start_time": later.time(), "venue": None}
        alone = {"scope": "this", "changes": moved, "summary": "S", "version": version_of(self.action.pk)}
        yield lambda: edit_series(occurrence_id=seance.pk, **alone, **of)
        changes = {"minutes": self.random.choice([60, 90, 150]), "seats": self.random.randint(1, 5)}
        yield lambda: edit_series(
            occurrence_id=seance.pk, scope="all", changes=changes, summary="S", version=version_of(self.action.pk), **of
        )
        edit = SeriesEdit.objects.filter(undone_at=None).order_by("-pk").first()
        yield lambda: undo_edit(edit_id=edit.pk if edit else 0, **of)

    def act(self) -> set[int]:
        """One act; whom it concerns: everybody who is, was or becomes enrolled in a séance that it touches."""
        before = set(Participation.objects.values_list("usager_id", flat=True))
        chosen = self.random.choice(list(self.acts()))
        with acting(self.user):
            try:
                chosen()
            except (BackofficeError, InvalidTransition, NothingToPromote, NoOffer):
                return before
        return before | set(Participation.objects.values_list("usager_id", flat=True))


def run(seed, agent, crest):
    chance = Chance(seed, agent, crest)
    for _ in range(ACTS):
        concerned = chance.act()
        written = set(OutboxMessage.objects.values_list("usager_id", flat=True))
        assert written <= concerned
        assert told_twice_by_one_act() == []
    return OutboxMessage.objects.filter(intention__isnull=False).count()


def test_one_intention_is_one_message_per_person(claire, crest):
    assert run(0, claire, crest) > 3


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 60))
def test_one_intention_is_one_message_per_person_again_and_again(seed, claire, crest):
    run(seed, claire, crest)


def test_the_audit_sees_an_act_that_writes_twice(claire, crest):
    """Negative control: without grouping, a person in two séances would be told twice."""
    chance, person = Chance(0, claire, crest), world.usager(crest, "Dumas")
    seances = list(Occurrence.objects.order_by("pk")[:2])
    with acting(claire):
        for seance in seances:
            book(
                occurrence_id=seance.pk,
                usager_id=person.pk,
                idempotency_key=uuid.uuid4().hex,
                actor=chance.agent,
            )

    assert len(told_twice_by_one_act()) == 1
    OutboxMessage.objects.all().delete()
