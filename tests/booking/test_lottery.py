"""A draw is prepared, then drawn from the seed that was committed, once; anybody can draw it again (reliability R28)."""

from __future__ import annotations

import pytest
from django.utils import timezone

from backoffice.booking.enums import State
from backoffice.booking.errors import AlreadyDrawn, NothingToDraw, ReasonRequired
from backoffice.booking.models import Lottery, Participation
from backoffice.booking.services import audit, change_seats, draw_lottery, prepare_lottery, sweep
from backoffice.booking.services.drawing import hash_of, is_faithful, order_drawn
from backoffice.booking.services.queueing import standing, terms_of, turns
from backoffice.booking.values import Actor
from backoffice.policies.models import Parameter, Policy
from backoffice.policies.services import publish


@pytest.fixture
def planner(claire):
    return Actor.agent(claire)


@pytest.fixture
def drawn_by_lot(motif, claire):
    motif.waitlist_max = None
    motif.save()
    policy = Policy.objects.create(territory=motif.territory, code="tirage", name="Tirage")
    Parameter.objects.create(policy=policy, code="waitlist.order", value="lottery")
    policy.motifs.add(motif)
    publish(policy_id=policy.pk, user=claire, reason="Équité", draft_version=policy.draft_version)


@pytest.fixture
def waiting(drawn_by_lot, ask, full):
    return [ask(name).participation for name in ("Chloé", "Dalia", "Emma", "Farah")]


def test_before_the_draw_nobody_has_a_rank_nor_a_seat(waiting, seance, planner):
    change_seats(occurrence_id=seance.pk, seats=3, actor=planner)
    sweep()

    assert {row.state for row in Participation.objects.filter(pk__in=[row.pk for row in waiting])} == {State.WAITING}
    assert [turn.number for turn in turns(seance, terms_of(seance, timezone.now()))] == [None] * 4
    assert standing(waiting[0], timezone.now()) == ("Vous êtes sur la liste d’attente. L’ordre sera tiré au sort.",)


def test_the_hash_is_known_before_the_seed_decides_the_order(waiting, seance, planner, ask):
    prepared = prepare_lottery(occurrence_id=seance.pk, actor=planner, reason="Plus de demandes que de places")
    late = ask("Gaëlle").participation
    drawn = draw_lottery(occurrence_id=seance.pk, actor=planner)

    assert (prepared.drawn_at, drawn.seed_hash) == (None, prepared.seed_hash)
    assert hash_of(drawn.seed) == prepared.seed_hash
    assert sorted(drawn.entries) == sorted([*(row.pk for row in waiting), late.pk])
    assert drawn.entries == order_drawn(drawn.seed, drawn.entries)
    order = [turn.participation.pk for turn in turns(seance, terms_of(seance, timezone.now()))]
    assert order == drawn.entries
    assert is_faithful(drawn)


def test_the_draw_serves_the_seats_that_were_free(waiting, seance, planner):
    change_seats(occurrence_id=seance.pk, seats=4, actor=planner)
    prepare_lottery(occurrence_id=seance.pk, actor=planner, reason="Équité")

    lottery = draw_lottery(occurrence_id=seance.pk, actor=planner)

    booked = Participation.objects.filter(pk__in=lottery.entries, state=State.BOOKED)
    assert set(booked.values_list("pk", flat=True)) == set(lottery.entries[:2])


def test_who_joins_after_the_draw_comes_behind(waiting, seance, planner, ask):
    prepare_lottery(occurrence_id=seance.pk, actor=planner, reason="Équité")
    lottery = draw_lottery(occurrence_id=seance.pk, actor=planner)

    late = ask("Gaëlle").participation

    order = [turn.participation.pk for turn in turns(seance, terms_of(seance, timezone.now()))]
    assert order == [*lottery.entries, late.pk]


def test_a_draw_is_not_done_again_until_it_pleases(waiting, seance, planner):
    first = prepare_lottery(occurrence_id=seance.pk, actor=planner, reason="Équité")
    again = prepare_lottery(occurrence_id=seance.pk, actor=planner, reason="Autre graine")
    draw_lottery(occurrence_id=seance.pk, actor=planner)

    assert again == first
    with pytest.raises(AlreadyDrawn):
        draw_lottery(occurrence_id=seance.pk, actor=planner)


@pytest.mark.parametrize("tampered", ["seed", "entries"])
def test_a_seed_or_an_order_that_was_changed_is_found(waiting, seance, planner, tampered):
    prepare_lottery(occurrence_id=seance.pk, actor=planner, reason="Équité")
    lottery = draw_lottery(occurrence_id=seance.pk, actor=planner)

    changed = {"seed": "0" * 64, "entries": list(reversed(lottery.entries))}[tampered]
    setattr(lottery, tampered, changed)

    assert not is_faithful(lottery)


def test_a_draw_needs_a_reason_somebody_who_waits_and_an_order_by_lot(ask, full, motif, seance, planner):
    with pytest.raises(ReasonRequired):
        prepare_lottery(occurrence_id=seance.pk, actor=planner, reason="")
    with pytest.raises(NothingToDraw, match="n’est pas tirée au sort"):
        prepare_lottery(occurrence_id=seance.pk, actor=planner, reason="Équité")
    with pytest.raises(NothingToDraw, match="Préparez"):
        draw_lottery(occurrence_id=seance.pk, actor=planner)


def test_a_draw_without_anybody_is_refused(drawn_by_lot, full, seance, planner):
    prepare_lottery(occurrence_id=seance.pk, actor=planner, reason="Équité")

    with pytest.raises(NothingToDraw, match="Personne n’attend"):
        draw_lottery(occurrence_id=seance.pk, actor=planner)


@pytest.mark.parametrize("spoilt", ["seed", "rank"])
def test_the_audit_finds_a_draw_that_was_changed(waiting, seance, planner, spoilt):
    prepare_lottery(occurrence_id=seance.pk, actor=planner, reason="Équité")
    lottery = draw_lottery(occurrence_id=seance.pk, actor=planner)
    kept = {"seed": Lottery.objects.filter(pk=lottery.pk), "rank": Participation.objects.filter(pk=lottery.entries[0])}
    wrong = {"seed": {"seed": "0" * 64}, "rank": {"draw_rank": 99}}[spoilt]
    right = {"seed": {"seed": lottery.seed}, "rank": {"draw_rank": 1}}[spoilt]

    kept[spoilt].update(**wrong)

    assert [fault.code for fault in audit()] == ["tirage-modifie"]
    kept[spoilt].update(**right)
