"""A cancellation is taken back: the séance is held, everybody is what she was, and only those who were told are told again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.models import Occurrence, OccurrenceGroup, SeriesEdit
from backoffice.booking.enums import State
from backoffice.booking.errors import AlreadyUndone, TooLate
from backoffice.booking.models import Participation
from backoffice.booking.services import cancel_group, cancel_seances
from backoffice.booking.services.series import foretell_restoration, undo_edit
from backoffice.booking.services.watching import watch
from backoffice.booking.values import Actor
from backoffice.console.base.errors import NotAllowed
from backoffice.console.base.history import record
from backoffice.directory.enums import ConflictRule
from backoffice.notifications.enums import Event, MessageState
from backoffice.notifications.models import OutboxMessage
from tests import world

WHY = "Animatrice absente"


@pytest.fixture
def planner(claire):
    return Actor.agent(claire)


@pytest.fixture
def cancelled(seance, planner):
    """Cancel the séance (or others), and give the intention."""

    def cancelled(*others):
        keys = [row.pk for row in (others or (seance,))]
        return cancel_seances(occurrence_ids=keys, actor=planner, reason=WHY).edits[0]

    return cancelled


def as_it_stands():
    names = ("pk", "state", "queued_at", "party_size", "reason", "booked_at", "offer_expires_at", "is_overbooked")
    return list(Participation.objects.order_by("pk").values_list(*names))


def sent():
    OutboxMessage.objects.filter(state=MessageState.DUE).update(state=MessageState.SENT, sent_at=timezone.now())


def written(event):
    return OutboxMessage.objects.filter(event=event)


def test_everybody_is_what_she_was_and_nobody_hears_of_what_had_not_left(
    ask, full, leave, seance, planner, cancelled, counters
):
    """Two enrolled, two waiting, one who had cancelled herself: hers stays ended."""
    ask("Chloé"), ask("Dalia")
    leave(full[0])
    before, held = as_it_stands(), counters()
    edit = cancelled()
    foretold = foretell_restoration(edit, now=timezone.now())
    undo_edit(edit_id=edit.pk, actor=planner)
    seance.refresh_from_db()

    assert foretold.sentences[1:] == (
        "2 inscriptions et 1 attente ou demande redeviennent ce qu’elles étaient.",
        "Les messages d’annulation qui ne sont pas encore partis sont retirés.",
        "Personne n’avait été prévenu : aucun message ne partira.",
    )
    assert (as_it_stands(), counters(), seance.state) == (before, held, "open")
    assert set(written(Event.SEANCE_CANCELLED).values_list("state", flat=True)) == {MessageState.CANCELLED}
    assert not written(Event.SEANCE_RESTORED).exists()
    step = written(Event.SEANCE_CANCELLED).first().steps.get()
    assert (step.user, step.reason) == (planner.user, f"Annulé : {WHY}")
    entry = Participation.history.filter(id=full[1].participation.pk).latest()
    assert (entry.state, entry.history_user) == (State.BOOKED, planner.user)


def test_those_who_were_told_are_told_once_that_it_is_held(ask, full, seance, planner, cancelled):
    edit = cancelled()
    late = written(Event.SEANCE_CANCELLED).order_by("pk").last()
    OutboxMessage.objects.exclude(pk=late.pk).update(state=MessageState.SENT)
    foretold = foretell_restoration(edit, now=timezone.now())
    told = undo_edit(edit_id=edit.pk, actor=planner).told_count - edit.told_count
    message = written(Event.SEANCE_RESTORED).get()

    assert foretold.sentences[-1] == "Qui avait été prévenu apprend que la séance a finalement lieu."
    assert [telling.usager.last_name for telling in foretold.tellings] == ["Alix"]
    assert (told, message.usager.last_name) == (1, "Alix")
    assert message.body.startswith("La séance a finalement lieu : ")
    late.refresh_from_db()
    assert (late.state, late.held_by) == (MessageState.CANCELLED, planner.user)
    with pytest.raises(AlreadyUndone):
        undo_edit(edit_id=edit.pk, actor=planner)


def test_a_series_is_one_intention_and_one_message_names_each_of_her_seances(ask, seance, planner, cancelled, crest):
    """What began meanwhile stays cancelled; a closed séance comes back closed."""
    ines = world.usager(crest, "Dumas")
    rows = [seance, *(world.occurrence(seance.action, in_days=14 + number) for number in range(2))]
    soon = world.occurrence(seance.action, in_days=0.1)
    for row in rows[:2]:
        ask(person=ines, occurrence_id=row.pk)
    rows[2].state = "closed"
    rows[2].save()
    edit = cancelled(*rows, soon)
    assert written(Event.SEANCE_CANCELLED).count() == 1
    sent()
    undo_edit(edit_id=edit.pk, actor=planner, now=soon.starts_at + timedelta(minutes=1))

    states = Occurrence.objects.order_by("starts_at").values_list("state", flat=True)
    assert list(states) == ["cancelled", "open", "open", "closed"]
    assert written(Event.SEANCE_RESTORED).count() == 1
    assert (
        "1 séance commencée reste annulée."
        in foretell_restoration(edit, now=soon.starts_at + timedelta(minutes=1)).sentences
    )


def test_a_day_is_told_once_and_who_took_another_cell_meanwhile_keeps_it(ask, seance, planner, crest, claire):
    day = OccurrenceGroup.objects.create(action=seance.action, name="Job dating")
    start = timezone.now() + timedelta(days=9)
    cells = [
        Occurrence.objects.create(
            action=seance.action, group=day, station=station, band=str(number), starts_at=start + timedelta(hours=number),
            ends_at=start + timedelta(hours=number + 1),
        )
        for station in ("AFPA", "GRETA")
        for number in range(2)
    ]  # fmt: skip
    for cell in cells:
        world.OccurrenceCounters.objects.create(occurrence=cell, seats=2)
    ines, paul = world.usager(crest, "Dumas"), world.usager(crest, "Martin", phone="06 39 98 00 02")
    for cell in cells[:2]:
        ask(person=ines, occurrence_id=cell.pk)
    ask(person=paul, occurrence_id=cells[0].pk)
    edit = cancel_seances(occurrence_ids=[cells[0].pk, cells[1].pk], actor=planner, reason=WHY).edits[0]
    sent()
    ask(person=paul, occurrence_id=cells[2].pk)
    undo_edit(edit_id=edit.pk, actor=planner)

    live = Participation.objects.live().order_by("pk").values_list("usager__last_name", "occurrence")
    assert list(live) == [("Dumas", cells[0].pk), ("Dumas", cells[1].pk), ("Martin", cells[2].pk)]
    assert [each.usager for each in written(Event.SEANCE_RESTORED)] == [ines]

    whole = cancel_group(group_id=day.pk, actor=planner, reason="Salle fermée")
    assert len(whole.edits) == 1


def test_nobody_is_removed_by_a_smaller_room_and_a_larger_one_serves_the_list(
    ask, full, seance, planner, cancelled, counters
):
    waiting = ask("Chloé")
    for number, held in ((1, (2, 1)), (3, (3, 0))):
        edit = cancelled()
        seance.seats_override = number
        seance.save()
        undo_edit(edit_id=edit.pk, actor=planner)
        assert counters() == held
    waiting.participation.refresh_from_db()
    assert waiting.participation.state == State.BOOKED


@pytest.mark.parametrize(("after", "state"), [(timedelta(hours=-1), "offered"), (timedelta(hours=1), "waiting")])
def test_an_offer_keeps_its_end_and_one_whose_time_is_over_waits_at_its_rank(
    ask, full, leave, seance, motif, planner, cancelled, after, state
):
    """Served in its turn by the one service that gives seats: here, the free seat is offered to her again."""
    motif.waitlist_offer_hours = 24
    motif.save()
    chloe = ask("Chloé").participation
    leave(full[0])
    chloe.refresh_from_db()
    assert chloe.state == State.OFFERED
    edit = cancelled()
    undo_edit(edit_id=edit.pk, actor=planner, now=chloe.offer_expires_at + after)
    row, history = Participation.objects.get(pk=chloe.pk), list(chloe.history.order_by("history_id"))

    assert (row.state, row.queued_at) == (State.OFFERED, chloe.queued_at)
    assert (row.offer_expires_at == chloe.offer_expires_at) == (state == "offered")
    assert state in [entry.state for entry in history[-2:]]


@pytest.mark.parametrize("rule", ConflictRule)
def test_a_room_that_was_taken_meanwhile_warns_or_prevents(seance, planner, cancelled, crest, drome, rule):
    room = world.venue(drome)
    seance.venue = room
    record(seance, user=None, update_fields=["venue"])
    drome.room_conflicts = rule
    drome.save()
    edit = cancelled()
    other = world.occurrence(world.action(crest, world.motif(crest, "Lecture")), venue=room)
    other.starts_at, other.ends_at = seance.starts_at, seance.ends_at
    record(other, user=None, update_fields=["starts_at", "ends_at"])
    foretold = foretell_restoration(edit, now=timezone.now())

    if rule == ConflictRule.WARN:
        assert any(sentence.startswith("Attention, séance du ") for sentence in foretold.sentences)
        undo_edit(edit_id=edit.pk, actor=planner)
        return
    assert "déjà pris" in foretold.obstacle
    with pytest.raises(ImpossibleDates, match=r"déjà pris .* Rien n’a changé."):
        undo_edit(edit_id=edit.pk, actor=planner)
    seance.refresh_from_db()
    assert seance.state == "cancelled"


def test_what_began_or_is_not_mine_is_not_taken_back(full, seance, planner, cancelled, agent):
    edit = cancelled()
    with pytest.raises(TooLate):
        undo_edit(edit_id=edit.pk, actor=planner, now=seance.starts_at)
    with pytest.raises(NotAllowed):
        undo_edit(edit_id=edit.pk, actor=agent)
    assert foretell_restoration(edit, now=seance.starts_at).obstacle


def test_what_the_software_cancelled_is_taken_back_and_it_does_not_cancel_again(full, seance, planner, in_force):
    """Nobody's act, but the policy's intention: whoever plans takes it back, and those who were told are told once (decision 0044)."""
    in_force({"minimum.participants": 5, "minimum.effect": "cancel", "minimum.days_before": 2})
    watch(now=seance.starts_at - timedelta(hours=30))
    edit = SeriesEdit.objects.get()
    assert (edit.author, edit.seances_count, edit.told_count) == ("Le logiciel", 1, 2)
    sent()
    now = seance.starts_at - timedelta(hours=20)
    assert foretell_restoration(edit, now=now).sentences[1:] == (
        "2 inscriptions redeviennent ce qu’elles étaient.",
        "Qui avait été prévenu apprend que la séance a finalement lieu.",
        "Le minimum d’inscrits n’est plus vérifié : la séance ne s’annulera plus d’elle-même.",
    )

    undo_edit(edit_id=edit.pk, actor=planner, now=now)
    watch(now=now + timedelta(hours=1))
    seance.refresh_from_db()
    assert (seance.state, written(Event.SEANCE_RESTORED).count()) == ("open", 2)
    assert list(Participation.objects.live().values_list("state", flat=True)) == [State.BOOKED] * 2
    assert list(Occurrence.objects.below_minimum(now)) == [seance], "agents still see that few people come"


def test_what_changed_after_the_cancellation_is_left_alone(ask, full, seance, planner, cancelled):
    """Somebody whose request was ended otherwise stays as she is."""
    edit = cancelled()
    seance.refresh_from_db()
    row = full[0].participation
    row.refresh_from_db()
    row.version += 1
    row.save()
    undo_edit(edit_id=edit.pk, actor=planner)

    assert list(Participation.objects.order_by("pk").values_list("state", flat=True)) == [State.REVOKED, State.BOOKED]
