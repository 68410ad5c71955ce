"""Each service against whatever may happen between its check and its write: right with the lock, wrong without it (reliability R2).

The commonest races (the last seat, offers, cancellations, moves, attendance, series, publication) have a file of their own; these are the others.
One act has checked and is about to write; the other one is done meanwhile. With the lock, it has to wait."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import Lift, State
from backoffice.booking.errors import AlreadyDrawn
from backoffice.booking.models import Acceptance, Participation
from backoffice.booking.services import attendance as ticking
from backoffice.booking.services import (
    audit,
    book,
    booking,
    cancel,
    cancel_group,
    cancel_seance,
    draw_lottery,
    drawing,
    mark_attendance,
    mark_everyone_present,
    offering,
    opening,
    personal,
    prepare_lottery,
    propose,
    reopen_enrolment,
    reorder,
    reordering,
    sheets,
    sweeping,
    undo_gesture,
    watch,
    watching,
)
from backoffice.booking.services.batches import applying, prepare_batch, start_batch
from backoffice.booking.services.messages import resending
from backoffice.booking.services.serving import Serving
from backoffice.booking.services.setting_quotas import set_quotas
from backoffice.booking.tasks import enrol_lists
from backoffice.booking.values import Actor
from backoffice.catalogue.models import Instruction
from backoffice.notifications.enums import Event, MessageState
from backoffice.notifications.models import OutboxMessage
from backoffice.policies.models import Parameter, Policy
from backoffice.policies.services import publish
from tests import world
from tests.concurrency import unlocked
from tests.concurrency.clients import REAL_TRANSACTIONS, together

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = REAL_TRANSACTIONS
NOBODY_COMES_SECONDS, SOMEBODY_COMES_SECONDS = 0.15, 20


@dataclass
class Race:
    """`first` is about to call `about_to` when `second` happens; what went wrong is read from the two answers and from the database."""

    first: Callable[[], Any]
    about_to: tuple[Any, str]
    second: Callable[[], Any]
    is_wrong: Callable[[list[Any]], bool]


class Ground:
    """People, agents, and séances that no other race knows."""

    def __init__(self, crest, nadia, claire):
        self.crest, self.agent, self.planner = crest, Actor.agent(nadia), Actor.agent(claire)
        self.number = 0

    def seance(self, *, seats=1, policy=None, **motif):
        self.number += 1
        row = world.motif(self.crest, f"Course {self.number}", **motif)
        if policy:
            self.publish(row, policy)
        return world.occurrence(world.action(self.crest, row), seats_override=seats)

    def publish(self, motif, parameters):
        code = f"course-{self.number}"
        policy = Policy.objects.create(territory=motif.territory, code=code, name=code)
        policy.motifs.add(motif)
        for name, value in parameters.items():
            Parameter.objects.create(policy=policy, code=name, value=value)
        publish(policy_id=policy.pk, user=self.planner.user, reason="Essai", draft_version=policy.draft_version)

    def asks(self, seance, name, **options):
        who = {"usager_id": world.usager(self.crest, name).pk, "actor": self.agent, **options}
        return partial(book, occurrence_id=seance.pk, **who, idempotency_key=f"{seance.pk}-{name}")

    def enrolled(self, seance, *names):
        return [self.asks(seance, name)().participation for name in names]

    def freed(self, seance, *names):
        """A seat is free and these people wait for it."""
        alix, *others = self.enrolled(seance, "Alix", *names)
        self.leaves(alix)()
        return others

    def leaves(self, row):
        return partial(cancel, participation_id=row.pk, actor=self.agent, by_service=False)


def states(*rows):
    return [Participation.objects.get(pk=row.pk).state for row in rows]


def failed(answers):
    return any(isinstance(answer, Exception) for answer in answers)


def two_workers_serve_one_queue(on):
    seance = on.seance(waitlist_mode="manual")
    on.freed(seance, "Chloé", "Dalia")
    seance.action.motif.waitlist_mode = "automatic"
    seance.action.motif.save()
    serve = partial(sweeping.serve_queue, occurrence_id=seance.pk)
    return Race(serve, (Serving, "write"), serve, lambda answers: failed(answers) or bool(audit()))


def two_workers_remind_of_one_offer(on):
    seance = on.seance(waitlist_offer_hours=24)
    [chloe] = on.freed(seance, "Chloé")
    remind = partial(sweeping.remind, chloe.pk, seance.pk, now=None)
    reminded = chloe.history.filter(history_change_reason="Rappel de la proposition.")
    return Race(remind, (sweeping, "tell"), remind, lambda answers: failed(answers) or reminded.count() != 1)


def two_agents_propose_one_seat(on):
    seance = on.seance(waitlist_mode="manual")
    chloe, dalia = on.freed(seance, "Chloé", "Dalia")
    acts = [partial(propose, participation_id=row.pk, actor=on.agent, reason="Au guichet") for row in (chloe, dalia)]
    return Race(acts[0], (offering, "move"), acts[1], lambda _: states(chloe, dalia) == [State.OFFERED] * 2)


def somebody_is_put_last_while_a_seat_is_freed(on):
    """Put last then passed over, or served and never put last: not both."""
    seance = on.seance()
    alix, chloe, _dalia = on.enrolled(seance, "Alix", "Chloé", "Dalia")
    put_last = partial(reorder, participation_id=chloe.pk, lift=Lift.AFTER, actor=on.agent, reason="À sa demande")
    served_and_last = Participation.objects.filter(pk=chloe.pk, state=State.BOOKED, lift=Lift.AFTER)
    return Race(put_last, (reordering, "record"), on.leaves(alix), lambda _: served_and_last.exists())


def two_seeds_are_chosen(on):
    seance = on.seance(policy={"waitlist.order": "lottery"})
    prepare = partial(prepare_lottery, occurrence_id=seance.pk, actor=on.planner, reason="Équité")
    return Race(prepare, (drawing, "record"), prepare, lambda answers: failed(answers) or answers[0] != answers[1])


def one_list_is_drawn_twice(on):
    seance = on.seance(policy={"waitlist.order": "lottery"})
    on.enrolled(seance, "Alix", "Chloé", "Dalia")
    prepare_lottery(occurrence_id=seance.pk, actor=on.planner, reason="Équité")
    draw = partial(draw_lottery, occurrence_id=seance.pk, actor=on.planner)
    return Race(draw, (drawing, "rank_everybody"), draw, lambda answers: AlreadyDrawn not in map(type, answers))


def quotas_are_set_while_somebody_enrols(on):
    """Once « Places réservées » has answered, nobody enters against it."""
    seance, inside = on.seance(), Participation.objects.filter(state=State.BOOKED)

    def nobody_by_herself():
        set_quotas(occurrence_id=seance.pk, quotas={"quota.maximum": {"channel:usager": 0}}, actor=on.planner)
        return inside.filter(occurrence=seance).count()

    enters = on.asks(seance, "Alix", actor=Actor.usager())
    return Race(enters, (booking, "enrol"), nobody_by_herself, lambda answers: not answers[1])


def a_seance_is_reopened_while_it_is_cancelled(on):
    seance = on.seance()
    opening.close_enrolment(occurrence_id=seance.pk, actor=on.planner)
    reopen = partial(reopen_enrolment, occurrence_id=seance.pk, actor=on.planner)
    end = partial(cancel_seance, occurrence_id=seance.pk, actor=on.planner, reason="Salle fermée")
    is_open = Occurrence.objects.filter(pk=seance.pk, state="open")
    return Race(reopen, (opening, "record"), end, lambda _: is_open.exists())


def a_day_is_cancelled_while_somebody_enrols(on):
    seance = on.seance()
    day = seance.action.groups.create(name="Forum")
    Occurrence.objects.filter(pk=seance.pk).update(group=day)
    end = partial(cancel_group, group_id=day.pk, actor=on.planner, reason="Salle fermée")
    inside = Participation.objects.live().filter(occurrence=seance)
    return Race(on.asks(seance, "Alix"), (booking, "enrol"), end, lambda _: inside.exists())


def a_list_and_an_agent_take_the_last_seat(on):
    seance = on.seance()
    file = ContentFile("Nom;Prénom;Téléphone\nMartin;Lou;06 39 98 00 02\n".encode())
    batch = prepare_batch(occurrence_id=seance.pk, file=file, source="Liste", user=on.agent.user)
    start_batch(batch_id=batch.pk, user=on.agent.user)
    seated = Participation.objects.filter(occurrence=seance, state=State.BOOKED)
    return Race(enrol_lists, (booking, "enrol"), on.asks(seance, "Alix"), lambda _: seated.count() != 1)


def an_absence_is_noted_while_everyone_is_present(on):
    seance = on.seance(seats=2)
    alix, bintou = on.enrolled(seance, "Alix", "Bintou")
    at = {"actor": on.agent, "now": seance.ends_at}
    mark_attendance(participation_id=bintou.pk, state=State.ATTENDED, **at)
    everyone = partial(mark_everyone_present, occurrence_id=seance.pk, **at)
    absent = partial(mark_attendance, participation_id=alix.pk, state=State.NOSHOW, **at)
    return Race(everyone, (ticking, "move_together"), absent, lambda _: states(alix) != [State.NOSHOW])


def a_gesture_is_undone_while_it_is_corrected(on):
    seance = on.seance()
    [alix] = on.enrolled(seance, "Alix")
    at = {"actor": on.agent, "now": seance.ends_at}
    mark_attendance(participation_id=alix.pk, state=State.ATTENDED, **at)
    gesture = sheets.sheet_of(seance).gesture["id"]
    undo = partial(undo_gesture, occurrence_id=seance.pk, gesture_id=gesture, **at)
    late = partial(mark_attendance, participation_id=alix.pk, state=State.LATE, **at)
    return Race(undo, (sheets, "put_one_back"), late, lambda _: states(alix) != [State.LATE])


def two_workers_check_one_minimum(on):
    seance = on.seance(policy={"minimum.participants": 2, "minimum.effect": "cancel", "minimum.days_before": 7})
    morning = seance.starts_at - timezone.timedelta(hours=1)
    look = partial(watch, now=morning)
    return Race(look, (watching, "check"), look, lambda answers: sum(map(len, answers)) != 1)


def a_confirmation_is_sent_again_while_she_cancels(on):
    """The last thing that she reads is what is true."""
    seance = on.seance()
    [alix] = on.enrolled(seance, "Alix")
    mine = OutboxMessage.objects.filter(usager=alix.usager)
    mine.update(state=MessageState.SENT)
    wanted = {"message_id": mine.get().pk, "channel": "sms", "user": on.agent.user, "key": "k"}
    last = mine.order_by("-pk").values_list("event", flat=True)
    again = partial(resending.resend, **wanted)
    return Race(again, (resending, "owe_again"), on.leaves(alix), lambda _: last[0] == Event.BOOKED)


def consignes_are_accepted_by_two_clicks(on):
    seance = on.seance()
    consigne = Instruction.objects.create(motif=seance.action.motif, text="Venir à jeun", must_be_accepted=True)
    [alix] = on.enrolled(seance, "Alix")

    def click():
        place = personal.OwnPlace(alix, timezone.now())
        personal.accept_consignes(place, [one.mark for one in place.to_accept])

    kept = Acceptance.objects.filter(instruction=consigne)
    return Race(click, (personal, "keep_acceptances"), click, lambda _: kept.count() != 1)


RACES = (
    two_workers_serve_one_queue,
    two_workers_remind_of_one_offer,
    two_agents_propose_one_seat,
    somebody_is_put_last_while_a_seat_is_freed,
    two_seeds_are_chosen,
    one_list_is_drawn_twice,
    quotas_are_set_while_somebody_enrols,
    a_seance_is_reopened_while_it_is_cancelled,
    a_day_is_cancelled_while_somebody_enrols,
    a_list_and_an_agent_take_the_last_seat,
    an_absence_is_noted_while_everyone_is_present,
    a_gesture_is_undone_while_it_is_corrected,
    two_workers_check_one_minimum,
    a_confirmation_is_sent_again_while_she_cancels,
    consignes_are_accepted_by_two_clicks,
)


def run(race: Race, patience: float) -> list[Any]:
    """The pause: who comes first waits, once, until the other has finished, or until it is clear that the other cannot come."""
    arrived, finished = threading.Event(), threading.Event()
    module, name = race.about_to
    act = getattr(module, name)

    def wait_then_act(*given, **named):
        if not arrived.is_set():
            arrived.set()
            finished.wait(patience)
        return act(*given, **named)

    def meanwhile():
        assert arrived.wait(10), "the first act never came to its write"
        try:
            return race.second()
        finally:
            finished.set()

    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(module, name, wait_then_act)
        return together(race.first, meanwhile)


@pytest.fixture
def ground(crest, nadia, claire, monkeypatch):
    monkeypatch.setattr(applying, "ring", lambda: None)
    for person in (nadia, claire):
        person.perimeter  # noqa: B018 - read once, before the clients start
    return Ground(crest, nadia, claire)


def test_every_race_ends_well(ground):
    wrong = {}
    for make in RACES:
        race = make(ground)
        answers = run(race, NOBODY_COMES_SECONDS)
        if race.is_wrong(answers):
            wrong[make.__name__] = answers

    assert wrong == {}


def test_negative_control_without_lock_nor_check_every_race_ends_wrong(ground, seance, without_lock, without_check):
    """If this test fails, the one above proves nothing about the races that it names."""
    right = {}
    for make in RACES:
        race = make(ground)
        answers = run(race, SOMEBODY_COMES_SECONDS)
        if not race.is_wrong(answers):
            right[make.__name__] = answers
        unlocked.put_right()

    assert right == {}
