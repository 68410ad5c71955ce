"""Orient somebody to another organisation's séance, follow what the policy lets one see, take the request back. One door for access: `book`'s."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import ATTENDANCE, DecisionKind, Item, State
from backoffice.booking.models import Participation, Prescription
from backoffice.booking.services.booking import book
from backoffice.booking.services.cancelling import cancel
from backoffice.booking.services.deadlines import deadline
from backoffice.booking.services.deciding import Request, decide
from backoffice.booking.services.explaining import told_to_prescriber
from backoffice.booking.services.policies import parameters_in_force
from backoffice.booking.services.transferring import transfer
from backoffice.booking.values import Actor, Transmission
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.directory.enums import Activity
from backoffice.directory.models import Organisation
from backoffice.directory.permissions import Grant, Perimeter
from backoffice.people.models import Usager
from config_rules import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from backoffice.booking.services.cancelling import Cancellation
    from backoffice.booking.services.transferring import Transfer
    from backoffice.booking.values import Booking
    from backoffice.directory.models import User
    from backoffice.people.values.answers import AnswerValue

NOTHING, ATTENDANCE_TOO = "nothing", "attendance"
NOT_SHOWN = "Non communiqué"
OVER = "Séance passée"
CLOSED = ("access.", "window.")


def prescribing_perimeter(user: User) -> Perimeter:
    """Where the user enrols: what she may orient from."""
    return user.perimeter.holding(Activity.ENROL)


def prescriber_for(*, occurrence: Occurrence, user: User, usager: Usager | None = None) -> Actor:
    """The user, acting for one of her organisations to which this action is open: one that follows the person, if there is one.

    Raises OutOfPerimeter when there is none: for her this séance does not exist."""
    perimeter = prescribing_perimeter(user)
    opened = Occurrence.objects.filter(pk=occurrence.pk)
    own = [
        key
        for key in sorted(perimeter.organisations)
        if opened.open_to_prescribers(perimeter.in_organisation(key)).exists()
    ]
    if not own or not opened.open_to_prescribers(perimeter).exists():
        raise OutOfPerimeter
    followed = usager.organisations.filter(pk__in=own).order_by("pk").first() if usager else None
    return Actor.prescriber(user, followed or Organisation.objects.get(pk=own[0]))


def prescribe(
    *,
    occurrence_id: int,
    usager_id: int,
    user: User,
    items: Iterable[str],
    note: str,
    idempotency_key: str,
    reason: str = "",
    answers: Mapping[str, AnswerValue] | None = None,
    now: datetime | None = None,
) -> Booking:
    """Ask for a seat for somebody of one's own files, transmitting only `items` and the note. Raises as `book` does."""
    usager = Usager.objects.visible_to(user, Activity.VIEW_PEOPLE).filter(pk=usager_id).first()
    occurrence = Occurrence.objects.filter(pk=occurrence_id).first()
    if usager is None or occurrence is None:
        raise OutOfPerimeter
    return book(
        occurrence_id=occurrence_id,
        usager_id=usager_id,
        actor=prescriber_for(occurrence=occurrence, user=user, usager=usager),
        idempotency_key=idempotency_key,
        reason=reason,
        transmission=Transmission(tuple(sorted(set(items) & set(Item.values))), note.strip()),
        answers=answers,
        now=now,
    )


def cancel_prescription(
    *, prescription_id: int, user: User, reason: str = "", now: datetime | None = None
) -> Cancellation:
    """Take back a request of one's own organisation, as long as the policy in force allows it. Raises OutOfPerimeter, and as `cancel` does."""
    prescription = own_prescription(prescription_id, user)
    actor = Actor.prescriber(user, prescription.organisation)
    return cancel(participation_id=prescription.participation_id, actor=actor, by_service=False, reason=reason, now=now)


def move_prescription(
    *,
    prescription_id: int,
    occurrence_id: int,
    user: User,
    idempotency_key: str,
    reason: str = "",
    now: datetime | None = None,
) -> Transfer:
    """Move a request of one's own organisation to another séance that is open to it. Raises OutOfPerimeter, and as `transfer` does."""
    prescription = own_prescription(prescription_id, user)
    return transfer(
        participation_id=prescription.participation_id,
        occurrence_id=occurrence_id,
        actor=Actor.prescriber(user, prescription.organisation),
        idempotency_key=idempotency_key,
        reason=reason,
        now=now,
    )


def may_still(act: str, prescription: Prescription, user: User, now: datetime) -> bool:
    """Worth a link: the policy allows this act to prescribers, and its deadline has not passed. The service judges."""
    actor = Actor.prescriber(user, prescription.organisation)
    limit = deadline(act, prescription.participation.occurrence, actor, now)
    return limit is not None and now <= limit


def why_closed(occurrence: Occurrence, user: User, now: datetime) -> str:
    """What keeps every prescriber from enrolling here now, whoever the person is: the policy's access and dates. Nothing when it is open."""
    somebody, actor = Usager(territory=occurrence.territory), prescriber_for(occurrence=occurrence, user=user)
    answer = decide(Request(DecisionKind.BOOK, occurrence, somebody, actor, now, is_preview=True))
    reasons = tuple(one for one in answer.verdict.reasons if one.code.startswith(CLOSED))
    if not reasons:
        return ""
    verdict = replace(answer.verdict, reasons=reasons, headline=reasons[0], outcome=Outcome.REFUSE)
    return " ".join(told_to_prescriber(verdict, answer.policy).reasons)


def own_prescription(prescription_id: int, user: User) -> Prescription:
    rows = Prescription.objects.visible_to(user, Activity.ENROL).select_related("participation", "organisation")
    found: Prescription | None = rows.filter(pk=prescription_id).first()
    if found is None:
        raise OutOfPerimeter
    return found


def shown_state(prescription: Prescription, now: datetime) -> str:
    """What the policy lets a prescriber read afterwards: nothing, the state, or the attendance too. The participation's place is loaded."""
    participation = prescription.participation
    sees = parameters_in_force(participation.occurrence, now)["prescriber.sees"].value
    state = State(participation.state)
    if sees == NOTHING:
        return NOT_SHOWN
    if sees != ATTENDANCE_TOO and (participation.occurrence.starts_at <= now or state in ATTENDANCE):
        return OVER
    return str(state.label)


def host_reads_file(occurrence: Occurrence, usager: Usager) -> bool:
    """The sharing of the territory lets the agents of the host find this file: what is ticked hides nothing from them."""
    host = occurrence.action.organisation
    agent = Perimeter(None, is_unlimited=False, grants=(Grant(host.territory_id, host.pk, host.group_id, frozenset()),))
    return Usager.objects.filter(Usager.objects.perimeter_condition(agent), pk=usager.pk).exists()


def already_there(usager: Usager, occurrence: Occurrence, user: User) -> str:
    """The state of her place here if this reader may know it: her organisation prescribed it, or the territory shares histories."""
    live = Participation.objects.live().filter(usager=usager, occurrence=occurrence)
    own = live.filter(prescription__organisation__in=prescribing_perimeter(user).organisations).first()
    found = own or live.visible_to(user, Activity.VIEW_PEOPLE).first()
    return str(found.get_state_display()) if found else ""
