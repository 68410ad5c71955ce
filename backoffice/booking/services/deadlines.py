"""Until when somebody may cancel or move, by the policy in force: one deadline per kind of actor, in hours before the start."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.utils import timezone

from backoffice.booking.enums import ActorKind
from backoffice.booking.errors import TooLate
from backoffice.booking.services.access import may_override
from backoffice.booking.services.policies import parameters_in_force
from backoffice.console.base.errors import NotAllowed
from backoffice.console.base.wording import count, short_moment

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.values import Actor

CANCEL, MOVE = "cancel", "move"
ACTS = {CANCEL: "annuler une inscription", MOVE: "changer de séance"}
SETTINGS = {ActorKind.USAGER: "usager", ActorKind.PRESCRIBER: "prescriber"}


def deadline(act: str, occurrence: Occurrence, actor: Actor, now: datetime) -> datetime | None:
    """The last instant of this act for this actor; None when the policy never allows it to her."""
    parameters, who = parameters_in_force(occurrence, now), SETTINGS.get(actor.kind, "agent")
    allowed = parameters.get(f"{act}.{who}_allowed")
    if allowed is not None and not allowed.value:
        return None
    return occurrence.starts_at - timedelta(hours=cast("int", parameters[f"{act}.{who}_hours"].value))


def refuse_late(act: str, occurrence: Occurrence, actor: Actor, *, reason: str, now: datetime) -> None:
    """Raise NotAllowed when the policy never allows the act, TooLate once the deadline has passed.

    Before the start, an agent who may pass over rules passes over the deadline too, with a written reason."""
    limit = deadline(act, occurrence, actor, now)
    if limit is None:
        raise NotAllowed("Les règles de cette action ne le permettent pas. Appelez l’organisation.")
    if now <= limit or (now <= occurrence.starts_at and reason and may_override(actor, occurrence)):
        return
    raise TooLate(too_late(act, occurrence, limit))


def too_late(act: str, occurrence: Occurrence, limit: datetime) -> str:
    """« Il est trop tard pour annuler une inscription : c’était possible jusqu’au mar. 12 janv. 2027 à 14:00 (48 heures avant). »"""
    if limit == occurrence.starts_at:
        return f"La séance a commencé : il est trop tard pour {ACTS[act]}. Notez qui est venu dans les présences."
    hours = round((occurrence.starts_at - limit).total_seconds() / 3600)
    until = short_moment(timezone.localtime(limit, occurrence.territory.zone))
    return f"Il est trop tard pour {ACTS[act]} : c’était possible jusqu’au {until} ({count(hours, 'heure')} avant)."
