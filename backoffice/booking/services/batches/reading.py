"""What each column of a list is, and what a line says of a person. Pure: reads no table, knows nobody."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from backoffice.booking.enums import LARGEST_PARTY, ColumnKind
from backoffice.console.base.resources.columns import DateWidget, NumberWidget
from backoffice.people.values import OLDEST_BIRTH, clean_text, folded, normalised_phone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TITLES = {
    ColumnKind.LAST_NAME: ("nom", "noms", "nom de famille", "nom d usage", "nom usager", "nom de naissance"),
    ColumnKind.FIRST_NAME: ("prenom", "prenoms"),
    ColumnKind.FULL_NAME: ("nom prenom", "nom et prenom", "prenom nom", "nom prenoms", "personne", "participant", "identite", "usager"),
    ColumnKind.PHONE: ("telephone", "tel", "portable", "mobile", "numero", "numero de telephone", "tel portable", "telephone portable", "gsm"),
    ColumnKind.EMAIL: ("mail", "e mail", "email", "courriel", "adresse e mail", "adresse mail", "adresse email"),
    ColumnKind.COMMUNE: ("commune", "ville", "commune de residence", "ville de residence", "residence", "localite"),
    ColumnKind.PARTY: ("nombre de personnes", "nb de personnes", "nb personnes", "personnes", "nombre de places", "nb de places", "places"),
    ColumnKind.BIRTH_DATE: ("date de naissance", "naissance", "ne e le", "nee le", "ne le", "ddn", "date naissance"),
}  # fmt: skip
BY_TITLE = {title: kind for kind, titles in TITLES.items() for title in titles}
KNOWN = frozenset(ColumnKind.values)
MOST_LETTERS = {"last_name": 100, "first_name": 100, "email": 254, "commune": 100}


@dataclass(frozen=True)
class Person:
    """What a line says; `said` are the cells of custom fields, by code; `problems` are sentences, empty when it can be enrolled."""

    last_name: str = ""
    first_name: str = ""
    phone: str = ""
    email: str = ""
    birth_date: date | None = None
    party_size: int = 1
    commune: str = ""
    said: dict[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = field(default=())


def recognised(rows: Sequence[Sequence[str]], titles: Mapping[str, str]) -> tuple[list[str], bool]:
    """The kind of each column, and whether the first line holds titles: by the titles, otherwise by what the cells look like. `titles` are those
    of the territory's own fields."""
    known = {**titles, **BY_TITLE}
    by_title = [str(known.get(folded(cell), ColumnKind.IGNORED)) for cell in rows[0]]
    if any(by_title):
        return once(by_title), True
    return by_content(rows), False


def once(kinds: list[str]) -> list[str]:
    """A second column of the same kind is not read."""
    return [kind if kind not in kinds[:index] else "" for index, kind in enumerate(kinds)]


def by_content(rows: Sequence[Sequence[str]]) -> list[str]:
    """E-mails, dates and numbers tell themselves; of the columns of words, the first is the surname, the next the first name."""
    kinds = [kind_of([row[index] for row in rows if row[index]]) for index in range(len(rows[0]))]
    words = [index for index, kind in enumerate(kinds) if kind == "words"]
    names = [ColumnKind.FULL_NAME] if len(words) == 1 else [ColumnKind.LAST_NAME, ColumnKind.FIRST_NAME]
    for index in words:
        kinds[index] = names.pop(0).value if names else ""
    return once(kinds)


def kind_of(cells: list[str]) -> str:
    """What most of the cells look like."""
    tests = {
        ColumnKind.EMAIL.value: lambda cell: "@" in cell,
        ColumnKind.BIRTH_DATE.value: is_date,
        ColumnKind.PHONE.value: lambda cell: bool(re.fullmatch(r"[+\d][\d .\-/()]{7,}", cell)),
        "words": lambda cell: any(char.isalpha() for char in cell),
    }
    for kind, test in tests.items():
        if cells and sum(map(test, cells)) * 2 > len(cells):
            return kind
    return ""


