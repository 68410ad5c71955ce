"""Write the invented people, each on the day when she first asked for something."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from backoffice.console.base.history import record, record_links
from backoffice.demo.services.fields import answers_of
from backoffice.demo.services.once import known, made, reason_of
from backoffice.demo.values.calendar import office_instant
from backoffice.people.models import Usager

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from backoffice.demo.services.ground import Ground
    from backoffice.demo.services.programme import Span
    from backoffice.demo.values.people import PersonShape
    from backoffice.demo.values.script import Step


def write_people(
    ground: Ground, people: list[PersonShape], first_steps: Mapping[str, Step], span: Span
) -> dict[str, int]:
    """Keys of the files by reference. Files that exist are left as they are, whatever agents changed in them; an erased one stays so."""
    keys, written = known(Usager), made(Usager)
    missing = [person for person in people if person.ref not in written]
    opened = {person.ref: opened_at(person, first_steps, span) for person in missing}
    for person in missing:
        if person.responsible in opened:
            opened[person.responsible] = min(opened[person.responsible], opened[person.ref])
    for person in sorted(missing, key=lambda person: (opened[person.ref], bool(person.responsible), person.ref)):
        keys[person.ref] = write(ground, person, keys.get(person.responsible), opened[person.ref])
    return keys


def opened_at(person: PersonShape, first_steps: Mapping[str, Step], span: Span) -> datetime:
    """While the agent enrols her for the first time; earlier for those who enrol themselves, some day of the year for the others."""
    random, first = Random(person.ref), first_steps.get(person.ref)
    if first and not first.by_usager:
        return first.at - timedelta(minutes=random.randrange(1, 6))
    day = first.at.date() if first else span.today - timedelta(days=random.randrange(span.weeks * 7))
    return office_instant(day - timedelta(days=random.randrange(1, 20)), span.starts_at.tzinfo, random)


def write(ground: Ground, person: PersonShape, responsible_id: int | None, at: datetime) -> int:
    organisations = [ground.organisations[ref] for ref in person.organisations]
    row = Usager(
        territory=ground.territory,
        last_name=person.last_name,
        first_name=person.first_name,
        birth_date=person.birth_date,
        phone=person.phone,
        email=person.email,
        commune_code=person.commune.code,
        commune=person.commune.name,
        language=person.language,
        accepts_sms=person.accepts_sms,
        responsible_id=responsible_id,
        is_contact_neutral=person.is_contact_neutral,
        created_at=at,
        answers=answers_of(ground, person),
    )
    row.clean_fields(exclude=["territory", "responsible", "search_text"])
    row.clean()
    agent = Random(person.ref).choice(ground.agents(organisations[0]))
    record(row, user=agent, reason=reason_of(person.ref), at=at)
    record_links(row, "organisations", organisations, user=agent, reason=reason_of(person.ref), at=at)
    return row.pk
