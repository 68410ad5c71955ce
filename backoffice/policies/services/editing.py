"""Change a draft: create a policy, set a parameter, save or remove a rule or a scenario. Nothing here decides anything before a publication.

Each change names the version of the draft that its screen showed: DraftChanged when somebody changed it meanwhile, and nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.console.base.history import record, record_links, remove
from backoffice.directory.enums import Activity
from backoffice.policies.errors import InvalidRule, MotifAlreadyServed
from backoffice.policies.models import Parameter, Policy, Rule, Scenario
from backoffice.policies.services.custom_facts import vocabulary_of
from backoffice.policies.services.documents import remove_whole, rule_document, write_cards
from backoffice.policies.services.publication import locked_policy, touch
from config_rules import BUILT_IN_PARAMETERS, CodecError, Level, LevelName
from config_rules.codec.values import value_from_json
from config_rules.rules.limits import MAXIMUM_RULES
from config_rules.rules.validity import check_levels

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.catalogue.models import Motif
    from backoffice.directory.models import User


def save_policy(*, policy: Policy, motifs: Iterable[Motif], user: User) -> Policy:
    """Create a policy or change its name and uses (validated by its form). A motif has one policy at most: MotifAlreadyServed names the other."""
    if not user.perimeter.may(Activity.CONFIGURE, territory_id=policy.territory_id):
        raise NotAllowed
    wanted = list(motifs)
    with transaction.atomic():
        taken = Policy.objects.filter(motifs__in=wanted, is_archived=False).exclude(pk=policy.pk).first()
        if taken is not None:
            raise MotifAlreadyServed(
                f"Un de ces motifs a déjà la politique « {taken} ». Retirez-le de cette politique d’abord."
            )
        record(policy, user=user, reason="Nom ou usages de la politique.")
        record_links(policy, "motifs", wanted, user=user, reason="Nom ou usages de la politique.")
    return policy


def set_parameter(
    *, policy_id: int, code: str, value: Any, is_imposed: bool, is_set: bool, user: User, draft_version: int
) -> None:
    """Set a parameter of the draft (`value` in the evaluator's JSON), or take it back to the upper level (`is_set` false)."""
    parameter = BUILT_IN_PARAMETERS.get(code)
    if parameter is None:
        raise OutOfPerimeter
    fault = parameter.fault(value_from_json(value, code)) if is_set else ""
    if fault:
        raise InvalidRule(f"{parameter.label.capitalize()} : {fault}.")
    with transaction.atomic():
        policy = locked_policy(policy_id, user, Activity.CONFIGURE, draft_version)
        row = policy.parameters.filter(code=code).first()
        if is_set:
            row = row or Parameter(policy=policy, code=code)
            row.value, row.is_imposed = value, is_imposed
            record(row, user=user)
        elif row is not None:
            remove(row, user=user)
        touch(policy)


def save_rule(*, policy_id: int, rule: Rule, cards: list[list[dict[str, Any]]], user: User, draft_version: int) -> Rule:
    """Create or replace a rule with its conditions. Raises InvalidRule with every fault of the rule, in French."""
    sign: dict[str, Any] = {"user": user, "at": timezone.now()}
    with transaction.atomic():
        policy = locked_policy(policy_id, user, Activity.CONFIGURE, draft_version)
        rule.policy = policy
        if rule.pk is None:
            refuse_too_many(policy)
            rule.code = rule.code or free_code(policy)
            rule.position = next_position(policy)
        refuse_faulty_fields(rule)
        refuse_faulty_rule(rule, cards)
        record(rule, **sign)
        for row in rule.conditions.all():
            remove(row, **sign)
        write_cards(rule, cards, **sign)
        touch(policy)
    return rule


def refuse_too_many(policy: Policy) -> None:
    if policy.rules.count() >= MAXIMUM_RULES:
        raise InvalidRule(f"Une politique a {MAXIMUM_RULES} règles au plus. Retirez-en une d’abord.")


def next_position(policy: Policy) -> int:
    """After the last rule."""
    last = policy.rules.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def refuse_faulty_fields(rule: Rule) -> None:
    try:
        rule.full_clean(exclude=["policy"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise InvalidRule(" ".join(error.messages)) from error


def refuse_faulty_rule(rule: Rule, cards: list[list[dict[str, Any]]]) -> None:
    """The evaluator's own checks, on this rule only: other rules of the draft may be unfinished."""
    try:
        document = rule_document(rule, cards)
    except CodecError as error:
        raise InvalidRule(str(error)) from error
    level = Level(name=LevelName.MOTIF, document=document, reference="brouillon")
    faults = [
        finding.sentence
        for finding in check_levels([level], vocabulary_of(rule.policy.territory))
        if finding.rule == rule.code
    ]
    if faults:
        raise InvalidRule(" ".join(faults))


def free_code(policy: Policy) -> str:
    """A stable code that no rule of the policy has, and never had."""
    used = set(Rule.history.filter(policy_id=policy.pk).values_list("code", flat=True))
    return next(code for number in range(1, 10_000) if (code := f"regle-{number}") not in used)


def remove_rule(*, policy_id: int, rule_id: int, user: User, draft_version: int) -> None:
    """Take a rule out of the draft; what is published keeps it until the next publication. Raises OutOfPerimeter when it is gone."""
    with transaction.atomic():
        policy = locked_policy(policy_id, user, Activity.CONFIGURE, draft_version)
        remove_whole(rule_of(policy, rule_id), user=user, at=timezone.now())
        touch(policy)


def rule_of(policy: Policy, rule_id: int) -> Rule:
    rule: Rule | None = policy.rules.filter(pk=rule_id).first()
    if rule is None:
        raise OutOfPerimeter
    return rule


def save_scenario(*, policy_id: int, scenario: Scenario, user: User) -> Scenario:
    """Keep an invented person and the expected answer; every scenario must pass before a publication."""
    with transaction.atomic():
        scenario.policy = locked_policy(policy_id, user, Activity.CONFIGURE)
        try:
            scenario.full_clean(exclude=["policy"])
        except ValidationError as error:
            raise InvalidRule(" ".join(error.messages)) from error
        record(scenario, user=user)
    return scenario


def remove_scenario(*, policy_id: int, scenario_id: int, user: User) -> None:
    """Take a scenario out of the checks of the next publications. Raises OutOfPerimeter when the policy has no such scenario."""
    with transaction.atomic():
        policy = locked_policy(policy_id, user, Activity.CONFIGURE)
        scenario = policy.scenarios.filter(pk=scenario_id).first()
        if scenario is None:
            raise OutOfPerimeter
        remove(scenario, user=user)
