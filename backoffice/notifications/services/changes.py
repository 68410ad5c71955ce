"""Which changes of a séance are told: a choice of the action, of its motif or of its territory; otherwise date, place and duration."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backoffice.notifications.enums import Change, Origin
from backoffice.notifications.models import ChangeNotice
from backoffice.notifications.values.levels import Level

if TYPE_CHECKING:
    from collections.abc import Collection

    from backoffice.actions.models import CollectiveAction, Occurrence
    from backoffice.notifications.services.texts import About

USUAL = (Change.TIME, Change.VENUE, Change.DURATION)
LEVELS = (Origin.ACTION, Origin.MOTIF, Origin.TERRITORY)


def announced(action: CollectiveAction) -> tuple[list[Change], Origin]:
    """The changes that are told for this action, and where the choice comes from."""
    return announced_at(Level(action.organisation.territory, action=action))


def announced_at(level: Level, *, above: bool = False) -> tuple[list[Change], Origin]:
    """The same at any level; `above`: without what the level itself says."""
    notices = ChangeNotice.objects.serving(**level.serving).order_by("pk")
    by_level = {notice.level: notice for notice in notices}
    for origin in LEVELS:
        if origin in by_level and not (above and origin == level.origin):
            return [change for change in Change if change in by_level[origin].changes], origin
    return list(USUAL), Origin.BUILT_IN


def told_of(occurrence: Occurrence, about: About) -> About | None:
    """What is announced of these changes; None when nothing is. A change that nobody detailed always is."""
    return among(announced(occurrence.action)[0], about) if about.changes else about


def among(wanted: Collection[str], about: About) -> About | None:
    """The same, of what is announced already read."""
    changes = tuple(change for change in about.changes if change in wanted)
    return replace(about, changes=changes) if changes else None
