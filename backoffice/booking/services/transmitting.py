"""Keep what a prescriber transmits, as it is that day, beside the inscription that it goes with. Opens no file. Call with the occurrence locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.booking.enums import ActorKind, Item
from backoffice.booking.models import Prescription
from backoffice.booking.values import Transmission

if TYPE_CHECKING:
    from backoffice.booking.models import Participation
    from backoffice.booking.services.deciding import Request


def transmit(participation: Participation, request: Request) -> None:
    """Nothing unless a prescriber asks; names only when she ticked nothing. What was said of an inscription goes with it where it is moved."""
    if request.leaving is not None:
        return follow(participation, request.leaving)
    organisation = request.actor.organisation
    if request.actor.kind != ActorKind.PRESCRIBER or organisation is None:
        return None
    told, usager = request.transmission or Transmission(), request.usager
    Prescription.objects.create(
        participation=participation,
        organisation=organisation,
        last_name=usager.last_name,
        first_name=usager.first_name,
        phone=usager.contact.phone if Item.PHONE in told.items else "",
        email=usager.contact.email if Item.EMAIL in told.items else "",
        birth_date=usager.birth_date if Item.BIRTH_DATE in told.items else None,
        commune=usager.commune if Item.COMMUNE in told.items else "",
        note=told.note,
        created_at=request.now,
    )
    return None


def follow(participation: Participation, left: Participation) -> None:
    """Whoever moves it: the same words, from the same organisation, said the same day."""
    said = Prescription.objects.filter(participation=left.pk).first()
    if said is not None:
        said.pk, said.participation = None, participation
        said._state.adding = True
        said.save()
