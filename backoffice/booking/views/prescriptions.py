"""« Mes orientations »: follow what one's organisations asked elsewhere, as far as the policy lets one see it; take back, move."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from backoffice.actions.models import Occurrence
from backoffice.actions.values import SeatsLine
from backoffice.booking.enums import COMING, State
from backoffice.booking.errors import NotMoved
from backoffice.booking.forms import MoveForm, ReasonForm
from backoffice.booking.models import Prescription
from backoffice.booking.services import cancel_prescription, move_prescription
from backoffice.booking.services.deadlines import CANCEL, MOVE
from backoffice.booking.services.explaining import told_to_prescriber
from backoffice.booking.services.foretelling import who_is_told
from backoffice.booking.services.prescribing import may_still, own_prescription, prescribing_perimeter, shown_state
from backoffice.booking.services.previewing_moves import MovePreview, preview_move
from backoffice.booking.values import Actor
from backoffice.booking.views.prescribing import PrescriberView, what_was_given
from backoffice.booking.views.transferring import MOST_SEANCES
from backoffice.console.base.dialogs import Dialog
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import Event
from backoffice.notifications.services import About
from backoffice.notifications.services.foretelling import Forecast, Telling, foretell


class PrescriptionsView(PrescriberView):
    """What one's organisations asked elsewhere, with what the policy of each action lets them see of it."""

    template_name = "booking/prescriptions.html"
    title = "Mes orientations"

    def context(self) -> dict[str, Any]:
        related = (
            "organisation",
            "participation__booked_by",
            "participation__occurrence__venue",
            "participation__occurrence__action__motif",
            "participation__occurrence__action__organisation__territory",
        )
        rows = Prescription.objects.visible_to(self.request.user, Activity.ENROL).select_related(*related)
        page = self.page_of(rows.exclude(participation__state=State.MOVED))
        return {
            "page": page,
            "prescriptions": [(row, shown_state(row, self.now), self.acts(row)) for row in page],
        }

    def acts(self, row: Prescription) -> dict[str, bool]:
        """What the policy still lets her do. Whoever sees nothing of an inscription is not told that it ended."""
        participation = row.participation
        is_known_over = (
            participation.state not in COMING and shown_state(row, self.now) == participation.get_state_display()
        )
        return {act: not is_known_over and may_still(act, row, self.request.user, self.now) for act in (CANCEL, MOVE)}


class CancelPrescriptionDialog(Dialog):
    """« Annuler mon orientation ». One service call: `cancel_prescription`."""

    form_class = ReasonForm
    title = "Annuler l’orientation"
    submit_label = "Annuler l’orientation"
    is_dangerous = True

    def prepare(self, *, prescription_id: int, **kwargs: Any) -> None:
        self.prescription = own_prescription(prescription_id, self.request.user)

    def context(self) -> dict[str, Any]:
        seance = self.prescription.participation.occurrence
        where = f"{seance.action.title}, {seance.date_sentence}"
        told = Telling(Event.CANCELLED_BY_USAGER, seance, self.prescription.participation.usager)
        return {
            "intro": f"{self.prescription} ne viendra pas : {where}. La personne sera prévenue si elle a un contact.",
            "forecasts": (foretell([told], now=timezone.now()),),
        }

    def perform(self, form: ReasonForm) -> str:
        cancel_prescription(
            prescription_id=self.prescription.pk, user=self.request.user, reason=form.cleaned_data["reason"]
        )
        return f"L’orientation de {self.prescription} est annulée."

    def back(self) -> str:
        return reverse("admin:prescriptions")


class MovePrescriptionDialog(Dialog):
    """« Déplacer mon orientation »: another séance of the motif, open to her organisation. One service call: `move_prescription`."""

    form_class = MoveForm
    template_name = "booking/move_prescription.html"
    title = "Déplacer l’orientation"
    submit_label = "Déplacer l’orientation"

    def prepare(self, *, prescription_id: int, **kwargs: Any) -> None:
        self.now = timezone.now()
        self.prescription = own_prescription(prescription_id, self.request.user)
        self.actor = Actor.prescriber(self.request.user, self.prescription.organisation)

    @property
    def chosen(self) -> str:
        return (self.request.POST or self.request.GET).get("seance", "")

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"seance": self.chosen}}

    def seances(self) -> list[tuple[Occurrence, SeatsLine]]:
        left = self.prescription.participation.occurrence
        perimeter = prescribing_perimeter(self.request.user).in_organisation(self.prescription.organisation_id)
        opened = Occurrence.objects.open_to_prescribers(perimeter).bookable(self.now).with_everything_shown()
        rows = opened.filter(action__motif=left.action.motif_id).exclude(pk=left.pk).order_by("starts_at", "pk")
        return [(row, SeatsLine.of(row)) for row in rows[:MOST_SEANCES]]

    def context(self) -> dict[str, Any]:
        seances = self.seances()
        known = {str(row.pk) for row, _line in seances}
        preview = self.preview() if self.chosen in known else None
        return {
            "prescription": self.prescription,
            "left": self.prescription.participation.occurrence,
            "told": who_is_told(self.prescription.participation.usager, self.request.user),
            "seances": seances,
            "preview": preview,
            "forecasts": (foretell([self.telling(preview)], now=self.now) if preview else Forecast(),),
        }

    def preview(self) -> MovePreview:
        wanted = {"participation": self.prescription.participation, "occurrence_id": int(self.chosen)}
        return preview_move(**wanted, actor=self.actor, now=self.now)

    def telling(self, preview: MovePreview) -> Telling:
        participation = self.prescription.participation
        about = About(before=participation.occurrence) if preview.event == Event.MOVED else About()
        return Telling(preview.event, preview.occurrence, participation.usager, about)

    def perform(self, form: MoveForm) -> str:
        asked = form.cleaned_data
        done = move_prescription(
            prescription_id=self.prescription.pk,
            occurrence_id=asked["seance"],
            user=self.request.user,
            idempotency_key=asked["key"],
            reason=asked["reason"],
        )
        moved, decision = done.booking.participation, done.booking.decision
        if moved is None:
            reasons = " ".join(told_to_prescriber(decision.verdict, decision.policy).reasons)
            raise NotMoved(f"{reasons} Rien n’a changé : la demande reste où elle était.")
        return what_was_given(moved, self.prescription, moved.occurrence)

    def back(self) -> str:
        return reverse("admin:prescriptions")
