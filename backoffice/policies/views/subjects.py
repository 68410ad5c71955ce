"""What the editor's pages are about: one policy of the user's perimeter, with the activity asked for over its territory."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.console.base.views import ConsoleView
from backoffice.directory.enums import Activity
from backoffice.policies.models import Policy, Rule


class AboutPolicy(ConsoleView):
    activity: Activity | None = Activity.CONFIGURE  # None: whoever sees the policy reads it

    def prepare(self, *, policy_id: int, **kwargs: Any) -> None:
        rows = Policy.objects.visible_to(self.request.user).select_related("territory", "submitted_by")
        self.policy = rows.filter(pk=policy_id).first()
        if self.policy is None:
            raise OutOfPerimeter
        if self.activity is not None and not self.may(self.activity):
            raise NotAllowed

    def may(self, activity: Activity) -> bool:
        return self.request.user.perimeter.may(activity, territory_id=self.policy.territory_id)

    def context(self) -> dict[str, Any]:
        return {
            "policy": self.policy,
            "may_publish": self.may(Activity.PUBLISH),
            "may_configure": self.may(Activity.CONFIGURE),
        }

    def back(self) -> str:
        return reverse("admin:policy", args=[self.policy.pk])


class AboutRule(AboutPolicy):
    """One rule of the policy; none when the address names none (a new one)."""

    rule: Rule | None = None

    def prepare(self, *, rule_id: int | None = None, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        if rule_id is None:
            return
        self.rule = self.policy.rules.filter(pk=rule_id).first()
        if self.rule is None:
            raise OutOfPerimeter

    def context(self) -> dict[str, Any]:
        return {**super().context(), "rule": self.rule}

    def back(self) -> str:
        """The list of rules, at this one."""
        anchor = f"#regle-{self.rule.pk}" if self.rule and self.rule.pk else ""
        return f"{super().back()}{anchor}"
