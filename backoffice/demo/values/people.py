"""Invented people, drawn from lists: the same number of people always gives the same people. Phones are in the range reserved for fiction."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from backoffice.demo.values.names import ELDERS, FAMILIES, HOMONYMS, OTHERS, YOUNGER
from backoffice.demo.values.shapes import Audience

if TYPE_CHECKING:
    from backoffice.demo.values.names import NameFamily
    from backoffice.demo.values.shapes import Commune, TerritoryShape

CHILD_EVERY, TWICE_EVERY, HOMONYM_RANKS, TURNS = 6, 60, (3, 4), 3
PHONES_PER_TERRITORY = 3000
Names = tuple[str, str]


@dataclass(frozen=True)
class PersonShape:
    """`ref` names the person in the demonstration; `responsible` is another reference, empty for adults."""

    ref: str
    last_name: str
    first_name: str
    birth_date: date
    is_woman: bool
    commune: Commune
    organisations: tuple[str, ...]
    phone: str = ""
    email: str = ""
    language: str = "fr"
    accepts_sms: bool = True
    is_contact_neutral: bool = False
    responsible: str = ""

    def belongs_to(self, audience: Audience, today: date) -> bool:
        if audience is Audience.CHILDREN:
            return bool(self.responsible)
        if self.responsible:
            return False
        return audience is Audience.ADULTS or (self.is_woman and today - self.birth_date < timedelta(days=43 * 365))


def people_of(territory: TerritoryShape, *, rank: int, count: int, today: date) -> list[PersonShape]:
    """`count` people; about one in eight is the child of the one before; a few exist twice, written differently, as in a real list."""
    random, people, taken = Random(f"people-{territory.code}"), [], set()
    for index in range(count):
        before = people[-1] if people else None
        if before and has_children(territory, before, index, today):
            person = child_of(before, random, today)
        elif before and index % TWICE_EVERY == TWICE_EVERY - 2:
            person = written_differently(before, territory, random)
        else:
            person = adult(territory, index, random, today, taken)
        number = rank * PHONES_PER_TERRITORY + index
        people.append(reachable(replace(person, ref=f"{territory.code}-{index:04d}"), number, random))
    return people


def has_children(territory: TerritoryShape, person: PersonShape, index: int, today: date) -> bool:
    """Young enough, and followed with her children: one time in six, nearly always where families are followed."""
    if person.responsible or today - person.birth_date > timedelta(days=48 * 365):
        return False
    followed = [item for item in territory.organisations if item.ref in person.organisations]
    if any(item.has_families for item in followed):
        return index not in HOMONYM_RANKS
    return index % CHILD_EVERY == CHILD_EVERY - 1 and not any(item.has_young_women_only for item in followed)


def adult(territory: TerritoryShape, index: int, random: Random, today: date, taken: set[Names]) -> PersonShape:
    organisations = followed_by(territory, index, random)
    is_young = follows_young_women(territory, organisations)
    is_woman = is_young or random.random() < 0.68 or index in HOMONYM_RANKS
    family = random.choices(FAMILIES, weights=[family.weight for family in FAMILIES])[0]
    if family is ELDERS and (is_young or index in HOMONYM_RANKS):
        family = YOUNGER
    names = HOMONYMS if index in HOMONYM_RANKS else new_names(family, random, taken, is_woman=is_woman)
    return PersonShape(
        ref="",
        last_name=names[0],
        first_name=names[1],
        birth_date=today - timedelta(days=age_in_days(family, random, is_young=is_young)),
        is_woman=is_woman,
        commune=random.choices(territory.communes, weights=range(len(territory.communes) + 2, 2, -1))[0],
        organisations=organisations,
        language=random.choice(family.languages)
        if family.languages and random.random() < foreign_share(family)
        else "fr",
    )


def age_in_days(family: NameFamily, random: Random, *, is_young: bool) -> int:
    """Names have an age: nobody is called Ginette at twenty."""
    if is_young:
        return int(random.triangular(18.5, 35, 22) * 365.25)
    youngest, oldest, usual = (52, 76, 60) if family is ELDERS else (18.5, 58, 30)
    return int(random.triangular(youngest, oldest, usual) * 365.25)


def foreign_share(family: NameFamily) -> float:
    """How many of these people do not read French."""
    return 0.02 if family is YOUNGER else 0.4


def follows_young_women(territory: TerritoryShape, organisations: tuple[str, ...]) -> bool:
    return any(item.ref in organisations and item.has_young_women_only for item in territory.organisations)


def new_names(family: NameFamily, random: Random, taken: set[Names], *, is_woman: bool) -> Names:
    """A pair that nobody has yet; a family that is used up lends its last names to the most common one."""
    while True:
        names = (random.choice(family.last), random.choice(family.women if is_woman else family.men))
        if names not in taken and names != HOMONYMS:
            taken.add(names)
            return names
        family = YOUNGER if random.random() < 0.05 else family


def followed_by(territory: TerritoryShape, index: int, random: Random) -> tuple[str, ...]:
    """One organisation, by its share (each has somebody); homonyms share the first; one person in nine has two where files are shared."""
    refs = [organisation.ref for organisation in territory.organisations]
    if index in HOMONYM_RANKS:
        return (refs[0],)
    if index < TURNS * len(refs):
        return (refs[index % len(refs)],)
    first = random.choices(refs, weights=[organisation.people for organisation in territory.organisations])[0]
    if territory.identity_sharing == "organisation" or random.random() > 1 / 9:
        return (first,)
    return (first, random.choice([ref for ref in refs if ref != first]))


def child_of(parent: PersonShape, random: Random, today: date) -> PersonShape:
    """A young child, named as families like her parent's name them."""
    is_girl = random.random() < 0.5
    family = next((family for family in OTHERS if parent.last_name in family.last), YOUNGER)
    first_name = random.choice(family.women if is_girl else family.men)
    birth_date = today - timedelta(days=random.randrange(60, 6 * 365))
    return replace(parent, first_name=first_name, birth_date=birth_date, is_woman=is_girl, responsible=parent.ref)


def written_differently(person: PersonShape, territory: TerritoryShape, random: Random) -> PersonShape:
    """The same person, typed by a hurried colleague of another organisation: no accent, and one more file to merge."""
    others = [item.ref for item in territory.organisations if item.ref not in person.organisations]
    organisations = (random.choice(others),) if others else person.organisations
    return replace(
        person, last_name=bare(person.last_name), first_name=bare(person.first_name), organisations=organisations
    )


def reachable(person: PersonShape, number: int, random: Random) -> PersonShape:
    """Adults have a mobile nine times in ten, an e-mail address once in two; children are reached through their parent."""
    if person.responsible:
        return replace(person, phone="", email="")
    has_phone, has_email = random.random() < 0.91, random.random() < 0.55
    name = f"{bare(person.first_name)}.{bare(person.last_name)}".lower().replace("’", "").replace(" ", "-")
    return replace(
        person,
        phone=f"06 39 98 {number // 100:02d} {number % 100:02d}" if has_phone else "",
        email=f"{name}.{number}@example.org" if has_email else "",
        accepts_sms=random.random() < 0.97,
        is_contact_neutral=random.random() < 0.04,
    )


def bare(name: str) -> str:
    """Without accents, as typed on a foreign keyboard."""
    replaced = (
        name.replace("œ", "oe")
        .replace("Œ", "Oe")
        .replace("Ł", "L")
        .replace("ł", "l")
        .replace("ı", "i")
        .replace("ş", "s")
    )
    return "".join(char for char in unicodedata.normalize("NFD", replaced) if not unicodedata.combining(char))
