"""A message whose cause was overtaken while it waited in the outbox does not leave: what people read is true when they read it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from backoffice.booking.services import accept, approve, cancel_seances, reject, transfer
from backoffice.booking.services.messages import resending
from backoffice.booking.services.series.editing import edit_series
from backoffice.booking.services.series.reaching import version_of
from backoffice.booking.services.series.undoing import undo_edit
from backoffice.booking.values import Actor
from backoffice.notifications.enums import AFTERWARDS, Event, MessageState, Trouble
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services import About, deliver_due, owe
from backoffice.policies.models import Condition, Policy, Rule
from backoffice.policies.services import publish
from tests import world


@pytest.fixture
def hers(ask):
    return ask("Alix")


@pytest.fixture
def planner(claire):
    return Actor.agent(claire)


def owed(event, booking, number=1):
    """What is in the outbox, whatever owed it."""
    seance, person = booking.participation.occurrence, booking.participation.usager
    cause = f"participation-{booking.participation.pk}-essai-{event}-{number}"
    return owe(event=event, cause=cause, occurrence=seance, usager=person, now=timezone.now())[0]


def left(message):
    """Whether it left, at the next round; what did not says why."""
    deliver_due(now=timezone.now() + timedelta(minutes=2))
    message.refresh_from_db()
    assert message.state in (MessageState.SENT, MessageState.EXPIRED)
    if message.state == MessageState.EXPIRED:
        assert (message.trouble, message.attempts) == (Trouble.OVERTAKEN, 0)
        assert message.steps.get().get_trouble_display() == "L’inscription ou la séance a changé avant l’envoi"
    return message.state == MessageState.SENT


def elsewhere(booking, agent):
    later = world.occurrence(booking.participation.occurrence.action, in_days=14)
    transfer(
        participation_id=booking.participation.pk, occurrence_id=later.pk, actor=agent, idempotency_key="elsewhere"
    )


def cancelled_with_its_seance(booking, agent):
    cancel_seances(occurrence_ids=[booking.participation.occurrence_id], actor=agent, reason="Salle fermée")


SOON_AFTER = {
    "she cancels": lambda booking, agent, leave: leave(booking),
    "the service cancels": lambda booking, agent, leave: leave(booking, by_service=True, reason="Doublon"),
    "she moves": lambda booking, agent, leave: elsewhere(booking, agent),
    "the séance is cancelled": lambda booking, agent, leave: cancelled_with_its_seance(booking, agent),
}


@pytest.mark.parametrize("name", SOON_AFTER)
def test_what_speaks_of_a_seat_does_not_leave_once_she_has_none(name, hers, planner, leave):
    messages = [owed(event, hers) for event in (Event.REMINDER, Event.INSTRUCTIONS_CHANGED, Event.PROMOTED)]
    SOON_AFTER[name](hers, planner, leave)

    assert [left(message) for message in messages] == [False, False, False]


def test_the_same_message_leaves_when_nothing_happened(hers):
    assert left(owed(Event.REMINDER, hers))


def test_an_offer_and_its_reminder_do_not_leave_once_it_is_accepted(ask, full, leave, motif, agent):
    motif.waitlist_offer_hours = 24
    motif.save()
    waits = ask("Chloé")
    leave(full[0])
    offer = OutboxMessage.objects.get(event=Event.OFFERED)
    soon_over = owed(Event.OFFER_EXPIRING, waits)
    accept(participation_id=waits.participation.pk, actor=agent)

    assert not left(offer)
    assert not left(soon_over)
    assert left(OutboxMessage.objects.get(event=Event.BOOKED, usager=waits.participation.usager))


def test_who_comes_back_is_told_of_her_seat_and_not_of_her_departure(hers, ask, leave):
    leave(hers)
    ask(person=hers.participation.usager)

    assert not left(OutboxMessage.objects.get(event=Event.CANCELLED_BY_USAGER))
    assert OutboxMessage.objects.filter(event=Event.BOOKED, state=MessageState.SENT).count() == 2


def shift(booking, agent, hours):
    seance = booking.participation.occurrence
    seance.refresh_from_db()
    starts_at = seance.starts_at.astimezone(seance.territory.zone) + timedelta(hours=hours)
    said = {"summary": "Heure", "version": version_of(seance.action_id), "scope": "this", "actor": agent}
    return edit_series(occurrence_id=seance.pk, changes={"start_time": starts_at.time()}, **said).edit


def test_a_reminder_of_another_hour_does_not_leave_unless_the_change_is_taken_back(hers, planner):
    first, second = owed(Event.REMINDER, hers), owed(Event.REMINDER, hers, 2)
    edit = shift(hers, planner, 1)
    change = OutboxMessage.objects.get(event=Event.SEANCE_CHANGED)
    assert not left(first)
    assert left(change)
    OutboxMessage.objects.filter(pk=second.pk).update(state=MessageState.DUE, trouble="")
    OutboxMessage.objects.filter(pk=change.pk).update(state=MessageState.DUE)
    undo_edit(edit_id=edit.pk, actor=planner)

    assert left(second)


def test_an_older_change_never_arrives_after_a_newer_one(hers, planner):
    shift(hers, planner, 1)
    older = OutboxMessage.objects.get(event=Event.SEANCE_CHANGED)
    OutboxMessage.objects.filter(pk=older.pk).update(not_before=timezone.now() + timedelta(minutes=1))
    shift(hers, planner, 1)
    deliver_due(now=timezone.now() + timedelta(seconds=1))

    assert not left(older)
    assert OutboxMessage.objects.filter(event=Event.SEANCE_CHANGED, state=MessageState.SENT).count() == 1


def test_what_happens_once_is_told_whatever_it_is(hers, full_story):
    """Each act, followed by nothing, is told: only what was overtaken stays."""
    full_story()
    deliver_due(now=timezone.now() + timedelta(minutes=2))
    told = OutboxMessage.objects.filter(state=MessageState.SENT)

    assert {Event.PENDING, Event.APPROVED, Event.REJECTED} & set(told.values_list("event", flat=True)) == {
        Event.APPROVED,
        Event.REJECTED,
    }


@pytest.fixture
def full_story(ask, seance, drome, motif, claire, planner):
    """One request is approved, another one refused, before anything left."""

    def story():
        policy = Policy.objects.create(territory=drome, code="accord", name="Accord")
        rule = Rule.objects.create(policy=policy, code="regle", title="Règle", answers={"usager": "approval"})
        Condition.objects.create(rule=rule, fact="request.party_size", operator="at_least", value=1)
        policy.motifs.add(motif)
        publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)
        first, second = (ask(name, actor=Actor.usager()) for name in ("Bintou", "Chloé"))
        approve(participation_id=first.participation.pk, actor=planner)
        reject(participation_id=second.participation.pk, actor=planner, reason="Déjà venue")

    return story


def test_what_speaks_of_several_seances_is_told_although_she_left_the_first(hers, leave):
    later = world.occurrence(hers.participation.occurrence.action, in_days=14)
    seance, person = hers.participation.occurrence, hers.participation.usager
    message = owe(
        event=Event.SEANCE_CHANGED,
        cause="several",
        occurrence=seance,
        usager=person,
        now=timezone.now(),
        about=About(others=(later,)),
    )[0]
    leave(hers)

    assert left(message)


def test_every_event_about_an_inscription_says_when_it_is_true():
    """A new one must be judged too."""
    said = {*resending.TRUE_FOR, Event.SEANCE_CANCELLED}

    assert said == set(Event)
    assert set(AFTERWARDS) <= set(resending.TRUE_FOR)
