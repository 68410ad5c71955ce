"""Consignes: what a person accepted is kept with her inscription, word for word; a change of consignes is told when somebody decides so."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import State
from backoffice.booking.models import Acceptance, Participation
from backoffice.booking.services.foretelling_many import per_person
from backoffice.booking.services.locking import LOADED
from backoffice.catalogue.enums import Moment
from backoffice.catalogue.models import Instruction, Motif
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import Event, MessageState
from backoffice.notifications.services import About, owe
from backoffice.notifications.services.foretelling import Telling

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from backoffice.directory.models import User

TOLD_AT = {Moment.CHOICE, Moment.CONFIRMATION}


@dataclass(frozen=True)
class Consigne:
    """One consigne as it is read at enrolment. `mark` changes with its text: what is accepted is what was read."""

    instruction: Instruction

    @property
    def mark(self) -> str:
        digest = hashlib.sha256(self.instruction.text.encode()).hexdigest()[:12]
        return f"{self.instruction.pk}-{digest}"

    @property
    def text(self) -> str:
        return self.instruction.text

    @property
    def must_be_accepted(self) -> bool:
        return self.instruction.must_be_accepted


def consignes_of(occurrence: Occurrence) -> list[Consigne]:
    """What is told at enrolment, in order: everything to accept, and what the référente shows at the choice or at the confirmation."""
    rows = Instruction.objects.filter(motif=occurrence.action.motif_id).order_by("position", "pk")
    return [Consigne(row) for row in rows if row.must_be_accepted or TOLD_AT.intersection(row.moments)]


def keep_acceptances(
    participation: Participation, accepted: Iterable[Instruction], *, user: User | None, at: datetime
) -> None:
    """Inside the transaction of the enrolment."""
    for instruction in accepted:
        Acceptance.objects.create(
            participation=participation, instruction=instruction, text=instruction.text, accepted_at=at, user=user
        )


def motif_to_tell(motif_id: int, user: User) -> Motif:
    """Raises OutOfPerimeter, or NotAllowed when she configures this motif nowhere."""
    motif: Motif | None = Motif.objects.visible_to(user).filter(pk=motif_id).first()
    if motif is None:
        raise OutOfPerimeter
    places = motif.organisations.values_list("pk", flat=True)
    if not any(
        user.perimeter.may(Activity.CONFIGURE, territory_id=motif.territory_id, organisation_id=place)
        for place in places
    ):
        raise NotAllowed
    return motif


def people_to_tell(motif: Motif, user: User, now: datetime) -> list[Participation]:
    """Those who have a place in a séance to come that this user sees, soonest first."""
    seances = Occurrence.objects.visible_to(user, Activity.CONFIGURE).upcoming(now).filter(action__motif=motif)
    loaded = [f"occurrence__{name}" for name in LOADED if name != "counters"]
    rows = Participation.objects.filter(state=State.BOOKED, occurrence__in=seances.order_by().values("pk"))
    return list(
        rows.select_related("usager__responsible", *loaded)
        .prefetch_related("occurrence__action__motif__instructions")
        .order_by("occurrence__starts_at", "pk")
    )


def tellings(motif: Motif, user: User, now: datetime) -> list[tuple[str, Telling]]:
    """(cause, what is told), each person once: the same consignes are never told twice to the same person."""
    texts = "\n".join(motif.instructions.order_by("position", "pk").values_list("text", flat=True))
    version = hashlib.sha256(texts.encode()).hexdigest()[:12]
    found = []
    for row, others in per_person(people_to_tell(motif, user, now)):
        cause = f"participation-{row.pk}-consignes-{version}"
        written = row.occurrence.messages.filter(key__startswith=f"{cause}-")
        held = written.filter(state=MessageState.CANCELLED).count()
        if written.count() == held:
            cause = f"{cause}-{held}" if held else cause
            telling = Telling(Event.INSTRUCTIONS_CHANGED, row.occurrence, row.usager, About(others=others))
            found.append((cause, telling))
    return found


def tell_instructions(*, motif_id: int, user: User, now: datetime | None = None) -> int:
    """Tell the consignes as they are now to everybody enrolled in a séance to come. How many people were written to."""
    now = now or timezone.now()
    motif = motif_to_tell(motif_id, user)
    with transaction.atomic():
        return sum(
            bool(
                owe(
                    event=told.event,
                    cause=cause,
                    occurrence=told.occurrence,
                    usager=told.usager,
                    now=now,
                    about=told.about,
                )
            )
            for cause, told in tellings(motif, user, now)
        )
