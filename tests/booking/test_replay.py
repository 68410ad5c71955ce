"""A stored decision comes out the same, for ever, whatever its motif has become."""

from backoffice.booking.services import book, replay
from backoffice.booking.values import Actor
from tests import world


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
