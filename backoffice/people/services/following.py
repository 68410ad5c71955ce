"""Who follows whom: relatives go together. Refuses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.console.base.history import signed

if TYPE_CHECKING:
    from backoffice.directory.models import User
    from backoffice.people.models import Usager


def follow_with_relatives(*, user: User, usager: Usager) -> None:
    """The person who receives somebody's messages is followed by the same organisations: whoever enrols a child sees whom she writes to."""
    responsible = usager.responsible
    if responsible is None:
        return
    missing = set(usager.organisations.all()) - set(responsible.organisations.all())
    if missing:
        with signed(responsible, user=user, reason="Responsable d’une personne suivie par cette organisation"):
            responsible.organisations.add(*missing)
