"""Which changes of a séance are told: a choice of the action, of its motif or of its territory; otherwise date, place and duration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.notifications.enums import Change, Origin
from backoffice.notifications.models import ChangeNotice

if TYPE_CHECKING:
    from backoffice.actions.models import CollectiveAction, Occurrence
    from backoffice.notifications.services.texts import About

USUAL = (Change.TIME, Change.VENUE, Change.DURATION)
LEVELS = (Origin.ACTION, Origin.MOTIF, Origin.TERRITORY)


def announced(action: CollectiveAction) -> tuple[list[Change], Origin]:
    """The changes that are told for this action, and where the choice comes from."""
    notices = ChangeNotice.objects.serving(
        territory=action.organisation.territory_id, motif=action.motif_id, action=action.pk
    ).order_by("pk")
    by_level = {notice.level: notice for notice in notices}
    for level in LEVELS:
        if level in by_level:
            return [change for change in Change if change in by_level[level].changes], level
    return list(USUAL), Origin.BUILT_IN


def is_told(occurrence: Occurrence, about: About) -> bool:
    """Whether one of these changes is announced; a change that nobody detailed always is."""
    return not about.changes or any(change in announced(occurrence.action)[0] for change in about.changes)
