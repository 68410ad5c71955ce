"""A stored decision comes out the same, for ever, whatever its motif has become."""

import json
import random
from itertools import product

from django.utils import timezone

from backoffice.booking.services import book, replay
from backoffice.booking.services.policies import policy_of
from backoffice.booking.values import Actor
from backoffice.policies.services.in_force import compiled_levels
from config_rules import decision_to_json, evaluate
from tests import world
from tests.benchmarks.replay import facts_of, rules_of
from tests.config_rules.first_format import in_first_format


def test_a_decision_replays_with_its_own_policy_after_the_motif_changed(nadia, crest):
    seance = world.occurrence(world.action(crest, world.motif(crest, default_seats=1)))
    book(
        occurrence_id=seance.pk,
        usager_id=world.usager(crest, "Durand").pk,
        actor=Actor.agent(nadia),
        idempotency_key="1",
    )
    waiting = book(
        occurrence_id=seance.pk,
        usager_id=world.usager(crest, "Martin").pk,
        actor=Actor.agent(nadia),
        idempotency_key="2",
    )

    motif = seance.action.motif
    motif.waitlist_mode = "none"
    motif.save()

    assert waiting.decision.outcome == "waitlist"
    assert replay(decision=waiting.decision)


def test_a_decision_that_was_tampered_with_no_longer_replays(nadia, crest):
    seance = world.occurrence(world.action(crest, world.motif(crest, default_seats=1)))
    booking = book(
        occurrence_id=seance.pk, usager_id=world.usager(crest).pk, actor=Actor.agent(nadia), idempotency_key="1"
    )

    booking.decision.result = booking.decision.result.replace('"outcome":"accept"', '"outcome":"refuse"')

    assert not replay(decision=booking.decision)


def test_a_decision_stored_in_the_first_format_still_replays(nadia, crest):
    seance = world.occurrence(world.action(crest, world.motif(crest, default_seats=1)))
    booking = book(
        occurrence_id=seance.pk, usager_id=world.usager(crest).pk, actor=Actor.agent(nadia), idempotency_key="1"
    )
    first = in_first_format(booking.decision.verdict)

    booking.decision.result = first
    assert replay(decision=booking.decision)

    booking.decision.result = first.replace('"outcome":"accept"', '"outcome":"refuse"')
    assert not replay(decision=booking.decision)


def test_the_row_of_a_decision_under_twelve_rules_holds_in_two_kilobytes(claire, crest):
    motif = world.motif(crest, default_seats=12, waitlist_max=8)
    seance = world.occurrence(world.action(crest, motif))
    rules_of(crest.territory, motif, claire)
    levels = policy_of(seance, timezone.now())
    policy, kept = compiled_levels(levels), json.dumps([level.as_json() for level in levels])
    sizes = []
    for age, absences, attended, (left, waiting) in product(
        (16, 57, 65), (0, 4, 9), (0, 7, 9), ((12, 0), (0, 6), (0, 8))
    ):
        facts = facts_of(0, random.Random(1)) | {
            "person.participation_state": "none",
            "person.age": age,
            "history.noshow_90_days": absences,
            "history.attended_same_motif_365_days": attended,
            "occurrence.seats": 12,
            "occurrence.seats_left": left,
            "occurrence.overbooked": 0,
            "occurrence.waiting_count": waiting,
        }
        verdict = evaluate(policy, facts)
        words = ("book", "agent", verdict.outcome, verdict.headline.code)
        sizes.append(len(kept) + len("".join((decision_to_json(verdict), *words)).encode()) + 6 * 8)

    assert len(verdict.reasons) > 12
    assert max(sizes) < 2_000
