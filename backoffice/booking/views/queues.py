"""Work that waits: séances whose attendance is not noted, and people who wait for a seat. Counter and list share one query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.utils import timezone

from backoffice.actions.values import SeatsLine
from backoffice.booking.models import Decision
from backoffice.booking.queries import to_complete, with_people_waiting
from backoffice.booking.views.waiting import lines_of
from backoffice.console.base.errors import NotAllowed
from backoffice.console.base.views import ConsoleView
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from backoffice.actions.models import Occurrence
    from backoffice.actions.queries import OccurrenceQuerySet
    from backoffice.booking.queries import DecisionQuerySet

PER_PAGE = 20


class QueueView(ConsoleView):
    """A paginated list of séances for those who hold `activity` somewhere."""

    activity: Activity

    def prepare(self, **kwargs: Any) -> None:
        self.now = timezone.now()
        if not self.request.user.perimeter.has(self.activity):
            raise NotAllowed

    def page_of(self, rows: OccurrenceQuerySet | DecisionQuerySet) -> Any:
        return Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))


class FaultsView(QueueView):
    """Decisions that a nightly evaluation found otherwise. Names are not said: the page of each decision asks for the right to read them."""

    activity = Activity.READ_JOURNAL
    template_name = "booking/faults.html"
    title = "Décisions à vérifier"

    def context(self) -> dict[str, Any]:
        rows = Decision.objects.visible_to(self.request.user, Activity.READ_JOURNAL).to_verify()
        return {"page": self.page_of(rows.select_related("fault", "occurrence__action__organisation__territory"))}


class ToCompleteView(QueueView):
    activity = Activity.ATTENDANCE
    template_name = "booking/to_complete.html"
    title = "À compléter"

    def context(self) -> dict[str, Any]:
        return {"page": self.page_of(to_complete(self.request.user, self.now))}


class WaitingListsView(QueueView):
    activity = Activity.ENROL
    template_name = "booking/waiting_lists.html"
    title = "Listes d’attente"

    def context(self) -> dict[str, Any]:
        page = self.page_of(with_people_waiting(self.request.user, self.now))
        seances = [(row, SeatsLine.of(row), lines_of(row, self.request.user, self.now), self.may(row)) for row in page]
        return {"page": page, "seances": seances}

    def may(self, occurrence: Occurrence) -> dict[str, bool]:
        """Names and acts, séance by séance: roles differ from one organisation to the next."""
        place = occurrence.action.organisation
        return {
            item.value: self.request.user.perimeter.may_in(item, place)
            for item in (Activity.ENROL, Activity.VIEW_PEOPLE)
        }
