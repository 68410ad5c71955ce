"""« Coût des SMS »: month by month and motif by motif, in one's perimeter; each figure says how it is counted. No name is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from backoffice.console.base.errors import NotAllowed
from backoffice.console.base.views import ConsoleView
from backoffice.directory.enums import Activity
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services.costs import costs_of, total_of, totals_by
from backoffice.notifications.values.sms import euros
from backoffice.people.values import folded

if TYPE_CHECKING:
    from backoffice.notifications.services.costs import Cost, Total

# What a row may be narrowed by: the name in the address, the attribute, the word.
CHOICES = (("organisation", "Organisation"), ("motif", "Motif"), ("territory", "Territoire"))


class CostsView(ConsoleView):
    template_name = "notifications/costs.html"
    title = "Coût des SMS"

    def prepare(self, **kwargs: Any) -> None:
        if not self.request.user.perimeter.has(Activity.EXPORT_STATISTICS):
            raise NotAllowed

    def context(self) -> dict[str, Any]:
        costs = costs_of(OutboxMessage.objects.visible_to(self.request.user, Activity.EXPORT_STATISTICS))
        years = sorted({cost.month.year for cost in costs}, reverse=True)
        year = chosen_year(self.request.GET.get("annee", ""), years)
        shown = self.narrowed([cost for cost in costs if cost.month.year == year])
        return {
            "years": years,
            "year": year,
            "filters": self.filters(costs),
            "months": [(name, amounts(total), rows_of(shown, name)) for name, total in totals_by(shown, "month_name")],
            "motifs": [
                (name, amounts(total))
                for name, total in totals_by(sorted(shown, key=lambda cost: folded(cost.motif)), "motif")
            ],
            "total": amounts(total_of(shown)),
            "several": len({cost.territory for cost in costs}) > 1,
            "is_unpriced": any(cost.price is None for cost in shown),
        }

    def narrowed(self, costs: list[Cost]) -> list[Cost]:
        for name, _word in CHOICES:
            wanted = self.request.GET.get(name, "")
            costs = [cost for cost in costs if not wanted or getattr(cost, name) == wanted]
        return costs

    def filters(self, costs: list[Cost]) -> list[tuple[str, str, str, list[str]]]:
        """Those that offer a choice: name, word, what is chosen, and the values."""
        values = {name: sorted({getattr(cost, name) for cost in costs}) for name, _word in CHOICES}
        return [
            (name, word, self.request.GET.get(name, ""), values[name])
            for name, word in CHOICES
            if len(values[name]) > 1
        ]


def chosen_year(typed: str, years: list[int]) -> int:
    """One of those that have figures; the latest otherwise."""
    wanted = int(typed) if typed.isdecimal() and len(typed) == 4 else 0
    return wanted if wanted in years else next(iter(years), timezone.localdate().year)


def rows_of(costs: list[Cost], month: str) -> list[tuple[Cost, dict[str, Any]]]:
    return [(cost, amounts(cost)) for cost in costs if cost.month_name == month]


def amounts(row: Cost | Total) -> dict[str, Any]:
    """As they are read."""
    price = "" if row.price is None else euros(row.price)
    return {"messages": row.messages, "segments": row.segments, "price": price}
