"""Verbs of actions: plan dates, create an action with its occurrences, add occurrences, add a day of bands or stations, keep wall times."""

from backoffice.actions.services.creating import add_occurrences, create_action
from backoffice.actions.services.grouping import Slot, add_group
from backoffice.actions.services.planning import Plan, PlannedDate, plan_dates, preview_dates
from backoffice.actions.services.settling import change_zone, settle_instants

__all__ = [
    "Plan",
    "PlannedDate",
    "Slot",
    "add_group",
    "add_occurrences",
    "change_zone",
    "create_action",
    "plan_dates",
    "preview_dates",
    "settle_instants",
]
