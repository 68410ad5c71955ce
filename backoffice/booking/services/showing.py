"""What a reader may know of the people of a séance: their file when she reads it, otherwise what was transmitted for this inscription.

No file is opened in the organisation that hosts somebody (minutes S9–S11, S33): phone, e-mail, birth date and family come from here, never from
the participation's usager directly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.booking.models import Prescription
from backoffice.directory.enums import Activity
from backoffice.people.models import Usager

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from backoffice.booking.models import Participation
    from backoffice.directory.models import User


@dataclass(frozen=True)
class Face:
    """Texts are empty when they are unknown to this reader. `sender` is the organisation that prescribed."""

    name: str
    phone: str = ""
    email: str = ""
    birth_date: date | None = None
    commune: str = ""
    responsible: str = ""
    note: str = ""
    sender: str = ""
    has_file: bool = False


def readable_files(reader: User, usager_ids: Iterable[int]) -> set[int]:
    """Which of these files the reader finds."""
    rows = Usager.objects.visible_to(reader, Activity.VIEW_PEOPLE).filter(pk__in=set(usager_ids))
    return set(rows.order_by().values_list("pk", flat=True))


def reads_file(reader: User, usager: Usager) -> bool:
    return usager.pk in readable_files(reader, [usager.pk])


def put_faces(reader: User, participations: Sequence[Participation]) -> None:
    """Gives each row its `face`, in two statements whatever their number. The usager and her responsible person are loaded."""
    files = readable_files(reader, (row.usager_id for row in participations))
    rows = Prescription.objects.filter(participation__in=[row.pk for row in participations])
    transmitted = {row.participation_id: row for row in rows.select_related("organisation")}
    for row in participations:
        row.__dict__["face"] = face_of(row, row.usager_id in files, transmitted.get(row.pk))


def face_of(participation: Participation, has_file: bool, prescription: Prescription | None) -> Face:
    note = prescription.note if prescription else ""
    sender = str(prescription.organisation) if prescription else ""
    if has_file:
        return face_of_file(participation.usager, note, sender)
    if prescription is None:
        return Face(str(participation.usager))
    return Face(
        name=str(prescription),
        phone=prescription.readable_phone,
        email=prescription.email,
        birth_date=prescription.birth_date,
        commune=prescription.commune,
        note=note,
        sender=sender,
    )


def face_of_file(usager: Usager, note: str, sender: str) -> Face:
    return Face(
        name=str(usager),
        phone=usager.contact.readable_phone,
        email=usager.contact.email,
        birth_date=usager.birth_date,
        commune=usager.commune,
        responsible=str(usager.responsible) if usager.responsible_id else "",
        note=note,
        sender=sender,
        has_file=True,
    )


def resembling_files(reader: User, participation: Participation) -> list[Usager]:
    """Files of the reader that may be the same person, by what was transmitted: the host looks at her own files, nobody else's."""
    prescription = Prescription.objects.filter(participation=participation.pk).first()
    if prescription is None or reads_file(reader, participation.usager):
        return []
    known = Usager(
        last_name=prescription.last_name,
        first_name=prescription.first_name,
        birth_date=prescription.birth_date,
        phone=prescription.phone,
    )
    return list(Usager.objects.visible_to(reader, Activity.VIEW_PEOPLE).resembling(known)[:3])
