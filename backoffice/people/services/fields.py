"""What relies on a custom field: answers that people gave, and policies. Higher rooms say theirs through `register_use`. Changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.console.base.wording import count
from backoffice.people.enums import FieldSubject
from backoffice.people.models import Usager

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.people.models import CustomField

    type UseReader = Callable[[CustomField], list[str]]

READERS: list[UseReader] = []


def register_use(reader: UseReader) -> None:
    """`reader` tells, in words, what uses a field: « politique « Atelier » », « 3 inscriptions »."""
    if reader not in READERS:
        READERS.append(reader)


def uses_of(field: CustomField) -> list[str]:
    """Everything that would be lost, or change its meaning, if the field went or changed its type."""
    return [use for reader in (answers_in_files, *READERS) for use in reader(field)]


def answers_in_files(field: CustomField) -> list[str]:
    if field.subject != FieldSubject.PERSON:
        return []
    number = Usager.objects.filter(territory=field.territory_id, answers__has_key=field.key).count()
    return [count(number, "fiche")] if number else []
