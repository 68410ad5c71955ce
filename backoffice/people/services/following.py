"""Who follows whom: relatives go together. Refuses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.console.base.history import signed
from backoffice.directory.enums import Activity
from backoffice.directory.models import Organisation

if TYPE_CHECKING:
    from backoffice.directory.models import User
    from backoffice.people.models import Usager


def follow_with_relatives(*, user: User, usager: Usager) -> None:
    """The person who receives somebody's messages is followed where the agent follows her relative: whoever enrols a child sees whom she writes to.

    The relative's other organisations are not the agent's to choose: they do not follow the responsible person for that."""
    responsible = usager.responsible
    if responsible is None:
        return
    chosen = Organisation.objects.where_held(user, Activity.EDIT_PEOPLE).filter(usagers=usager)
    missing = set(chosen) - set(responsible.organisations.all())
    if missing:
        with signed(responsible, user=user, reason="Responsable d’une personne suivie par cette organisation"):
            responsible.organisations.add(*missing)
