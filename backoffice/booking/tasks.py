"""What django-q2 calls. Without argument, harmless when lost, doubled or run by three machines at once."""

from __future__ import annotations

from django.utils import timezone
from django_q.tasks import async_task

from backoffice.booking.services.backtesting import advance_replays
from backoffice.booking.services.backtesting.asking import ask_for_changed_drafts, ring
from backoffice.booking.services.batches import applying
from backoffice.booking.services.batches.erasing import erase_lists
from backoffice.booking.services.briefing import brief_teams
from backoffice.booking.services.nightly import check_decisions, count_rules
from backoffice.booking.services.reminding import remind
from backoffice.booking.services.sweeping import sweep
from backoffice.booking.services.watching import watch
from backoffice.console.base.tasks import background


@background
def replay_drafts() -> None:
    """Replay the drafts that changed; asks for another round when time ran out before the past did."""
    ask_for_changed_drafts(timezone.now())
    if not advance_replays():
        ring()


@background
def keep_watch() -> None:
    """Reserved seats whose day has come, and minimums to check."""
    watch()


@background
def sweep_queues() -> None:
    """End offers, remind, serve the people who wait."""
    sweep()


@background
def remind_people() -> None:
    """Owe the reminders of this morning, and what is said after a séance. Time that runs out is taken up a minute later."""
    remind()


@background
def tell_teams() -> None:
    """What happened in their séances, to those who run them and want to know."""
    brief_teams()


@background
def count_what_rules_touch() -> None:
    """Count the days that are not counted; goes on in another round when time runs out, as after a long stop."""
    if not count_rules(now=timezone.now()):
        async_task("backoffice.booking.tasks.count_what_rules_touch")


@background
def check_some_decisions() -> None:
    """Evaluate again decisions drawn at random: one that comes out otherwise is an incident."""
    check_decisions(now=timezone.now())


@background
def enrol_lists() -> None:
    """Lists of people given to the worker; asks for another round when time ran out before the lines did."""
    if not applying.enrol_lists():
        applying.ring()


@background
def erase_old_lists() -> None:
    """Personal data of lists whose delay has passed."""
    erase_lists(timezone.now())
