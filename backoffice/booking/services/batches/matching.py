"""Which file a line is about. Finds only files that the agent finds: nothing of the others is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backoffice.people.models import Usager
from backoffice.people.values import folded

if TYPE_CHECKING:
    from backoffice.booking.models import BatchLine


@dataclass(frozen=True)
class Match:
    """One file, or look-alikes among which somebody chooses, or nobody: a file to create."""

    usager: Usager | None = None
    alike: tuple[Usager, ...] = ()
    by_name_only: bool = False


def match(line: BatchLine, files: Any) -> Match:
    """The file that was chosen; else the only one with the same names and the same birth date or contact, or with nothing that says otherwise."""
    if line.usager_id:
        return Match(files.filter(pk=line.usager_id).first())
    if line.is_another_person:
        return Match()
    typed = Usager(
        last_name=line.last_name,
        first_name=line.first_name,
        phone=line.phone,
        birth_date=line.birth_date,
        email=line.email,
    )
    alike = tuple(files.resembling(typed).select_related("responsible").order_by("pk")[:5])
    sure = [each for each in alike if is_same(each, typed)]
    if len(sure) == 1:
        return Match(sure[0])
    same_name = [each for each in alike if has_same_names(each, typed)]
    says_nothing_more = not (typed.phone or typed.email or typed.birth_date)
    if len(same_name) == 1 and says_nothing_more:
        return Match(same_name[0], by_name_only=True)
    return Match(alike=alike)


def is_same(stored: Usager, typed: Usager) -> bool:
    """Names agree, and the birth date does, or a contact when a birth date is missing."""
    if not has_same_names(stored, typed):
        return False
    if stored.birth_date and typed.birth_date:
        return stored.birth_date == typed.birth_date
    contacts = {stored.contact.phone, stored.contact.email.lower(), stored.phone, stored.email.lower()} - {""}
    return bool(contacts & {typed.phone, typed.email.lower()})


def has_same_names(stored: Usager, typed: Usager) -> bool:
    names = {folded(stored.last_name), folded(stored.first_name)}
    return names == {folded(typed.last_name), folded(typed.first_name)}
