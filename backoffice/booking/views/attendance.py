"""Présences, phone first: everyone in one gesture, then the exceptions; each tap is one service call, and can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from backoffice.booking.enums import HOLDS_A_SEAT, State
from backoffice.booking.forms import MarkForm
from backoffice.booking.models import Participation
from backoffice.booking.queries import to_complete
from backoffice.booking.services import mark_attendance, mark_everyone_present
from backoffice.booking.views.subjects import AboutOccurrence, AboutParticipation
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import BackofficeError, NotAllowed, OutOfPerimeter
from backoffice.console.base.wording import count
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from django.http import HttpRequest

# The buttons of a row: the state stored, and the word under the thumb.
BUTTONS = ((State.ATTENDED, "Présent"), (State.LATE, "En retard"), (State.NOSHOW, "Absent"), (State.EXCUSED, "Excusé"))


class AttendanceView(AboutOccurrence):
    """GET shows the list; POST is « Tout le monde est là » (`everyone`) or one mark (`participation` and `state`)."""

    activity = Activity.ATTENDANCE
    template_name = "booking/attendance.html"
    title = "Présences"

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        if not self.may["view_people"]:
            raise NotAllowed

    def context(self) -> dict[str, Any]:
        rows = list(self.rows())
        expected = [row for row in rows if row.state in HOLDS_A_SEAT]
        following = to_complete(self.request.user, self.now).exclude(pk=self.occurrence.pk).first()
        return {
            **super().context(),
            "rows": expected,
            "excused": [row for row in rows if row.state == State.EXCUSED],
            "left": sum(row.state == State.BOOKED for row in expected),
            "buttons": BUTTONS,
            "is_open": self.is_open,
            "following": following,
        }

    def rows(self) -> Any:
        """Names and states only: the phone passes from hand to hand."""
        people = Participation.objects.filter(occurrence=self.occurrence).select_related("usager")
        return people.order_by("usager__last_name", "usager__first_name", "pk")

    @property
    def is_open(self) -> bool:
        zone = self.occurrence.territory.zone
        return self.occurrence.local_start.date() <= self.now.astimezone(zone).date()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            self.act()
        except (OutOfPerimeter, NotAllowed):
            raise
        except BackofficeError as error:
            messages.error(request, error.message)
        return HttpResponseRedirect(f"{reverse('admin:attendance', args=[self.occurrence.pk])}{self.anchor}")

    def act(self) -> None:
        if "everyone" in self.request.POST:
            marked = mark_everyone_present(occurrence_id=self.occurrence.pk, actor=self.actor)
            messages.success(self.request, f"{count(marked, 'personne notée présente', 'personnes notées présentes')}.")
        else:
            mark_attendance(participation_id=self.chosen, state=self.wanted, actor=self.actor)

    @property
    def chosen(self) -> int:
        """A participation of this séance, and of no other."""
        typed = self.request.POST.get("participation", "")
        if not typed.isdecimal() or not self.rows().filter(pk=int(typed)).exists():
            raise OutOfPerimeter
        return int(typed)

    @property
    def wanted(self) -> State:
        typed = self.request.POST.get("state", "")
        if typed not in {*HOLDS_A_SEAT, State.EXCUSED}:
            raise OutOfPerimeter
        return State(typed)

    @property
    def anchor(self) -> str:
        typed = self.request.POST.get("participation", "")
        return f"#p{typed}" if typed.isdecimal() else ""


class CorrectionDialog(AboutParticipation, Dialog):
    """Somebody who had cancelled came anyway: a reason is asked."""

    activity = Activity.ATTENDANCE
    form_class = MarkForm
    title = "Corriger la présence"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "intro": f"{self.participation.usager} avait annulé."}

    def perform(self, form: MarkForm) -> str:
        asked = form.cleaned_data
        state = State(asked["state"])
        mark_attendance(participation_id=self.participation.pk, state=state, actor=self.actor, reason=asked["reason"])
        return f"{self.participation.usager} : {state.label.lower()}."

    def back(self) -> str:
        return reverse("admin:attendance", args=[self.occurrence.pk])
