"""What the policy « à l’essai » found: a panel of the editor, and a page with the table, the rules in cause and the people side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from backoffice.booking.services.comparing import counted, found_by
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.directory.enums import Activity
from backoffice.policies.views.subjects import AboutPolicy

if TYPE_CHECKING:
    from django.http import HttpRequest

    from backoffice.policies.models import Policy


def trial_panel(request: HttpRequest, policy: Policy) -> dict[str, Any] | None:
    """The running trial in one line; nothing without one."""
    if not request.user.perimeter.may(Activity.CONFIGURE, territory_id=policy.territory_id):
        return None
    trial = policy.trials.running(timezone.now()).first()
    if trial is None:
        return None
    counts = counted(trial)
    changed = sum(number for (given, tried), number in counts.items() if tried and given != tried)
    return {"policy": policy, "trial": trial, "asked": counts.total(), "changed": changed}


class TrialView(AboutPolicy):
    """The running trial, or the one that `?essai=` names, or the last one."""

    template_name = "booking/trial/page.html"
    title = "Brouillon à l’essai"

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        self.trials = list(self.policy.trials.select_related("started_by", "ended_by").order_by("-started_at", "-pk"))
        wanted = self.request.GET.get("essai", "")
        chosen = [row for row in self.trials if str(row.pk) == wanted] if wanted else self.trials[:1]
        if wanted and not chosen:
            raise OutOfPerimeter
        self.trial = chosen[0] if chosen else None

    def context(self) -> dict[str, Any]:
        now = timezone.now()
        is_running = self.trial is not None and self.trial.ended_at is None and self.trial.ends_at > now
        return {
            **super().context(),
            "trial": self.trial,
            "trials": self.trials,
            "is_running": is_running,
            "found": found_by(self.trial, self.request.user) if self.trial else None,
        }
