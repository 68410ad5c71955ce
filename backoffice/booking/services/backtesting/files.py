"""What the file of a person said when she asked, from its history: a fact that her request did not note, and that nobody has to guess.

Refuses what the history does not hold: before the first line of a file nothing is known, nor the organisations of a line that names none."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from backoffice.people.models import Usager
from backoffice.policies.services.custom_facts import PERSON

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from backoffice.booking.services.facts import Sources

FOLLOWED = frozenset({"person.organisations", "person.is_followed_by_host"})
WRITTEN = frozenset({"person.commune", "person.language", "person.has_responsible"})
COLUMNS = ("id", "history_id", "history_date", "commune_code", "language", "responsible_id", "answers")


def is_in_file(code: str) -> bool:
    """Whether a file may say this fact."""
    return code in FOLLOWED or code in WRITTEN or code.startswith(PERSON)


@dataclass(frozen=True)
class File:
    """One line of the history of a file."""

    at: datetime
    commune_code: str
    language: str
    responsible_id: int | None
    answers: dict[str, Any]
    organisations: frozenset[int]

    def says(self, code: str) -> bool:
        """Whether the fact is one that this line holds."""
        return bool(self.organisations) if code in FOLLOWED else is_in_file(code)

    def lend(self, sources: Sources) -> None:
        """Facts are then computed from this line."""
        person = sources.usager
        person.commune_code, person.language, person.answers = self.commune_code, self.language, self.answers
        person.responsible_id = self.responsible_id
        vars(sources)["organisations"] = self.organisations


class Files:
    """The files of some people, in two statements, made when the first one is asked for."""

    def __init__(self, people: Iterable[int]) -> None:
        self.people = set(people)

    @cached_property
    def lines(self) -> dict[int, list[File]]:
        history = Usager.history.filter(id__in=self.people)
        followed: dict[int, set[int]] = {}
        named = history.order_by().filter(historicalusager_organisations__isnull=False)
        for line, organisation in named.values_list("history_id", "historicalusager_organisations__organisation"):
            followed.setdefault(line, set()).add(organisation)
        found: dict[int, list[File]] = {}
        rows = history.order_by("history_date", "history_id").values_list(*COLUMNS)
        for person, line, at, commune, language, responsible, answers in rows:
            organisations = frozenset(followed.get(line, ()))
            found.setdefault(person, []).append(File(at, commune, language, responsible, answers, organisations))
        return found

    def at(self, person: int, instant: datetime) -> File | None:
        """The file as it was; None before its first line."""
        lines = self.lines.get(person, [])
        place = bisect_right(lines, instant, key=lambda line: line.at)
        return lines[place - 1] if place else None
