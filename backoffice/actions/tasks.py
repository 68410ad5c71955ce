"""What django-q2 calls for actions. Without argument, harmless when lost or doubled."""

from __future__ import annotations

from backoffice.actions.services import settle_instants
from backoffice.console.base.tasks import background


@background
def keep_wall_times() -> None:
    """After an update of the rules of time zones, séances stay at their hour on the wall."""
    settle_instants(user=None)
