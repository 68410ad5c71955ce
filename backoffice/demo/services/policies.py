"""The policies of the demonstration: written, published and changed at the dates of the story, so that its bookings were decided by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backoffice.console.base.history import record, record_links, remove
from backoffice.demo.services.once import reason_of
from backoffice.demo.values.policies import POLICIES
from backoffice.policies.models import Parameter, Policy, Rule, Scenario
from backoffice.policies.services import publish
from backoffice.policies.services.custom_facts import vocabulary_of
from backoffice.policies.services.documents import write_cards
from backoffice.policies.services.gabarits import fill_rule, offered_gabarits, start_from
from backoffice.policies.services.trying import invented_facts

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.demo.services.ground import Ground
    from backoffice.demo.services.once import Signature
    from backoffice.demo.values.policies import EditShape, PolicyShape, RuleShape

FOR_ALL = "26-partout"


def write_policies(ground: Ground, signature: Signature) -> None:
    """Those of this territory that were not made yet."""
    for shape in POLICIES:
        is_new = not Policy.objects.filter(territory=ground.territory, code=code_of(shape)).exists()
        if shape.ref.startswith(f"{ground.shape.code}-") and is_new:
            Author(ground, shape, signature.today).write()


def code_of(shape: PolicyShape) -> str:
    return shape.ref.partition("-")[2]


@dataclass
class Author:
    """The référente who writes one policy, sitting after sitting."""

    ground: Ground
    shape: PolicyShape
    today: datetime

    def write(self) -> None:
        policy = Policy(
            territory=self.ground.territory,
            code=code_of(self.shape),
            name=self.shape.name,
            is_for_territory=self.shape.ref == FOR_ALL,
        )
        first = self.instant(self.shape.edits[0])
        record(policy, user=self.user, reason=reason_of(self.shape.ref), at=first)
        motifs = [self.ground.motifs[ref] for ref in self.shape.motifs]
        record_links(policy, "motifs", motifs, user=self.user, at=first)
        for edit in self.shape.edits:
            self.sit(policy, edit)
        for shape in self.shape.scenarios:
            facts = invented_facts(policy, shape.facts)
            scenario = Scenario(policy=policy, name=shape.name, facts=facts, expected_outcome=shape.outcome)
            record(scenario, user=self.user, at=self.instant(self.shape.edits[-1]))

    @property
    def user(self) -> Any:
        return self.ground.referente

    def instant(self, edit: EditShape) -> datetime:
        return self.today - timedelta(weeks=edit.weeks_ago)

    def sit(self, policy: Policy, edit: EditShape) -> None:
        at = self.instant(edit)
        for minutes, rule in enumerate(edit.rules, 1):
            self.write_rule(policy, rule, at + timedelta(minutes=minutes))
        for code, value in edit.parameters.items():
            record(Parameter(policy=policy, code=code, value=value), user=self.user, at=at)
        if edit.reason:
            published_at = at + timedelta(hours=1)
            version = {"draft_version": policy.draft_version, "now": published_at}
            publish(policy_id=policy.pk, user=self.user, reason=edit.reason, **version)

    def write_rule(self, policy: Policy, shape: RuleShape, at: datetime) -> None:
        """In the place of the rule of the same gabarit, or after the others."""
        sign: dict[str, Any] = {"user": self.user, "at": at}
        rule = policy.rules.filter(template=shape.gabarit).first()
        if rule is None:
            rule = Rule(policy=policy, position=policy.rules.count(), code=shape.gabarit)
        template = offered_gabarits(vocabulary_of(policy.territory))[shape.gabarit]
        start_from(template, rule)
        cards = fill_rule(rule, template, {name: self.local(value) for name, value in shape.blanks.items()})
        for name, value in shape.wording.items():
            setattr(rule, name, value)
        record(rule, **sign)
        for condition in rule.conditions.all():
            remove(condition, **sign)
        write_cards(rule, cards, **sign)

    def local(self, value: Any) -> Any:
        """A list names organisations of the territory; the rest is a value."""
        if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
            refs = (item.removeprefix("ref:") for item in value)
            return frozenset(f"organisation-{self.ground.organisations[ref].pk}" for ref in refs)
        return value
