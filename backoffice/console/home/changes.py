"""The latest changes of what référentes configure, whatever the model: who, what, when, with the way to the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from backoffice.catalogue.models import Motif, MotifCategory, TypeLabel
from backoffice.directory.enums import Activity
from backoffice.directory.models import Organisation, Role, Service, Territory, Venue
from backoffice.directory.queries import lookup
from backoffice.people.models import CustomField
from backoffice.policies.models import Policy

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.directory.models import User

CONFIGURED = (Motif, Policy, CustomField, TypeLabel, MotifCategory, Venue, Service, Organisation, Territory, Role)
ONE_ACT = timedelta(seconds=2)
VERBS = {"+": "création", "~": "modification", "-": "suppression"}


@dataclass(frozen=True)
class LatestChange:
    """« Claire Morel · motif « Atelier lecture » · modification », with its reason and the address of its history."""

    at: datetime
    who: str
    kind: str
    name: str
    verb: str
    why: str
    link: str


def latest_changes(user: User, number: int) -> list[LatestChange]:
    """The last `number` changes made by people on objects that the user may read the history of; one query a model."""
    found = [change for model in CONFIGURED for change in changes_of(model, user, number)]
    return sorted(found, key=lambda change: change.at, reverse=True)[:number]


def changes_of(model: Any, user: User, number: int) -> list[LatestChange]:
    rows = (
        model.history.filter(id__in=read_by(model, user), history_user__isnull=False)
        .select_related("history_user")
        .order_by("-history_date", "-history_id")
    )
    return [change_of(model, row) for row in acts(list(rows[: 2 * number]))]


def read_by(model: Any, user: User) -> Any:
    """The rows whose history opens to her: what a territory offers to all its organisations is judged by who holds the whole of it."""
    rows, perimeter = model.objects.order_by(), user.perimeter.holding(Activity.READ_JOURNAL)
    if perimeter.is_unlimited:
        return rows.values("pk")
    whole, own = perimeter.whole_territories, perimeter.organisations
    return rows.filter(lookup(rows.territory_path, whole) | lookup(rows.organisation_path, own)).values("pk")


def acts(rows: list[Any]) -> list[Any]:
    """One act on a form writes the row, then its links: told once, by its first entry. `rows` are the newest first."""
    kept: list[Any] = []
    for row in rows:
        if kept and is_echo(kept[-1], of=row):
            kept.pop()
        kept.append(row)
    return kept


def is_echo(newer: Any, *, of: Any) -> bool:
    """The same values of the same row, written again at once because of its links."""
    if newer.id != of.id or newer.history_date - of.history_date > ONE_ACT:
        return False
    return all(getattr(newer, field.attname) == getattr(of, field.attname) for field in type(of).tracked_fields)


def change_of(model: Any, row: Any) -> LatestChange:
    options = model._meta
    return LatestChange(
        at=row.history_date,
        who=str(row.history_user),
        kind=str(options.verbose_name),
        name=getattr(row, "name", None) or getattr(row, "internal_name", None) or getattr(row, "label", ""),
        verb=VERBS[row.history_type],
        why=row.history_change_reason or "",
        link=reverse(f"admin:{options.app_label}_{options.model_name}_history", args=[row.id]),
    )
