"""Quotas written on actions and séances: for somebody who exists in the territory, with numbers that make sense."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.actions.models import CollectiveAction, Occurrence
from backoffice.actions.values import MAXIMUM, RESERVED
from backoffice.booking.services.auditing.faults import Fault
from backoffice.directory.models import Organisation, OrganisationGroup
from config_rules.explain.wording.parameters import CHANNELS

if TYPE_CHECKING:
    from collections.abc import Iterator

REMEDY = "Ouvrez « Places réservées » et corrigez la ligne."


def quotas_of_nobody() -> list[Fault]:
    """Scopes that name nothing of the territory, numbers out of bounds."""
    rows: list[tuple[str, int, int, Any]] = []
    for label, model, path in (
        ("action", CollectiveAction, "organisation__territory"),
        ("séance", Occurrence, "action__organisation__territory"),
    ):
        found = model.objects.filter(quotas__isnull=False).order_by("pk").values_list("pk", path, "quotas")
        rows += [(f"{label} {key}", key, territory, quotas) for key, territory, quotas in found]
    if not rows:
        return []
    known = scopes_by_territory()
    return [
        Fault("quota", where, sentence, REMEDY)
        for where, _key, territory, quotas in rows
        for sentence in wrongs(quotas, known.get(territory, set()))
    ]


def scopes_by_territory() -> dict[int, set[str]]:
    known: dict[int, set[str]] = {}
    for kind, model in (("organisation", Organisation), ("group", OrganisationGroup)):
        for territory, key in model.objects.order_by("pk").values_list("territory", "pk"):
            known.setdefault(territory, set()).add(f"{kind}-{key}")
    return known


def wrongs(quotas: dict[str, dict[str, int]], known: set[str]) -> Iterator[str]:
    channels = {f"channel:{kind}" for kind in CHANNELS}
    for code, numbers in quotas.items():
        if code not in (RESERVED, MAXIMUM):
            yield f"réglage inconnu ({code})."
        for scope, seats in numbers.items():
            if scope not in known | channels:
                yield f"places pour personne de ce territoire ({scope})."
            if type(seats) is not int or seats < 0:
                yield f"nombre de places impossible ({scope})."
