"""The latest changes of what référentes configure, whatever the model: who, what, when, with the way to the history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from backoffice.catalogue.models import Motif, MotifCategory, TypeLabel
from backoffice.directory.enums import Activity
from backoffice.directory.models import Organisation, Role, Service, Territory, Venue

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.directory.models import User

CONFIGURED = (Motif, TypeLabel, MotifCategory, Venue, Service, Organisation, Territory, Role)
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
    """The last `number` changes of objects that the user may read the history of; one query a model."""
    found = [change for model in CONFIGURED for change in changes_of(model, user, number)]
    return sorted(found, key=lambda change: change.at, reverse=True)[:number]


def changes_of(model: Any, user: User, number: int) -> list[LatestChange]:
    visible = model.objects.visible_to(user, Activity.READ_JOURNAL).order_by().values("pk")
    rows = model.history.filter(id__in=visible).select_related("history_user").order_by("-history_date", "-history_id")
    return [change_of(model, row) for row in rows[:number]]


def change_of(model: Any, row: Any) -> LatestChange:
    options = model._meta
    return LatestChange(
        at=row.history_date,
        who=str(row.history_user) if row.history_user_id else "Le logiciel",
        kind=str(options.verbose_name),
        name=getattr(row, "name", None) or getattr(row, "internal_name", ""),
        verb=VERBS[row.history_type],
        why=row.history_change_reason or "",
        link=reverse(f"admin:{options.app_label}_{options.model_name}_history", args=[row.id]),
    )
