"""« Annuler ce changement », « Rétablir ce qui est annulé »: every séance returns to what it was. One service call: `undo_edit`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from backoffice.actions.enums import EditKind
from backoffice.actions.models import SeriesEdit
from backoffice.booking.errors import AlreadyUndone
from backoffice.booking.services.series import foretell_restoration, undo_edit
from backoffice.booking.services.series.undoing import foretell_undo
from backoffice.booking.values import Actor
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.console.base.forms import PlainForm
from backoffice.console.base.wording import count
from backoffice.directory.enums import Activity
from backoffice.notifications.services.foretelling import foretell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.notifications.services.foretelling import Forecast, Telling


class UndoEditDialog(Dialog):
    """« Annuler ce changement », « Rétablir »: every séance returns to what it was, after seeing what follows."""

    form_class = PlainForm
    template_name = "booking/undo.html"

    def prepare(self, *, edit_id: int, **kwargs: Any) -> None:
        rows = SeriesEdit.objects.visible_to(self.request.user, Activity.PLAN).select_related(
            "action__organisation__territory", "user"
        )
        self.edit = rows.filter(pk=edit_id).first()
        if self.edit is None:
            raise OutOfPerimeter

    @property
    def is_cancellation(self) -> bool:
        return self.edit.kind == EditKind.CANCEL

    @property
    def title(self) -> str:
        return "Rétablir ce qui est annulé" if self.is_cancellation else "Annuler ce changement"

    @property
    def submit_label(self) -> str:
        return (
            f"Rétablir {count(self.edit.seances_count, 'séance')}" if self.is_cancellation else "Remettre comme avant"
        )

    def context(self) -> dict[str, Any]:
        seances = count(self.edit.seances_count, "séance")
        if self.edit.undone_at is not None:
            said = f"{self.edit.author} : {self.edit.said}."
            return {"question": said, "consequences": (), "obstacle": AlreadyUndone.message}
        if not self.is_cancellation:
            what = f"{self.edit.author} a changé {seances} : {self.edit.said}. Tout redevient comme avant."
            undone = foretell_undo(self.edit, self.request.user)
            shown = {"consequences": undone.sentences, "effects": undone.effects, "obstacle": ""}
            return {"question": what, **shown, "forecasts": self.forecasts(undone.tellings)}
        foretold = foretell_restoration(self.edit, now=timezone.now())
        what = f"{self.edit.author} a annulé {seances} : « {self.edit.said} »."
        return {
            "question": what,
            "consequences": foretold.sentences,
            "obstacle": foretold.obstacle,
            "forecasts": self.forecasts(foretold.tellings),
        }

    def forecasts(self, tellings: Iterable[Telling]) -> tuple[Forecast, ...]:
        """What would leave, with the names that the user may read."""
        reads = self.request.user.perimeter.may_in(Activity.VIEW_PEOPLE, self.edit.action.organisation)
        return (foretell(tellings, now=timezone.now(), is_named=reads, is_bulk=True),)

    def perform(self, form: PlainForm) -> str:
        edit = undo_edit(edit_id=self.edit.pk, actor=Actor.agent(self.request.user))
        if not self.is_cancellation:
            return f"C’est remis comme avant : {edit.said}."
        told = edit.told_count - self.edit.told_count
        told = f" {count(told, 'personne prévenue', 'personnes prévenues')}." if told else ""
        return f"C’est noté : ce qui était annulé a de nouveau lieu.{told}"

    def back(self) -> str:
        return f"{reverse('admin:actions_occurrence_changelist')}?action__id__exact={self.edit.action_id}"
