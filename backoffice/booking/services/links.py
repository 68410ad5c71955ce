"""Agents take back or replace the link of a person, from the page of her inscription. The link itself is the business of notifications."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from backoffice.actions.queries import KEPT_AFTER_ITS_DAY
from backoffice.booking.errors import ReasonRequired
from backoffice.booking.services.access import require
from backoffice.booking.services.story import SYSTEM, Line
from backoffice.booking.values import Actor
from backoffice.directory.enums import Activity
from backoffice.notifications.models import PersonalLink
from backoffice.notifications.services import links

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from backoffice.booking.models import Participation
    from backoffice.directory.models import User


@dataclass(frozen=True)
class LinkStatus:
    """What an agent reads of it: never the address."""

    link: PersonalLink | None
    ends_at: datetime

    @property
    def is_live(self) -> bool:
        return self.link is not None and self.link.is_live

    @property
    def demonstration(self) -> str:
        """Her page, in a demonstration only."""
        return links.path_in_demonstration(self.link)

    @property
    def is_taken_back(self) -> bool:
        return self.link is not None and not self.link.is_live


def link_status(participation: Participation) -> LinkStatus:
    """Of the séance where she is now."""
    found = PersonalLink.objects.of(participation.usager_id, participation.occurrence_id).first()
    return LinkStatus(found, participation.occurrence.ends_at + KEPT_AFTER_ITS_DAY)


def take_back_link(*, participation: Participation, user: User, reason: str) -> None:
    """The address of her messages stops working at once; the next ones give the telephone. Raises NotAllowed, OutOfPerimeter, ReasonRequired."""
    require(Actor.agent(user), Activity.ENROL, participation.occurrence)
    if not reason.strip():
        raise ReasonRequired("Écrivez pourquoi le lien est retiré : c’est gardé dans l’historique.")
    with transaction.atomic():
        links.take_back(usager=participation.usager, occurrence=participation.occurrence, user=user, reason=reason)


def replace_link(*, participation: Participation, user: User, reason: str = "") -> None:
    """The former address stops working at once; the next messages carry another. Raises NotAllowed, OutOfPerimeter."""
    require(Actor.agent(user), Activity.ENROL, participation.occurrence)
    with transaction.atomic():
        links.replace(usager=participation.usager, occurrence=participation.occurrence, user=user, reason=reason)


def link_lines(participation: Participation) -> Iterable[Line]:
    """What was done to it, for the story of the inscription; that a first message gave it is told by the message."""
    rows = PersonalLink.history.filter(usager=participation.usager_id, occurrence=participation.occurrence_id)
    for row in rows.select_related("history_user").order_by("history_date", "history_id"):
        what = "Lien de la personne retiré" if row.revoked_at else "Lien de la personne donné"
        if row.revoked_at or (row.history_type == "+" and row.history_user_id):
            who = str(row.history_user) if row.history_user_id else SYSTEM
            yield Line(row.history_date, who, what, row.history_change_reason or "")
