"""Who was refused or delayed by the revisions that a return leaves behind: the people to call back (threat T17)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from backoffice.booking.services.calling_back import call_backs
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.console.base.views import ConsoleView
from backoffice.directory.enums import Activity
from backoffice.policies.models import Policy


class AffectedView(ConsoleView):
    template_name = "booking/affected.html"

    def prepare(self, *, policy_id: int, number: int, **kwargs: Any) -> None:
        user = self.request.user
        self.policy = Policy.objects.visible_to(user).filter(pk=policy_id).first()
        self.revision = self.policy and self.policy.revisions.filter(number=number).first()
        if self.revision is None:
            raise OutOfPerimeter
        place = {"territory_id": self.policy.territory_id}
        if not all(user.perimeter.may(act, **place) for act in (Activity.CONFIGURE, Activity.VIEW_PEOPLE)):
            raise NotAllowed
        self.title = f"Personnes à rappeler depuis la version {number}"

    def context(self) -> dict[str, Any]:
        found = call_backs(self.revision, self.request.user, timezone.now())
        return {"policy": self.policy, "number": self.revision.number, "found": found}
