"""Start, stop, resume; and what the worker does: one line after the other, each through `book`, as the agent who sent the list.

Harmless when lost, doubled or killed: one worker at a time holds a list (a lease), each line has its own key, a file and the line that asked for
it are written together. A line that was applied is never applied again."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_q.tasks import async_task

from backoffice.booking.enums import SETTLED, BatchState, LineState, State
from backoffice.booking.errors import NothingToEnrol
from backoffice.booking.models import BatchEnrolment, BatchLine
from backoffice.booking.services.batches.drafting import draft_of, require_lists
from backoffice.booking.services.batches.foreseeing import person_to_be
from backoffice.booking.services.batches.questions import (
    about_person,
    codes_of_communes,
    fields_for,
    typed_of,
)
from backoffice.booking.services.booking import book
from backoffice.booking.services.explaining import explanation
from backoffice.booking.values import Actor
from backoffice.console.base.acts import acting
from backoffice.console.base.errors import BackofficeError, Busy, NotAllowed, OutOfPerimeter
from backoffice.console.base.history import record
from backoffice.console.base.tasks import one_by_one
from backoffice.directory.enums import Activity
from backoffice.directory.models import User
from backoffice.people.models import Usager
from backoffice.people.services import create_usager

if TYPE_CHECKING:
    from uuid import UUID

    from backoffice.booking.services.batches.questions import Fields
    from backoffice.booking.values import Booking

TASK = "backoffice.booking.tasks.enrol_lists"
LEASE = timedelta(seconds=90)
# A task of the worker is killed after 60 s: it stops by itself before, and rings for the rest.
ROUND_SECONDS = 35
REASON = "Inscription par liste"
RIGHTS_CHANGED = "La personne qui a envoyé cette liste n’a plus le droit d’inscrire ici."
RESULTS = {
    State.BOOKED: (LineState.BOOKED, "Inscrite."),
    State.WAITING: (LineState.WAITING, "Sur la liste d’attente."),
    State.OFFERED: (LineState.WAITING, "Une place lui est proposée."),
    State.PENDING: (LineState.PENDING, "Demande à valider."),
}
log = structlog.get_logger("lists")


def start_batch(*, batch_id: int, user: User) -> BatchEnrolment:
    """Give the list to the worker. Lines that are not ready stay out. Raises NothingToEnrol, NotADraft, OutOfPerimeter, NotAllowed."""
    with transaction.atomic():
        batch = draft_of(batch_id, user)
        if not batch.lines.filter(state=LineState.READY).exists():
            raise NothingToEnrol
        turn(batch, BatchState.QUEUED, user, "Lancée")
        transaction.on_commit(ring, robust=True)
    return batch


def stop_batch(*, batch_id: int, user: User) -> BatchEnrolment:
    """Stop after the line under way. What was enrolled stays. A list that does not run changes nothing."""
    with transaction.atomic():
        batch = running_of(batch_id, user)
        if batch.state == BatchState.QUEUED:
            turn(batch, BatchState.STOPPED, user, "Arrêtée")
    return batch


def resume_batch(*, batch_id: int, user: User) -> BatchEnrolment:
    """Go on where it stopped. A list that runs, or is over, changes nothing."""
    with transaction.atomic():
        batch = running_of(batch_id, user)
        if batch.state == BatchState.STOPPED:
            batch.trouble = ""
            turn(batch, BatchState.QUEUED, user, "Reprise")
            transaction.on_commit(ring, robust=True)
    return batch


def running_of(batch_id: int, user: User) -> BatchEnrolment:
    rows = BatchEnrolment.objects.visible_to(user, Activity.ENROL).select_for_update(of=("self",))
    batch: BatchEnrolment | None = rows.filter(pk=batch_id).first()
    if batch is None:
        raise OutOfPerimeter
    require_lists(user, batch.occurrence)
    return batch


def turn(batch: BatchEnrolment, state: BatchState, user: User | None, reason: str) -> None:
    batch.state = state
    record(batch, user=user, reason=reason, update_fields=["state", "trouble", "finished_at"])


def ring() -> None:
    """Wake a worker. A lost ring costs a minute: the schedule rings too."""
    async_task(TASK)


def enrol_lists() -> bool:
    """Everything that waits, within the time of one task; False when something remains. A list that cannot go on stops no other."""
    until, is_done = time.monotonic() + ROUND_SECONDS, True
    waiting = BatchEnrolment.objects.filter(state=BatchState.QUEUED).order_by("created_at", "pk")
    with one_by_one() as alone:
        for key in list(waiting.values_list("pk", flat=True)):
            with alone(batch=key):
                is_done = apply(key, until) and is_done
    return is_done


def apply(batch_id: int, until: float) -> bool:
    """One list, line by line. True when this list needs nobody any more, or somebody else holds it."""
    if not claim(batch_id):
        return True
    try:
        return apply_lines(batch_id, until)
    finally:
        BatchEnrolment.objects.filter(pk=batch_id).update(claimed_until=None)


def claim(batch_id: int) -> bool:
    """Compare and set: one worker at a time. A worker that died holds nothing once its lease has ended."""
    now = timezone.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    rows = BatchEnrolment.objects.filter(free, pk=batch_id, state=BatchState.QUEUED)
    return bool(rows.update(claimed_until=now + LEASE))


def apply_lines(batch_id: int, until: float) -> bool:
    keys = (
        BatchLine.objects.filter(batch=batch_id, state=LineState.READY).order_by("number").values_list("pk", flat=True)
    )
    for key in list(keys):
        batch = BatchEnrolment.objects.select_related("user", "occurrence__action__organisation").get(pk=batch_id)
        if batch.state != BatchState.QUEUED:
            return True
        if time.monotonic() > until:
            return False
        try:
            apply_line(key, batch)
        except (NotAllowed, OutOfPerimeter):
            return give_up(batch)
        except Busy:
            return False
    finish(batch_id)
    return True


def apply_line(line_id: int, batch: BatchEnrolment) -> None:
    """One person, as if the agent had enrolled her. Raises Busy (the line stays ready), NotAllowed, OutOfPerimeter."""
    line = BatchLine.objects.get(pk=line_id)
    user = User.objects.get(pk=batch.user_id)
    fields = fields_for(batch.occurrence, Actor.importer(user)) if line.answers else {}
    try:
        usager_id = line.usager_id or file_for(line_id, batch, user, fields).pk
        with acting(user, act_of(batch)):
            booking = book(
                occurrence_id=batch.occurrence_id,
                usager_id=usager_id,
                actor=Actor.importer(user),
                idempotency_key=line.key,
                party_size=line.party_size,
                answers=typed_of(line, fields),
            )
    except (NotAllowed, OutOfPerimeter, Busy):
        raise
    except BackofficeError as error:
        settle(line_id, LineState.FAILED, error.message)
        return
    settle(line_id, *result_of(booking), decision_id=booking.decision.pk)


def act_of(batch: BatchEnrolment) -> UUID:
    """The whole list is one act, however many rounds it takes: its messages are withdrawn together."""
    return uuid5(NAMESPACE_URL, f"list-{batch.pk}")


def file_for(line_id: int, batch: BatchEnrolment, user: User, fields: Fields) -> Usager:
    """Create the file, and write it on the line in the same transaction: a crash leaves both, or none."""
    with transaction.atomic():
        line = BatchLine.objects.select_for_update().get(pk=line_id)
        written: Usager | None = line.usager
        if written is not None:
            return written
        communes = codes_of_communes(batch.occurrence.territory) if line.commune else {}
        person = person_to_be(line, batch.occurrence, communes)
        person.answers = about_person(line, fields, {})
        usager = create_usager(
            usager=person,
            organisation=batch.occurrence.action.organisation,
            user=user,
            is_another_person=line.is_another_person,
            reason=REASON,
        )
        line.usager = usager
        line.save(update_fields=["usager"])
        return usager


def result_of(booking: Booking) -> tuple[LineState, str]:
    if booking.participation is None:
        told = " ".join(explanation(booking.decision).reasons) or "L’inscription n’est pas possible."
        already = booking.decision.headline in ("integrity.enrolled", "integrity.on_the_way")
        return LineState.ALREADY if already else LineState.REFUSED, told
    state, told = RESULTS[State(booking.participation.state)]
    party = booking.participation.party_size
    return state, f"{told} {party} personnes." if party > 1 else told


def settle(line_id: int, state: LineState, told: str, *, decision_id: int | None = None) -> None:
    """The line has its answer."""
    line = BatchLine.objects.get(pk=line_id)
    line.state, line.told, line.decision_id = state, told[:500], decision_id
    line.save(update_fields=["state", "told", "decision"])


def give_up(batch: BatchEnrolment) -> bool:
    """Rights were lost meanwhile: nobody else is enrolled in her name."""
    batch.trouble = RIGHTS_CHANGED
    turn(batch, BatchState.STOPPED, None, RIGHTS_CHANGED)
    log.warning("list_stopped", batch=batch.pk)
    return True


def finish(batch_id: int) -> None:
    with transaction.atomic():
        batch = BatchEnrolment.objects.select_for_update().get(pk=batch_id)
        if batch.state == BatchState.QUEUED and not batch.lines.filter(state=LineState.READY).exists():
            batch.finished_at = timezone.now()
            turn(batch, BatchState.DONE, None, "Terminée")


def progress_of(batch: BatchEnrolment) -> tuple[int, int]:
    """(lines that have their answer, lines given to the worker)."""
    states = list(batch.lines.values_list("state", flat=True).order_by())
    done = sum(state in SETTLED for state in states)
    return done, done + states.count(LineState.READY)
