"""Messages as tables: what SMS cost, and nobody's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from import_export.widgets import Widget

from backoffice.console.base.resources import Column, NumberColumn, ScopedResource
from backoffice.directory.enums import Activity
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services.costs import costs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet


class AmountWidget(Widget):
    """A number that a spreadsheet adds up."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> float | str:
        return "" if value is None else float(value)


class CostExport(ScopedResource):
    """One line per month, motif and organisation. The lines are not rows of the table: they are counted by the database."""

    month = Column("month_code", "Mois", readonly=True)
    territory = Column("territory", "Territoire", readonly=True)
    organisation = Column("organisation", "Organisation", readonly=True)
    motif = Column("motif", "Motif", readonly=True)
    messages = NumberColumn("messages", "SMS envoyés", readonly=True)
    segments = NumberColumn("segments", "SMS facturés", readonly=True)
    price = Column("price", "Coût (euros)", AmountWidget(), readonly=True)

    label = "Coût des SMS par motif et par mois"
    activity = Activity.EXPORT_STATISTICS

    class Meta:
        model = OutboxMessage

    def table(self, rows: QuerySet) -> tuple[list[str], Iterator[list[Any]]]:
        """Counted again in the perimeter of the activity, whatever the list showed."""
        allowed = OutboxMessage.objects.visible_to(self.user, self.activity)
        narrowed = allowed.filter(pk__in=rows.order_by().values("pk"))
        columns = list(self.fields.values())
        return self.columns(), ([each.export(cost) for each in columns] for cost in costs_of(narrowed))