def is_date(cell: str) -> bool:
    try:
        return DateWidget().clean(cell) is not None
    except ValueError:
        return False


def person_of(cells: Sequence[str], columns: Sequence[str], time_zone: str) -> Person:
    """What this line says, by these columns."""
    typed = {kind: clean_text(cell) for cell, kind in zip(cells, columns, strict=False) if kind}
    if ColumnKind.FULL_NAME in typed:
        last_name, first_name = split_name(typed.pop(ColumnKind.FULL_NAME))
        typed.setdefault(ColumnKind.LAST_NAME, last_name)
        typed.setdefault(ColumnKind.FIRST_NAME, first_name)
    broken = (
        ("Cette ligne contient un retour à la ligne : vérifiez les guillemets.",)
        if any("\n" in cell for cell in cells)
        else ()
    )
    own = {kind: typed.pop(kind) for kind in list(typed) if kind not in KNOWN}
    known = {str(kind): value for kind, value in typed.items()}
    return replace(judged(time_zone=time_zone, problems=broken, **known), said=own)


def split_name(typed: str) -> tuple[str, str]:
    """« DUMAS Inès », « Inès DUMAS », « Dumas Inès » → surname, first name: capitals tell the surname, otherwise it comes first."""
    words = typed.split()
    capitals = [word for word in words if len(word) > 1 and word == word.upper()]
    if 0 < len(capitals) < len(words):
        return " ".join(capitals), " ".join(word for word in words if word not in capitals)
    return " ".join(words[:1]), " ".join(words[1:])


def judged(
    *,
    last_name: str = "",
    first_name: str = "",
    phone: str = "",
    email: str = "",
    birth_date: str = "",
    party_size: str = "",
    commune: str = "",
    time_zone: str,
    problems: tuple[str, ...] = (),
) -> Person:
    """The same, normalised, with every problem told in a sentence."""
    found = list(problems)
    for value, told in ((last_name, "Il manque le nom."), (first_name, "Il manque le prénom.")):
        if not folded(value):
            found.append(told)
    texts = {"last_name": last_name, "first_name": first_name, "email": email, "commune": commune}
    for name, value in texts.items():
        if len(value) > MOST_LETTERS[name]:
            found.append(f"« {value[:20]}… » est trop long.")
    number, born, party = None, None, 1
    with problem_told(found):
        number = normalised_phone(phone, time_zone)
    with problem_told(found):
        is_email(email)
    with problem_told(found):
        born = birth_of(birth_date)
    with problem_told(found):
        party = party_of(party_size)
    names = (last_name[:100], first_name[:100])
    return Person(*names, number or "", email.lower()[:254], born, party, commune[:100], problems=tuple(found))


@contextmanager
def problem_told(found: list[str]) -> Iterator[None]:
    """A cell that cannot be read adds a sentence, and the next one is read."""
    try:
        yield
    except ValidationError as error:
        found.append(error.messages[0])
    except ValueError as error:
        found.append(str(error))


def is_email(typed: str) -> None:
    try:
        if typed:
            validate_email(typed)
    except ValidationError:
        raise ValueError(f"« {typed[:60]} » n’est pas une adresse e-mail.") from None


def party_of(typed: str) -> int:
    """An empty cell is one person."""
    number = NumberWidget().clean(typed) if typed else 1
    if not number or number > LARGEST_PARTY:
        raise ValueError(f"« {typed[:20]} » : une inscription compte de 1 à {LARGEST_PARTY} personnes.")
    return number


def birth_of(typed: str) -> date | None:
    born = DateWidget().clean(typed)
    if born and not OLDEST_BIRTH <= born.year <= timezone.localdate().year:
        raise ValueError(f"« {typed} » ne peut pas être une date de naissance.")
    if born and born > timezone.localdate():
        raise ValueError(f"La date de naissance « {typed} » est dans le futur.")
    return born
