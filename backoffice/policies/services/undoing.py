"""Undo the last change of a draft, with its history: every row of one act has the same instant, so the state just before is known exactly.

Undoing is a change too, with its own line of history: undoing twice gives back what was undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from backoffice.console.base.history import record, remove
from backoffice.directory.enums import Activity
from backoffice.policies.errors import NothingToUndo
from backoffice.policies.models import Condition, Parameter, Rule
from backoffice.policies.services.documents import defined, document_of
from backoffice.policies.services.publication import locked_policy, touch

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from backoffice.directory.models import User
    from backoffice.policies.models import Policy
    from config_rules import PolicyDocument

INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class LastChange:
    """When a draft last changed, and by whom (None: by the system)."""

    at: datetime
    author: User | None


def versions_of(policy: Policy) -> list[Any]:
    """The history of each kind of row of a draft, conditions last: they need their rules."""
    rules = Rule.history.filter(policy_id=policy.pk)
    return [
        Parameter.history.filter(policy_id=policy.pk),
        rules,
        Condition.history.filter(rule_id__in=rules.values("id")),
    ]


def last_change(policy: Policy) -> LastChange | None:
    found = [
        row
        for rows in versions_of(policy)
        if (row := rows.select_related("history_user").order_by("-history_date").first())
    ]
    if not found:
        return None
    latest = max(found, key=lambda row: row.history_date)
    return LastChange(latest.history_date, latest.history_user)


def undo_last_change(*, policy_id: int, user: User, draft_version: int) -> Policy:
    """Put back the parameters, rules and conditions as they were before the last change. Raises DraftChanged, or NothingToUndo."""
    with transaction.atomic():
        policy = locked_policy(policy_id, user, Activity.CONFIGURE, draft_version)
        change = last_change(policy)
        if change is None:
            raise NothingToUndo
        restore(policy, change.at - INSTANT, user=user, reason="Dernière modification annulée.", at=timezone.now())
        touch(policy)
    return policy


def state_before(policy: Policy, change: LastChange) -> PolicyDocument:
    """The document of the draft just before a change."""
    return document_as_of(policy, change.at - INSTANT)


def document_as_of(policy: Policy, instant: datetime) -> PolicyDocument:
    """The document of the draft at an instant."""
    parameters, rules, conditions = rows_as_of(policy, instant)
    of_rule: dict[int, list[Any]] = {key: [] for key in rules}
    for condition in conditions.values():
        of_rule[condition.rule_id].append(condition)
    document = document_of(parameters.values(), [(rule, of_rule[key]) for key, rule in rules.items()])
    return defined(document, policy.territory)


def rows_as_of(policy: Policy, instant: datetime) -> list[dict[int, Any]]:
    return [
        {row.pk: row for row in rows.filter(history_date__lte=instant).latest_of_each().as_instances()}
        for rows in versions_of(policy)
    ]


def restore(policy: Policy, instant: datetime, **sign: Any) -> None:
    """The draft as of an instant: what came since goes, what changed or went comes back under its own key."""
    before = rows_as_of(policy, instant)
    now: list[QuerySet[Any]] = [
        policy.parameters.all(),
        policy.rules.all(),
        Condition.objects.filter(rule__policy=policy),
    ]
    current = [{row.pk: row for row in rows} for rows in now]
    for old, new in reversed(list(zip(before, current, strict=True))):
        for key in new.keys() - old.keys():
            remove(new[key], **sign)
    for old, new in zip(before, current, strict=True):
        for key, row in old.items():
            if key not in new or values_of(row) != values_of(new[key]):
                record(row, **sign)


def values_of(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
