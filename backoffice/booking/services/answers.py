"""What was answered, beside the names of a séance and on the page of an inscription: only what this reader may read. Reads only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.booking.models import Participation
from backoffice.console.base.wording import count
from backoffice.directory.enums import Activity
from backoffice.people.enums import FieldSubject
from backoffice.people.models import CustomField
from backoffice.people.services.answers import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.actions.models import Occurrence
    from backoffice.directory.models import User

type Line = tuple[str, str]


def put_answers(occurrence: Occurrence, rows: Iterable[Any], user: User) -> list[str]:
    """The titles of the columns that référentes show in lists; each row gets its `cells`. Rows have their `face`: no file, no answer of the file."""
    fields = [field for field in readable_fields(occurrence, user) if field.is_in_lists]
    for row in rows:
        row.cells = [(field.label, cell(field, row)) for field in fields]
    return [field.label for field in fields]


def answers_of(participation: Participation, user: User) -> list[Line]:
    """Every answer of one inscription."""
    fields = readable_fields(participation.occurrence, user)
    asked = [field for field in fields if field.subject == FieldSubject.PARTICIPATION]
    return [(field.label, words) for field in asked if (words := words_of(field, participation))]


def readable_fields(occurrence: Occurrence, user: User) -> list[CustomField]:
    """Of the person, then of the inscription; sensitive ones for who holds the right where the séance is."""
    rows = CustomField.objects.filter(territory=occurrence.territory.pk, is_archived=False).prefetch_related("choices")
    reads = user.perimeter.may_in(Activity.VIEW_SENSITIVE, occurrence.action.organisation)
    found = [field for field in rows if reads or not field.is_sensitive]
    return sorted(found, key=lambda field: (field.subject == FieldSubject.PARTICIPATION, field.position, field.label))


def cell(field: CustomField, row: Any) -> str:
    if field.subject == FieldSubject.PARTICIPATION:
        return words_of(field, row)
    return words_of(field, row.usager) if row.face.has_file else ""


def answers_in_inscriptions(field: CustomField) -> list[str]:
    """Who relies on a field: told to the room of people, which does not know inscriptions."""
    if field.subject != FieldSubject.PARTICIPATION:
        return []
    rows = Participation.objects.filter(occurrence__action__organisation__territory=field.territory_id)
    number = rows.filter(answers__has_key=field.key).count()
    return [count(number, "inscription")] if number else []
