"""Who was refused or delayed by the revisions that a return leaves behind: the people to call back (threat T17)."""

from __future__ import annotations

from typing import Any

from backoffice.booking.models import Decision
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.console.base.views import ConsoleView
from backoffice.directory.enums import Activity
from backoffice.policies.models import Policy

DELAYED = ("refuse", "approval", "waitlist", "ask", "warn")
MOST = 200


class AffectedView(ConsoleView):
    template_name = "booking/affected.html"

    def prepare(self, *, policy_id: int, number: int, **kwargs: Any) -> None:
        user = self.request.user
        self.number = number
        self.policy = Policy.objects.visible_to(user).filter(pk=policy_id).first()
        if self.policy is None or not self.policy.revisions.filter(number=number).exists():
            raise OutOfPerimeter
        place = {"territory_id": self.policy.territory_id}
        if not all(user.perimeter.may(act, **place) for act in (Activity.CONFIGURE, Activity.VIEW_PEOPLE)):
            raise NotAllowed
        self.title = f"Personnes concernées depuis la version {number}"

    def context(self) -> dict[str, Any]:
        found = self.decisions()
        return {
            "policy": self.policy,
            "number": self.number,
            "decisions": found[:MOST],
            "is_cut": len(found) > MOST,
        }

    def decisions(self) -> list[Decision]:
        """Newest first: those that cite one of the later revisions and did not end in an inscription."""
        later = list(self.policy.revisions.filter(number__gt=self.number).order_by("effective_at"))
        if not later:
            return []
        keys = {revision.pk for revision in later}
        rows = Decision.objects.visible_to(self.request.user, Activity.VIEW_PEOPLE).filter(
            decided_at__gte=later[0].effective_at, outcome__in=DELAYED
        )
        related = ("usager__responsible", "occurrence__action__organisation__territory", "participation")
        found = []
        for row in rows.select_related(*related).order_by("-decided_at", "-pk").iterator():
            if keys & {level.get("revision") for level in row.policy}:
                found.append(row)
            if len(found) > MOST:
                break
        return found
