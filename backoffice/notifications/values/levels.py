"""Where a text is set: a whole territory, one of its motifs, or one action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backoffice.notifications.enums import Origin

if TYPE_CHECKING:
    from backoffice.actions.models import CollectiveAction
    from backoffice.catalogue.models import Motif
    from backoffice.directory.models import Territory


@dataclass(frozen=True)
class Level:
    territory: Territory
    motif: Motif | None = None
    action: CollectiveAction | None = None

    @property
    def origin(self) -> Origin:
        if self.action is not None:
            return Origin.ACTION
        return Origin.MOTIF if self.motif is not None else Origin.TERRITORY

    @property
    def row(self) -> Any:
        """What the level is about."""
        return self.action or self.motif or self.territory

    @property
    def own(self) -> dict[str, Any]:
        """The columns of a row of this very level."""
        return {"territory": self.territory, "motif": self.motif, "action": self.action}

    @property
    def serving(self) -> dict[str, int | None]:
        """The keys of this level and of those above."""
        motif = self.motif or (self.action.motif if self.action else None)
        action = self.action.pk if self.action else None
        return {"territory": self.territory.pk, "motif": motif.pk if motif else None, "action": action}
