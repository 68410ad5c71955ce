"""« Pourquoi ? »: one stored decision, told to the agent, with every question that the rules asked for those who read the journal."""

from __future__ import annotations

from typing import Any

from backoffice.booking.models import Decision
from backoffice.booking.services.explaining import Telling, explanation, told_without_file
from backoffice.booking.services.showing import reads_file
from backoffice.booking.views.subjects import AboutOccurrence
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter


class DecisionView(AboutOccurrence):
    template_name = "booking/decision.html"
    title = "Pourquoi ?"

    def prepare(self, *, decision_id: int, **kwargs: Any) -> None:
        rows = Decision.objects.visible_to(self.request.user).select_related("usager", "user", "participation")
        found = rows.filter(pk=decision_id).first()
        if found is None:
            raise OutOfPerimeter
        super().prepare(occurrence_id=found.occurrence_id)
        if not self.may["view_people"]:
            raise NotAllowed
        self.decision = found

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "decision": self.decision,
            "telling": self.telling(),
        }

    def telling(self) -> Telling:
        if not reads_file(self.request.user, self.decision.usager):
            return told_without_file(self.decision)
        return explanation(self.decision, in_full=self.may["read_journal"], shows_sensitive=self.may["view_sensitive"])

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> Any:
        if status == 200 and not self.is_fragment:
            template, context = "console/dialog_page.html", {**context, "fragment": self.template_name}
        return super().render(template, context, status=status)
