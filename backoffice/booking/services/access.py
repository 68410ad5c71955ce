"""Who may act on an occurrence: asked once the row is loaded, so that no screen can forget it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.booking.enums import ActorKind
from backoffice.booking.models import Prescription
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.directory.enums import Activity
from backoffice.people.models import Usager

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from backoffice.actions.models import Occurrence
    from backoffice.booking.values import Actor
    from backoffice.directory.permissions import Perimeter

ALONE = frozenset({ActorKind.USAGER})


def require(actor: Actor, activity: Activity, occurrence: Occurrence) -> None:
    """Raise OutOfPerimeter when the occurrence does not exist for the actor, NotAllowed when her role lacks the activity."""
    if actor.kind == ActorKind.PRESCRIBER:
        raise OutOfPerimeter
    if actor.user is None:
        if actor.kind not in ALONE:
            raise NotAllowed
        return
    organisation = occurrence.action.organisation
    if actor.user.perimeter.may_in(activity, organisation):
        return
    if actor.user.perimeter.may_in(Activity.VIEW, organisation):
        raise NotAllowed
    raise OutOfPerimeter


def require_enrolment(actor: Actor, occurrence: Occurrence) -> None:
    """The same for asking for a seat, which a prescriber may do in an action that is open to her organisation, and nothing else."""
    if actor.kind != ActorKind.PRESCRIBER:
        require(actor, Activity.ENROL, occurrence)
    elif not is_open_to(actor, occurrence):
        raise OutOfPerimeter


def require_cancellation(actor: Actor, occurrence: Occurrence, participation_id: int) -> None:
    """The same for taking a request back: a prescriber does so for what her own organisation asked, where she may still enrol."""
    if actor.kind != ActorKind.PRESCRIBER:
        return require(actor, Activity.ENROL, occurrence)
    own = actor.organisation
    if actor.user is None or own is None or not actor.user.perimeter.may_in(Activity.ENROL, own):
        raise OutOfPerimeter
    if not Prescription.objects.filter(participation=participation_id, organisation=own).exists():
        raise OutOfPerimeter
    return None


def is_open_to(actor: Actor, occurrence: Occurrence) -> bool:
    """The action is open to the organisation that the prescriber acts for, where she may enrol."""
    if actor.user is None or actor.organisation is None:
        return False
    perimeter = actor.user.perimeter.holding(Activity.ENROL).in_organisation(actor.organisation.pk)
    opened = type(occurrence).objects.open_to_prescribers(perimeter)
    found: bool = opened.filter(pk=occurrence.pk).exists()
    return found


def may_overbook(actor: Actor, occurrence: Occurrence) -> bool:
    return actor.user is not None and actor.user.perimeter.may_in(Activity.OVERBOOK, occurrence.action.organisation)


def may_override(actor: Actor, occurrence: Occurrence) -> bool:
    return actor.user is not None and actor.user.perimeter.may_in(Activity.OVERRIDE, occurrence.action.organisation)


def perimeter_of(actor: Actor) -> Perimeter | None:
    """Where the actor reads files, which may be less than where she sees séances.

    None without account: the page that acts for the usager has proved who she is."""
    return actor.user.perimeter.holding(Activity.VIEW_PEOPLE) if actor.user else None


def usagers_within(perimeter: Perimeter | None) -> QuerySet[Usager]:
    """The files that somebody sees."""
    return Usager.objects.all() if perimeter is None else Usager.objects.within(perimeter)


def reachable_usagers(actor: Actor, occurrence: Occurrence) -> QuerySet[Usager]:
    """The files that the actor may enrol here: those she sees, in the territory of the occurrence."""
    return usagers_within(perimeter_of(actor)).filter(territory=occurrence.action.organisation.territory_id)


def organisation_behind(actor: Actor, occurrence: Occurrence) -> int | None:
    """The organisation that asks: the host when the agent is of it, otherwise her own; nobody's when the person books for herself."""
    if actor.organisation is not None:
        return actor.organisation.pk
    if actor.user is None:
        return None
    own, host = actor.user.perimeter.organisations, occurrence.action.organisation_id
    return host if host in own or not own else min(own)
