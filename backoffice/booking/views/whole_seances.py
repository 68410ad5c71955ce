"""Acts on a whole séance: cancel it, cancel its day, close and reopen enrolment. What follows is said before. One service call each."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from backoffice.actions.enums import OccurrenceState
from backoffice.booking.forms import ReasonForm, WhyForm
from backoffice.booking.services import cancel_group, cancel_seance, close_enrolment, reopen_enrolment
from backoffice.booking.services.foretelling import MOST_NAMED, called_told, named, once_open, told_of
from backoffice.booking.services.foretelling_many import live_in, told_of_cancelling, what_cancelling_does
from backoffice.booking.views.subjects import AboutOccurrence
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.console.base.wording import count
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from backoffice.actions.models import Occurrence
    from backoffice.booking.models import Participation
    from backoffice.booking.services.cancelling_seances import SeancesCancelled
    from backoffice.booking.services.rehearsing import Foreseen
    from backoffice.notifications.services.foretelling import Telling


class WholeSeanceDialog(AboutOccurrence, Dialog):
    activity = Activity.PLAN
    template_name = "booking/whole_seance.html"

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "obstacle": self.obstacle(),
            "question": self.question(),
            "consequences": self.consequences(),
            "forecasts": (self.forecast(self.tellings(), is_bulk=True),),
        }

    def obstacle(self) -> str:
        """Why there is nothing to do any more; nothing when the act is possible."""
        return "Cette séance est déjà annulée." if self.occurrence.state == OccurrenceState.CANCELLED else ""

    def question(self) -> str:
        raise NotImplementedError

    def consequences(self) -> tuple[str, ...]:
        raise NotImplementedError

    def tellings(self) -> list[Telling]:
        """What people would be told."""
        return []


class CancelSeanceDialog(WholeSeanceDialog):
    form_class = WhyForm
    title = "Annuler la séance"
    submit_label = "Annuler la séance"
    is_dangerous = True

    def obstacle(self) -> str:
        if self.occurrence.starts_at <= self.now:
            return "La séance a commencé : elle ne s’annule plus. Notez les présences."
        return super().obstacle()

    def question(self) -> str:
        return "Annuler cette séance ? Vous pourrez la rétablir jusqu’à son début."

    def cancelled(self) -> list[Occurrence]:
        return [self.occurrence]

    def consequences(self) -> tuple[str, ...]:
        return what_cancelling_does(self.live)

    def tellings(self) -> list[Telling]:
        return told_of_cancelling(self.live)

    @cached_property
    def live(self) -> list[Participation]:
        return live_in(self.cancelled())

    def perform(self, form: WhyForm) -> str:
        return said(
            cancel_seance(occurrence_id=self.occurrence.pk, actor=self.actor, reason=form.cleaned_data["reason"])
        )


class CancelGroupDialog(CancelSeanceDialog):
    """Every band and station of the day, in one act."""

    title = "Annuler toute la journée"
    submit_label = "Annuler toute la journée"

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        if self.occurrence.group_id is None:
            raise OutOfPerimeter

    def question(self) -> str:
        number = count(len(self.cancelled()), "séance")
        return f"Annuler « {self.occurrence.group} » : {number} ? Chaque personne est prévenue une seule fois."

    def cancelled(self) -> list[Occurrence]:
        rows = self.occurrence.group.occurrences.filter(starts_at__gt=self.now)
        return list(rows.exclude(state=OccurrenceState.CANCELLED).order_by("starts_at", "pk"))

    def obstacle(self) -> str:
        return "" if self.cancelled() else "Aucune séance de cette journée n’est à venir."

    def perform(self, form: WhyForm) -> str:
        return said(
            cancel_group(group_id=self.occurrence.group_id, actor=self.actor, reason=form.cleaned_data["reason"])
        )


class CloseDialog(WholeSeanceDialog):
    form_class = ReasonForm
    title = "Fermer les inscriptions"
    submit_label = "Fermer les inscriptions"

    def question(self) -> str:
        return "Fermer les inscriptions à cette séance ? Vous pourrez les rouvrir."

    def consequences(self) -> tuple[str, ...]:
        waiting = self.occurrence.waiting_count
        words = ("personne en attente garde son rang", "personnes en attente gardent leur rang")
        queue = [f"{count(waiting, *words)}. Personne n’est appelé avant la réouverture."] * bool(waiting)
        return ("Les personnes inscrites gardent leur place. Aucun message ne partira.", *queue)

    def perform(self, form: ReasonForm) -> str:
        close_enrolment(occurrence_id=self.occurrence.pk, actor=self.actor, reason=form.cleaned_data["reason"])
        return "Les inscriptions à cette séance sont fermées."


class ReopenDialog(WholeSeanceDialog):
    form_class = ReasonForm
    title = "Rouvrir les inscriptions"
    submit_label = "Rouvrir les inscriptions"

    def question(self) -> str:
        return "Rouvrir les inscriptions à cette séance ? Vous pourrez les fermer de nouveau."

    def tellings(self) -> list[Telling]:
        return told_of(self.foreseen)

    @cached_property
    def foreseen(self) -> Foreseen:
        return once_open(self.occurrence, self.now)

    def consequences(self) -> tuple[str, ...]:
        served = self.foreseen.served
        if not served:
            return ("Aucun message ne partira.",)
        kept = "Qui reçoit une place la garde, même si vous fermez de nouveau."
        is_named = self.may["view_people"] and len(served) <= MOST_NAMED
        names = ", ".join(named(row) for _rank, row in served) if is_named else called_told(self.foreseen)
        return (f"Les places libres {'iront' if self.foreseen.end is None else 'seront proposées'} à : {names}.", kept)

    def perform(self, form: ReasonForm) -> str:
        reopen_enrolment(occurrence_id=self.occurrence.pk, actor=self.actor, reason=form.cleaned_data["reason"])
        return "Les inscriptions à cette séance sont rouvertes."


def said(done: SeancesCancelled) -> str:
    """« C’est noté : 3 séances annulées, 12 inscriptions terminées, 11 messages à envoyer. »"""
    parts = (
        count(len(done.occurrences), "séance annulée", "séances annulées"),
        count(len(done.participations), "inscription terminée", "inscriptions terminées"),
        count(done.told, "message à envoyer", "messages à envoyer"),
    )
    return f"C’est noté : {', '.join(parts)}."
