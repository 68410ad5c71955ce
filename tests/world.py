"""A small world for tests: one function per thing, in the words of the minutes. Everything is made as the product makes it."""

from __future__ import annotations

import itertools
from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from backoffice.actions.models import CollectiveAction, Occurrence, OccurrenceCounters
from backoffice.catalogue.models import Motif, TypeLabel
from backoffice.directory.models import (
    Membership,
    Organisation,
    OrganisationGroup,
    Role,
    Service,
    Territory,
    User,
    Venue,
)
from backoffice.people.models import CustomField, FieldChoice, Usager

numbers = itertools.count(1)
PASSWORD = "un mot de passe assez long"


def territory(code: str = "26", name: str = "Drôme", **fields: Any) -> Territory:
    """Without quiet hours: a test reads the same at any hour."""
    always = {"quiet_from": time(8), "quiet_until": time(8)}
    return Territory.objects.create(code=code, name=name, **{**always, **fields})


def group(of: Territory, name: str = "Groupe") -> OrganisationGroup:
    return OrganisationGroup.objects.create(territory=of, name=name)


def organisation(of: Territory, name: str = "CMS de Crest", **fields: Any) -> Organisation:
    return Organisation.objects.create(territory=of, name=name, phone="04 75 00 00 00", **fields)


def user(first_name: str, role: str, of: Territory, at: Organisation | None = None) -> User:
    """Somebody with one standard role, in one organisation or in the whole territory."""
    email = f"{first_name.lower()}{next(numbers)}@example.org"
    person = User.objects.create_user(email, PASSWORD, first_name=first_name, last_name="Test")
    Membership.objects.create(
        user=person, role=Role.objects.get(name=role, territory=None), territory=of, organisation=at
    )
    return person


def motif(at: Organisation, name: str = "Préparation à la naissance", **fields: Any) -> Motif:
    place = at.territory
    service = Service.objects.get_or_create(territory=place, name="PMI", defaults={"short_name": "PMI"})[0]
    label = TypeLabel.objects.get_or_create(
        territory=place, internal_name="Atelier", defaults={"public_name": "Atelier", "sms_name": "Atelier"}
    )[0]
    row = Motif.objects.create(territory=place, name=name, service=service, type_label=label, **fields)
    row.organisations.add(at)
    return row


def action(at: Organisation, reason_to_come: Motif | None = None, **fields: Any) -> CollectiveAction:
    reason_to_come = reason_to_come or motif(at)
    return CollectiveAction.objects.create(motif=reason_to_come, organisation=at, title=reason_to_come.name, **fields)


def occurrence(of: CollectiveAction, *, in_days: float = 7, hours: int = 2, **fields: Any) -> Occurrence:
    starts_at = timezone.now() + timedelta(days=in_days)
    row = Occurrence.objects.create(
        action=of, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), **fields
    )
    OccurrenceCounters.objects.create(occurrence=row, seats=row.seats_with_origin.number)
    return row


def usager(at: Organisation, last_name: str = "Dumas", first_name: str = "Inès", **fields: Any) -> Usager:
    row = Usager(
        territory=at.territory, last_name=last_name, first_name=first_name, **{"phone": "06 39 98 00 01", **fields}
    )
    row.full_clean(exclude=["organisations"])
    row.save()
    row.organisations.add(at)
    return row


def venue(of: Territory, name: str = "CMS de Crest, salle 2", **fields: Any) -> Venue:
    return Venue.objects.create(territory=of, name=name, **fields)


def field(of: Territory, key: str = "niveau", label: str = "Niveau de français", **fields: Any) -> CustomField:
    """A question of the territory, usable in rules; `choices` by code."""
    choices = fields.pop("choices", {"a1": "A1", "b1": "B1"} if fields.get("kind", "choice") == "choice" else {})
    row = CustomField(territory=of, key=key, label=label, **{"is_fact": True, **fields})
    row.full_clean()
    row.save()
    for position, (code, words) in enumerate(choices.items()):
        FieldChoice.objects.create(field=row, code=code, label=words, position=position)
    return row
