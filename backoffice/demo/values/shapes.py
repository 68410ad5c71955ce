"""What a demonstration territory is made of, before it is in a database. Things name each other by short references, never by primary keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import Enum, StrEnum

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)


class Audience(Enum):
    """Who comes to an action."""

    ADULTS = "adults"
    WOMEN = "women"
    CHILDREN = "children"


class RoleName(StrEnum):
    """The standard roles, as the directory names them."""

    REFERENTE = "Référente"
    MANAGER = "Responsable d’organisation"
    AGENT = "Agent"
    STUDIES = "Chargé d’études"
    SUPER = "Super-administratrice"


@dataclass(frozen=True)
class Commune:
    """`code` is the INSEE code of the official geographic code."""

    code: str
    name: str


@dataclass(frozen=True)
class Account:
    """`organisation` is a reference; empty: the whole territory."""

    email: str
    first_name: str
    last_name: str
    role: RoleName
    organisation: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True)
class OrganisationShape:
    """`people` is its share of the territory's files, in parts; some follow young women only, some mostly families."""

    ref: str
    name: str
    phone: str
    people: int
    group: str = ""
    has_young_women_only: bool = False
    has_families: bool = False


@dataclass(frozen=True)
class ServiceShape:
    ref: str
    name: str
    short_name: str
    is_sensitive: bool = False


@dataclass(frozen=True)
class VenueShape:
    """`organisation` is a reference; empty: a venue of the whole territory. `capacity` None: the room has no limit."""

    ref: str
    name: str
    address: str
    commune: str
    capacity: int | None = None
    organisation: str = ""
    is_one_off: bool = False


@dataclass(frozen=True)
class LabelShape:
    ref: str
    internal_name: str
    public_name: str
    sms_name: str
    is_sensitive: bool = False


@dataclass(frozen=True)
class Before:
    """What the consignes of a motif were, until the référente changed them `weeks_ago`, and why she did."""

    instructions: str
    weeks_ago: int
    reason: str


@dataclass(frozen=True)
class MotifShape:
    """`settings` are fields of the motif that differ from its defaults."""

    ref: str
    name: str
    service: str
    label: str
    organisations: tuple[str, ...]
    category: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)
    before: Before | None = None


@dataclass(frozen=True)
class FacilitatorShape:
    """`account` is the e-mail address of an agent; empty: a partner without account."""

    ref: str
    name: str
    organisation: str = ""
    account: str = ""


@dataclass(frozen=True)
class Demand:
    """How people ask for seats: requests per past and per coming séance (lowest, highest), and how many days before (first, last).

    `cancellations` and `absences` are rates; `by_usager` the share of requests that people make themselves. A `steady` demand replaces each
    cancellation by one more request and cancels early, so that the queue of the coming séances has a known length."""

    past: tuple[int, int]
    coming: tuple[int, int]
    days_before: tuple[int, int] = (28, 2)
    cancellations: float = 0.08
    absences: float = 0.11
    by_usager: float = 0.0
    steady: bool = False


@dataclass(frozen=True)
class Weekly:
    """A séance every `every_weeks` weeks on a weekday, bank holidays left out. `wider` séances (one in ten) have this number of seats."""

    weekday: int
    start: time
    every_weeks: int = 1
    phase: int = 0
    wider: int | None = None
    wider_reason: str = ""


@dataclass(frozen=True)
class Once:
    """A single séance, `in_weeks` weeks from the first seeding; without weekday, on this very day (the next open one)."""

    in_weeks: int
    weekday: int | None
    start: time


@dataclass(frozen=True)
class Slots:
    """A day of bands or stations, `in_weeks` weeks from the first seeding (negative: past): (start, end, band, station, seats) each."""

    name: str
    in_weeks: int
    weekday: int
    slots: tuple[tuple[time, time, str, str, int], ...]


@dataclass(frozen=True)
class ActionShape:
    ref: str
    motif: str
    organisation: str
    title: str
    venue: str
    audience: Audience
    demand: Demand
    public_title: str = ""
    facilitators: tuple[str, ...] = ()
    seats: int | None = None
    weekly: Weekly | None = None
    once: Once | None = None
    days: tuple[Slots, ...] = ()


@dataclass(frozen=True)
class FieldShape:
    """A custom field; `motifs` are the references of those that ask it."""

    key: str
    label: str
    question: str
    kind: str
    subject: str = "person"
    choices: Mapping[str, str] = field(default_factory=dict)
    motifs: tuple[str, ...] = ()
    is_fact: bool = False
    is_in_lists: bool = False


@dataclass(frozen=True)
class TerritoryShape:
    """`people` is its share of the invented people, in parts. Sharing levels are the stored values of the directory."""

    code: str
    name: str
    school_zone: str
    identity_sharing: str
    history_sharing: str
    phone: str
    people: int
    communes: tuple[Commune, ...]
    organisations: tuple[OrganisationShape, ...]
    services: tuple[ServiceShape, ...]
    venues: tuple[VenueShape, ...]
    labels: tuple[LabelShape, ...]
    categories: Mapping[str, str]
    motifs: tuple[MotifShape, ...]
    facilitators: tuple[FacilitatorShape, ...]
    accounts: tuple[Account, ...]
    actions: tuple[ActionShape, ...]
    groups: Mapping[str, str] = field(default_factory=dict)
    instructions_word: str = "Consignes"
    fields: tuple[FieldShape, ...] = ()
