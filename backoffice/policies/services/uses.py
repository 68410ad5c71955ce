"""Which policies name a custom field: while one does, the field keeps its type and cannot be deleted. Reads only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.policies.models import Policy, PolicyRevision, Rule, Trial
from backoffice.policies.services.custom_facts import code_of

if TYPE_CHECKING:
    from backoffice.people.models import CustomField


def policies_naming(field: CustomField) -> list[str]:
    """« politique « Ateliers » (brouillon) »: drafts, revisions of any date, since one may return to them, and trials."""
    code = code_of(field)
    drafts, published = drafts_naming(field, code), revisions_naming(field, code)
    named = {**published, **drafts}
    return [
        f"politique « {name} » ({'brouillon' if key in drafts else 'version publiée'})"
        for key, name in sorted(named.items(), key=lambda item: item[1])
    ]


def drafts_naming(field: CustomField, code: str) -> dict[int, str]:
    rules = Rule.objects.filter(policy__territory=field.territory_id).prefetch_related("conditions")
    keys = {rule.policy_id for rule in rules if code in {*rule.asks, *(row.fact for row in rule.conditions.all())}}
    return dict(Policy.objects.filter(pk__in=keys).values_list("pk", "name"))


def revisions_naming(field: CustomField, code: str) -> dict[int, str]:
    """The document holds the code between quotes, as a fact or as a question."""
    found: dict[int, str] = {}
    for model in (PolicyRevision, Trial):
        rows = model.objects.filter(policy__territory=field.territory_id, document__contains=f'"{code}"')
        found |= dict(rows.order_by().values_list("policy", "policy__name").distinct())
    return found
