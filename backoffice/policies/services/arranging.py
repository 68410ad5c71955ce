"""Arrange the rules of a draft: move one up or down, copy it, put it aside. Order never changes an answer; it is how a page reads.

Each act names the version of the draft that its screen showed: DraftChanged when somebody changed it meanwhile, and nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from backoffice.console.base.history import record
from backoffice.directory.enums import Activity
from backoffice.policies.models import Rule
from backoffice.policies.services.documents import card_contents, write_cards
from backoffice.policies.services.editing import free_code, next_position, refuse_too_many, rule_of
from backoffice.policies.services.publication import locked_policy, touch

if TYPE_CHECKING:
    from backoffice.directory.models import User

TITLE = 120


def move_rule(*, policy_id: int, rule_id: int, steps: int, user: User, draft_version: int) -> Rule:
    """Move a rule by `steps` places (-1: up) among those of its draft; at an end it stays. Raises OutOfPerimeter when it is gone."""
    with transaction.atomic():
        policy = locked_policy(policy_id, user, Activity.CONFIGURE, draft_version)
        moved = rule_of(policy, rule_id)
        others = list(policy.rules.exclude(pk=rule_id).order_by("position", "pk"))
        before = policy.rules.filter(position__lt=moved.position).count()
        others.insert(min(max(before + steps, 0), len(others)), moved)
        sign: dict[str, Any] = {"user": user, "at": timezone.now()}
        for position, rule in enumerate(others):
            if rule.position != position:
                rule.position = position
                record(rule, update_fields=["position"], **sign)
        touch(policy)
    return moved


def duplicate_rule(*, policy_id: int, rule_id: int, user: User, draft_version: int) -> Rule:
    """A copy at the end of the draft, put aside so that nothing counts twice before it was changed. Raises InvalidRule when there are too many."""
    with transaction.atomic():
        policy = locked_policy(policy_id, user, Activity.CONFIGURE, draft_version)
        refuse_too_many(policy)
        rule = rule_of(policy, rule_id)
        cards = card_contents(rule.conditions.all())
        rule.pk, rule._state.adding = None, True
        rule.code, rule.position, rule.is_active = free_code(policy), next_position(policy), False
        rule.title = f"{rule.title[: TITLE - 8]} (copie)"
        sign: dict[str, Any] = {"user": user, "at": timezone.now()}
        record(rule, **sign)
        write_cards(rule, cards, **sign)
        touch(policy)
    return rule


def switch_rule(*, policy_id: int, rule_id: int, is_active: bool, user: User, draft_version: int) -> Rule:
    """Put a rule aside, or take it back: a rule put aside stays in the draft and is not published. Raises OutOfPerimeter when it is gone."""
    with transaction.atomic():
        policy = locked_policy(policy_id, user, Activity.CONFIGURE, draft_version)
        rule = rule_of(policy, rule_id)
        if rule.is_active != is_active:
            rule.is_active = is_active
            record(rule, user=user, update_fields=["is_active"])
            touch(policy)
    return rule
