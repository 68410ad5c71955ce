"""One line of a list, corrected: what it should have said, who it is, what it answers; and the report of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from backoffice.booking.forms import LineForm
from backoffice.booking.models import BatchLine
from backoffice.booking.services.access import reachable_usagers, require
from backoffice.booking.services.batches import correct_line
from backoffice.booking.services.batches.matching import match
from backoffice.booking.services.batches.questions import fields_for, questions_of, typed_of
from backoffice.booking.values import Actor
from backoffice.booking.views.batches import NEEDED, BatchPage
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.console.base.resources import write_csv

if TYPE_CHECKING:
    from django.http import HttpRequest


class LineDialog(Dialog):
    """Correct one line, and say who it is when files look like it. One service call: `correct_line`."""

    form_class = LineForm
    template_name = "booking/batch_line.html"
    title = "Corriger la ligne"

    def prepare(self, *, line_id: int, **kwargs: Any) -> None:
        rows = BatchLine.objects.visible_to(self.request.user).select_related(
            "batch__user", "batch__occurrence__action__motif", "batch__occurrence__action__organisation__territory"
        )
        found = rows.filter(pk=line_id).first()
        if found is None:
            raise OutOfPerimeter
        self.actor = Actor.agent(self.request.user)
        for activity in NEEDED:
            require(self.actor, activity, found.batch.occurrence)
        self.line = found

    def form_options(self) -> dict[str, Any]:
        occurrence, columns = self.line.batch.occurrence, {column["kind"] for column in self.line.batch.columns}
        fields = fields_for(occurrence, self.actor)
        return {
            "initial": LineForm.initial_of(self.line),
            "alike": self.alike(),
            "questions": questions_of(occurrence, fields, {*self.line.answers, *columns}),
            "answers": typed_of(self.line, fields),
        }

    def alike(self) -> list[Any]:
        """Files that look like the line, as it is written now."""
        files = reachable_usagers(self.actor, self.line.batch.occurrence)
        self.line.usager_id, self.line.is_another_person = None, False
        found = match(self.line, files)
        return [found.usager] if found.usager else list(found.alike)

    def context(self) -> dict[str, Any]:
        return {"line": self.line}

    def perform(self, form: LineForm) -> str:
        done = correct_line(line_id=self.line.pk, user=self.request.user, answers=form.answers, **form.typed)
        return f"Ligne {done.number} : {done.told or 'corrigée.'}"

    def back(self) -> str:
        return f"{reverse('admin:batch', args=[self.line.batch_id])}#l{self.line.pk}"


class BatchReportView(BatchPage):
    """The report, to keep or to send back: a line of the list, its answer, why."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        titles = (
            "Ligne",
            "Nom",
            "Prénom",
            "Personnes",
            "Téléphone",
            "Adresse e-mail",
            "Commune",
            "Réponse",
            "Explication",
        )
        rows = [
            (
                *(line.number, line.last_name, line.first_name, line.party_size, line.phone, line.email, line.commune),
                *(line.get_state_display(), line.told),
            )
            for line in self.batch.lines.order_by("number")
        ]
        name = f"liste-{self.batch.pk}-{timezone.localdate():%Y-%m-%d}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private"}
        return HttpResponse(write_csv(titles, rows), content_type="text/csv; charset=utf-8", headers=headers)
