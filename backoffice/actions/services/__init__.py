"""Verbs of actions: plan dates, create an action with its occurrences, add occurrences."""

from backoffice.actions.services.creating import add_occurrences, create_action
from backoffice.actions.services.planning import Plan, PlannedDate, plan_dates

__all__ = ["Plan", "PlannedDate", "add_occurrences", "create_action", "plan_dates"]
