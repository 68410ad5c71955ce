"""Where a row lives: its territory and organisation, followed along the paths of its queryset. Decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model

Place = tuple[int | None, int | None]
"""(territory, organisation); the organisation is None when the row belongs to the whole territory."""


def follow(row: Any, path: str | None) -> Any:
    """What a lookup path leads to from a row; None when a link is missing, the row itself for ""."""
    if path is None:
        return None
    for name in path.split("__") if path else ():
        row = getattr(row, name, None)
        if row is None:
            return None
    return row


def places_by_path(row: Model) -> tuple[Place, ...]:
    """The places of a row by the paths of its queryset; several when it belongs to several organisations."""
    paths = type(row)._default_manager.all()
    territory = follow(row, paths.territory_path)
    territory_id = territory.pk if territory else None
    if not row.pk and paths.organisation_path in {field.name for field in row._meta.many_to_many}:
        return ((territory_id, None),)
    organisation = follow(row, paths.organisation_path)
    if hasattr(organisation, "all"):
        return tuple((territory_id, each.pk) for each in organisation.all()) or ((territory_id, None),)
    return ((territory_id, organisation.pk if organisation else None),)
