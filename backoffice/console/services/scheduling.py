"""What runs by itself, and how often. The table of django-q2 is a copy of this list, never the reverse.

A row of that table is a dotted name and arguments that the worker calls: whoever writes there runs code on the server. So its admin is not
registered, and every synchronisation removes what is not listed here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django_q.models import Schedule

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class Periodic:
    """A task without argument and its period."""

    name: str
    function: str
    minutes: int


PERIODIC = (
    Periodic("envoi-des-messages", "backoffice.notifications.tasks.tick", minutes=1),
    Periodic("rejeu-des-brouillons", "backoffice.booking.tasks.replay_drafts", minutes=1),
    Periodic("veille-des-seances", "backoffice.booking.tasks.keep_watch", minutes=5),
    Periodic("listes-attente", "backoffice.booking.tasks.sweep_queues", minutes=1),
    Periodic("rappels", "backoffice.booking.tasks.remind_people", minutes=1),
    Periodic("nouvelles-des-equipes", "backoffice.booking.tasks.tell_teams", minutes=1),
    Periodic("compte-des-regles", "backoffice.booking.tasks.count_what_rules_touch", minutes=24 * 60),
    Periodic("controle-des-decisions", "backoffice.booking.tasks.check_some_decisions", minutes=24 * 60),
    Periodic("inscription-par-liste", "backoffice.booking.tasks.enrol_lists", minutes=1),
    Periodic("effacement-des-listes", "backoffice.booking.tasks.erase_old_lists", minutes=24 * 60),
    Periodic("heures-sur-place", "backoffice.actions.tasks.keep_wall_times", minutes=24 * 60),
    Periodic("menage", "backoffice.console.tasks.housekeeping", minutes=24 * 60),
)


@transaction.atomic
def sync_schedules(*, now: datetime) -> list[str]:
    """Make the table equal to the list, and answer the names that were removed. A run that was missed happens now, once."""
    strangers = Schedule.objects.exclude(name__in=[periodic.name for periodic in PERIODIC])
    removed = [f"{row.name or 'sans nom'} ({row.func})" for row in strangers.order_by("pk")]
    strangers.delete()
    for periodic in PERIODIC:
        write(periodic, now)
    return removed


def write(periodic: Periodic, now: datetime) -> None:
    """One row, whatever was there: next_run of a stopped service may be months old, and django-q2 would count every minute since."""
    row = Schedule.objects.filter(name=periodic.name).order_by("pk").first() or Schedule(name=periodic.name)
    row.func, row.args, row.kwargs, row.hook = periodic.function, None, None, None
    row.schedule_type, row.minutes, row.repeats, row.cluster = Schedule.MINUTES, periodic.minutes, -1, None
    row.next_run = max(row.next_run, now) if row.pk else now
    row.save()
    Schedule.objects.filter(name=periodic.name).exclude(pk=row.pk).delete()
