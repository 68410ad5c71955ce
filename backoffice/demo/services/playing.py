"""Play the script through the services of booking, in the order of time: every seat has its decision. What was played already is left alone."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING

from django.db.models import Max

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import ATTENDANCE, ActorKind, State
from backoffice.booking.errors import AtAnotherStation
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services import (
    book,
    cancel,
    change_seats,
    close_sheet,
    mark_attendance,
    mark_everyone_present,
    promote,
)
from backoffice.booking.values import Actor
from backoffice.catalogue.enums import WaitlistMode
from backoffice.demo.values.script import Act

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backoffice.demo.services.ground import Ground
    from backoffice.demo.values.script import Step

LATE = 0.04
CANCELLABLE = (State.BOOKED, State.WAITING)


class Player:
    """Plays the steps of one territory. Everything before `since` was played by an earlier run; attendance may be noted late."""

    def __init__(self, ground: Ground, people: Mapping[str, int]) -> None:
        self.ground, self.people = ground, people
        here = {"occurrence__action__organisation__territory": ground.territory}
        decisions = Decision.objects.filter(idempotency_key__startswith="demo-", **here).order_by()
        self.booked: dict[str, int | None] = dict(decisions.values_list("idempotency_key", "participation"))
        self.since = decisions.aggregate(latest=Max("decided_at"))["latest"]
        noted = Participation.objects.filter(state__in=ATTENDANCE, **here).order_by()
        self.due: defaultdict[tuple[str, State], float] = defaultdict(float)
        self.noted = set(noted.values_list("occurrence", flat=True))
        self.handlers = {
            Act.SEATS: self.change_seats,
            Act.BOOK: self.book,
            Act.CANCEL: self.cancel,
            Act.PROMOTE: self.promote,
            Act.CLOSE: self.close_list,
            Act.ATTEND: self.note_attendance,
        }

    def play(self, steps: Iterable[Step]) -> None:
        for step in sorted(steps, key=lambda step: (step.at, step.key, step.act.value)):
            if self.since is None or step.at > self.since or step.act is Act.ATTEND:
                self.handlers[step.act](step)

    def agent(self, step: Step) -> Actor:
        organisation = self.ground.organisations[step.action.organisation]
        return Actor.agent(Random(step.seed).choice(self.ground.agents(organisation)))

    def change_seats(self, step: Step) -> None:
        change_seats(
            occurrence_id=step.session.occurrence_id,
            seats=step.action.weekly.wider,
            actor=Actor.agent(self.ground.referente),
            reason=step.reason,
            now=step.at,
        )

    def book(self, step: Step) -> None:
        if step.key in self.booked or step.person not in self.people:
            return
        self.booked[step.key] = None
        with suppress(AtAnotherStation):  # she is told, as at the desk, and asks for nothing else that day
            booking = book(
                occurrence_id=step.session.occurrence_id,
                usager_id=self.people[step.person],
                actor=Actor.usager() if step.by_usager else self.agent(step),
                idempotency_key=step.key,
                overbook=step.overbook,
                reason=step.reason,
                now=step.at,
            )
            self.booked[step.key] = booking.participation.pk if booking.participation else None

    def cancel(self, step: Step) -> None:
        participation = Participation.objects.filter(pk=self.booked.get(step.key), state__in=CANCELLABLE).first()
        if participation is not None:
            actor = Actor.usager() if step.by_usager and participation.channel == ActorKind.USAGER else self.agent(step)
            self.leave(participation, step, actor, by_service=not step.by_usager)

    def leave(self, participation: Participation, step: Step, actor: Actor, *, by_service: bool) -> None:
        cancel(participation_id=participation.pk, actor=actor, by_service=by_service, reason=step.reason, now=step.at)

    def promote(self, step: Step) -> None:
        """An agent gives the seat where the waiting list is not automatic."""
        motif = self.ground.motifs[step.action.motif]
        if motif.waitlist_mode != WaitlistMode.MANUAL:
            return
        first = Participation.objects.filter(occurrence=step.session.occurrence_id).waiting_in_order().first()
        free = Occurrence.objects.filter(pk=step.session.occurrence_id).with_seats().filter(seats_left__gt=0)
        if first is not None and free.exists():
            promote(participation_id=first.pk, actor=self.agent(step), now=step.at)

    def close_list(self, step: Step) -> None:
        """The eve of the séance: the people who still wait are told."""
        waiting = Participation.objects.filter(occurrence=step.session.occurrence_id).waiting_in_order()
        for participation in waiting:
            self.leave(participation, step, self.agent(step), by_service=True)

    def note_attendance(self, step: Step) -> None:
        """The exceptions one by one, then everyone else in one gesture."""
        occurrence_id = step.session.occurrence_id
        if occurrence_id in self.noted:
            return
        actor, now = self.agent(step), max(step.at, self.since or step.at)
        for participation_id, state in self.exceptions(step):
            mark_attendance(participation_id=participation_id, state=state, actor=actor, now=now)
        mark_everyone_present(occurrence_id=occurrence_id, actor=actor, now=now)
        close_sheet(occurrence_id=occurrence_id, actor=actor, now=now)

    def exceptions(self, step: Step) -> list[tuple[int, State]]:
        """Who does not come, who comes late: the rates of the action, kept from one séance to the next so that small groups meet them too."""
        rows = Participation.objects.filter(occurrence=step.session.occurrence_id, state=State.BOOKED)
        booked = list(rows.order_by("pk").values_list("pk", flat=True))
        Random(step.seed).shuffle(booked)
        absent, late = (
            self.share(step.action.ref, state, rate * len(booked))
            for state, rate in ((State.NOSHOW, step.action.demand.absences), (State.LATE, LATE))
        )
        states = [State.NOSHOW] * absent + [State.LATE] * late
        return list(zip(booked, states, strict=False))

    def share(self, ref: str, state: State, expected: float) -> int:
        """The whole number of people; what is left of the expected number waits for the next séance."""
        due = self.due[ref, state] + expected
        self.due[ref, state] = due - int(due)
        return int(due)
