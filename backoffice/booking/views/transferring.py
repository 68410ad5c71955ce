"""« Déplacer » one inscription to another séance: choose it, see what follows, confirm. One service call: `transfer`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.actions.values import SeatsLine
from backoffice.booking.enums import TRANSITIONS, State
from backoffice.booking.errors import NotMoved
from backoffice.booking.forms import MoveForm
from backoffice.booking.queries import other_seances
from backoffice.booking.services import transfer
from backoffice.booking.services.explaining import explanation
from backoffice.booking.services.foretelling import once_she_leaves, told_of, who_gets_the_seat
from backoffice.booking.services.naming import what_she_has, who_takes_the_seat
from backoffice.booking.services.previewing_moves import preview_move
from backoffice.booking.views.subjects import NEXT_IN_LINE, AboutOccurrence, AboutParticipation
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import BackofficeError, NotAllowed
from backoffice.console.base.keys import key_of
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import Event
from backoffice.notifications.services import About
from backoffice.notifications.services.foretelling import Forecast, Telling

if TYPE_CHECKING:
    from django.http import HttpResponse

    from backoffice.actions.models import Occurrence
    from backoffice.booking.services.previewing_moves import MovePreview

MOST_SEANCES = 12
MOVABLE = frozenset(state for state, after in TRANSITIONS.items() if State.MOVED in after)


class ChoosesSeance(AboutOccurrence, Dialog):
    """The other séances of the motif, with what is free; `?seance=` shows what going there would do."""

    activity = Activity.ENROL

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        if not self.may["view_people"]:
            raise NotAllowed

    @property
    def chosen(self) -> str:
        return (self.request.POST or self.request.GET).get("seance", "")

    def seances(self) -> list[tuple[Occurrence, SeatsLine]]:
        rows = other_seances(self.occurrence, self.request.user, self.now)
        return [(row, SeatsLine.of(row)) for row in rows[:MOST_SEANCES]]

    def context(self) -> dict[str, Any]:
        return {**super().context(), "seances": self.seances(), "chosen": self.chosen}


class MoveDialog(AboutParticipation, ChoosesSeance):
    form_class = MoveForm
    template_name = "booking/move.html"
    title = "Déplacer l’inscription"
    submit_label = "Déplacer l’inscription"

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"seance": self.chosen}}

    def context(self) -> dict[str, Any]:
        is_possible = self.participation.state in MOVABLE
        preview = self.preview() if is_possible and key_of(self.chosen) else None
        hers = self.forecast(self.arrival(preview)) if preview else Forecast()
        leaves = self.participation.state == State.BOOKED
        foreseen = once_she_leaves(self.participation, self.now)
        freed = told_of(foreseen) if preview else []
        return {
            **super().context(),
            "is_possible": is_possible,
            "preview": preview,
            "told": self.told(hers),
            "forecasts": (hers, self.forecast(freed, title=NEXT_IN_LINE)),
            "seat": who_gets_the_seat(foreseen, self.request.user) if leaves else "",
        }

    def preview(self) -> Any:
        wanted = {"participation": self.participation, "occurrence_id": key_of(self.chosen)}
        return preview_move(**wanted, actor=self.actor, now=self.now)

    def arrival(self, preview: MovePreview) -> list[Telling]:
        """She is told once, by her arrival; she who still waits there is told so."""
        if preview.event != Event.MOVED:
            return [self.telling(preview.event, at=preview.occurrence)]
        return [self.telling(Event.MOVED, About(before=self.occurrence), at=preview.occurrence)]

    def perform(self, form: MoveForm) -> str:
        asked = form.cleaned_data
        done = transfer(
            participation_id=self.participation.pk,
            occurrence_id=asked["seance"],
            actor=self.actor,
            idempotency_key=asked["key"],
            overbook=asked["over"],
            reason=asked["reason"],
        )
        moved = done.booking.participation
        if moved is None:
            reasons = " ".join(explanation(done.booking.decision).reasons)
            raise NotMoved(f"{reasons} Rien n’a changé : la place actuelle est gardée.")
        lucky = [decision.usager for decision in done.promotions if decision.participation.state == State.BOOKED]
        said = what_she_has(moved, moved.occurrence)
        return " ".join([said, *who_takes_the_seat(lucky, is_named=True)])

    def failed(self, form: MoveForm, error: BackofficeError) -> HttpResponse:
        """A refusal is an answer to that key: another try is another request."""
        if isinstance(error, NotMoved):
            form.data = {**form.data.dict(), "key": MoveForm.base_fields["key"].initial()}
        return super().failed(form, error)
