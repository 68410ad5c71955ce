"""Quotas in words: the subtraction of the séance's page, whose numbers they are, and the names of scopes. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from backoffice.actions.values import MAXIMUM, RESERVED, SeatsLine
from backoffice.booking.services.policies import parameters_in_force
from backoffice.booking.services.quotas import Shares, has_quotas, quotas_in_force, release_of
from backoffice.console.base.wording import count, short_day, short_moment
from backoffice.policies.services.scopes import names_of_scopes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from config_rules import EffectiveParameter


@dataclass(frozen=True)
class SeatsTold:
    """The subtraction, and one sentence per thing to know about its quotas."""

    line: SeatsLine
    sentences: tuple[str, ...] = ()


def seats_told(occurrence: Occurrence, now: datetime) -> SeatsTold:
    """« 12 places − 8 inscrits − 2 réservées à Mission locale jusqu’au 3 janv. = 2 libres ». Two more statements where there are quotas."""
    parameters = parameters_in_force(occurrence, now)
    line = SeatsLine.of(occurrence)
    if not has_quotas(parameters):
        return SeatsTold(line)
    names = names_of_scopes(occurrence.territory)
    shares = Shares.of(occurrence, quotas_in_force(occurrence, parameters, now))
    release = release_of(occurrence, parameters)
    until = f" jusqu’au {moment(occurrence, release)}" if release and release > now else ""
    kept = tuple((seats, f"{to(names.get(scope, scope))}{until}") for scope, seats in shares.kept())
    return SeatsTold(line.keeping(kept), tuple(sentences(occurrence, parameters, shares, names, now)))


def sentences(
    occurrence: Occurrence,
    parameters: Mapping[str, EffectiveParameter],
    shares: Shares,
    names: dict[str, str],
    now: datetime,
) -> list[str]:
    """Who took what of each number, the release, and whose numbers they are."""
    told = [
        f"{count(seats, 'place réservée', 'places réservées')} {to(names.get(scope, scope))} : {taken(shares.used(scope))}."
        for scope, seats in shares.quotas.reserved
    ]
    told += [
        f"{upper_first(names.get(scope, scope))} : {count(seats, 'place', 'places')} au plus, {taken(shares.used(scope))}."
        for scope, seats in shares.quotas.maximum
    ]
    wanted, seats = sum(number for _scope, number in shares.quotas.reserved), occurrence.seats_with_origin.number
    if wanted > seats:
        told.append(
            f"{count(wanted, 'place réservée', 'places réservées')} pour {count(seats, 'place')} : il n’y en a pas assez."
        )
    release = release_of(occurrence, parameters)
    if parameters[RESERVED].value and release and release <= now:
        told.append(f"Les places réservées sont à tout le monde depuis le {moment(occurrence, release)}.")
    return [*told, origin(occurrence, parameters)]


def to(name: str) -> str:
    """« à CMS de Crest », « aux prescripteurs »."""
    return f"aux {name.removeprefix('les ')}" if name.startswith("les ") else f"à {name}"


def upper_first(name: str) -> str:
    return name[:1].upper() + name[1:]


def taken(number: int) -> str:
    return count(number, "prise", "prises")


def origin(occurrence: Occurrence, parameters: Mapping[str, EffectiveParameter]) -> str:
    """Where the numbers come from."""
    if any(parameters[code].imposed and parameters[code].value for code in (RESERVED, MAXIMUM)):
        return "Nombres imposés par les règles."
    if occurrence.quotas is not None:
        return "Nombres choisis pour la séance."
    return (
        "Nombres choisis pour l’action." if occurrence.action.quotas is not None else "Nombres prévus par les règles."
    )


def moment(occurrence: Occurrence, instant: datetime) -> str:
    """A day when it is midnight there, otherwise the hour too."""
    local = timezone.localtime(instant, occurrence.territory.zone)
    return short_day(local.date()) if (local.hour, local.minute) == (0, 0) else short_moment(local)


def as_rows(quotas: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Scope, reserved seats and maximum, a row each, as a form shows them."""
    reserved, maximum = quotas.get(RESERVED, {}), quotas.get(MAXIMUM, {})
    scopes = sorted({*reserved, *maximum})
    return [{"scope": each, "reserved": reserved.get(each), "maximum": maximum.get(each)} for each in scopes]
