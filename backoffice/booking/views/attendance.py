"""Présences, phone first: everyone in one gesture, then the exceptions; each tap is one service call, and the last one can be taken back.

Each form works without script: the page comes back at the same person. With it (htmx) a tap changes its own line and the head of the sheet."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from backoffice.booking.enums import ATTENDANCE, HOLDS_A_SEAT, State
from backoffice.booking.forms import MarkForm, ReasonForm
from backoffice.booking.models import AttendanceSheet, Participation
from backoffice.booking.queries import to_complete
from backoffice.booking.services import (
    close_sheet,
    mark_attendance,
    mark_everyone_present,
    reopen_sheet,
    undo_gesture,
)
from backoffice.booking.services.attendance import CAME_BACK
from backoffice.booking.services.foretelling_follow_up import next_follow_up, told_next_morning
from backoffice.booking.services.sheets import CLOSED, WHY_REOPENED, told_gesture
from backoffice.booking.views.people import Roll
from backoffice.booking.views.subjects import AboutOccurrence, AboutParticipation
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import BackofficeError, NotAllowed, OutOfPerimeter
from backoffice.console.base.keys import key_of
from backoffice.console.base.wording import count, short_moment
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from django.http import HttpRequest

    from backoffice.notifications.services.foretelling import Forecast

# The buttons of a row: the state stored, and the word under the thumb.
BUTTONS = ((State.ATTENDED, "Présent"), (State.LATE, "En retard"), (State.NOSHOW, "Absent"), (State.EXCUSED, "Excusé"))


class AttendanceView(AboutOccurrence):
    """GET shows the list. POST is `everyone`, `undo`, `close`, or one mark (`participation` and `state`): one service call each."""

    activity = Activity.ATTENDANCE
    template_name = "booking/attendance.html"
    title = "Présences"

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        if not self.may["view_people"]:
            raise NotAllowed

    def context(self) -> dict[str, Any]:
        people = Roll(self.occurrence, self.request.GET, {})
        people.load()
        following = to_complete(self.request.user, self.now).exclude(pk=self.occurrence.pk).first()
        return {
            **super().context(),
            "people": people,
            "rows": people.parts["inscrits"].rows,
            "excused": people.parts["excuses"].rows,
            "expected": people.parts["inscrits"].total,
            "left": people.left,
            "buttons": BUTTONS,
            "is_open": self.is_open,
            "sheet": self.sheet,
            "undo": self.undo(),
            "following": following,
            "notice": "",
            "trouble": "",
            "out_of_band": False,
            "forecasts": (*self.next_morning(), *self.if_excused()),
        }

    def next_morning(self) -> tuple[Forecast, ...]:
        told = told_next_morning(self.occurrence, self.now)
        morning = next_follow_up(self.occurrence, self.now) if told else None
        if morning is None:
            return ()
        when = short_moment(morning.astimezone(self.occurrence.territory.zone))
        return (self.forecast(told, is_bulk=True, title=f"À partir du {when}"),)

    @cached_property
    def sheet(self) -> AttendanceSheet:
        found = AttendanceSheet.objects.select_related("closed_by").filter(occurrence=self.occurrence).first()
        return found or AttendanceSheet(occurrence=self.occurrence)

    def undo(self) -> dict[str, str] | None:
        gesture = self.sheet.gesture
        if self.sheet.is_closed or gesture.get("user") != self.request.user.pk:
            return None
        return {"id": gesture["id"], "said": told_gesture(gesture)}

    @property
    def is_open(self) -> bool:
        zone = self.occurrence.territory.zone
        return self.occurrence.local_start.date() <= self.now.astimezone(zone).date()

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> Any:
        if self.is_fragment and template == self.template_name:
            template = "booking/attendance_body.html"
        return super().render(template, context, status=status)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        notice = trouble = ""
        try:
            notice = self.act()
        except (OutOfPerimeter, NotAllowed):
            raise
        except BackofficeError as error:
            trouble = error.message
        if self.is_fragment:
            return self.changed(notice, trouble)
        if notice or trouble:
            messages.add_message(request, messages.ERROR if trouble else messages.SUCCESS, trouble or notice)
        return HttpResponseRedirect(f"{request.get_full_path()}{self.anchor}")

    def changed(self, notice: str, trouble: str) -> HttpResponse:
        """The line that was tapped and the head; the whole list for what touches several lines, or takes one away."""
        self.__dict__.pop("sheet", None)
        context = {**self.context(), "notice": notice, "trouble": trouble}
        item = next((row for row in context["rows"] if f"#p{row.pk}" == self.anchor), None)
        if item is None:
            answer = self.render("booking/attendance_body.html", context)
            answer["HX-Retarget"] = "#attendance"
            return answer
        return self.render("booking/attendance_tap.html", {**context, "item": item})

    def act(self) -> str:
        asked, place = self.request.POST, {"occurrence_id": self.occurrence.pk, "actor": self.actor}
        if "everyone" in asked:
            marked = mark_everyone_present(**place)
            return f"{count(marked, 'personne notée présente', 'personnes notées présentes')}."
        if "undo" in asked:
            return f"Annulé : {undo_gesture(gesture_id=asked['undo'], **place)}."
        if "close" in asked:
            close_sheet(**place)
            return "La feuille est close."
        mark_attendance(participation_id=self.chosen, state=self.wanted, actor=self.actor)
        return ""

    @property
    def chosen(self) -> int:
        """A participation of this séance, and of no other."""
        key = key_of(self.request.POST.get("participation", ""))
        if not Participation.objects.filter(occurrence=self.occurrence, pk=key).exists():
            raise OutOfPerimeter
        return key

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
    """Somebody who had cancelled came anyway, or the sheet is closed: a reason is asked."""

    activity = Activity.ATTENDANCE
    form_class = MarkForm
    title = "Corriger la présence"

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        if not self.may["view_people"]:
            raise NotAllowed

    @property
    def had_cancelled(self) -> bool:
        return self.participation.state == State.EXCUSED

    def form_options(self) -> dict[str, Any]:
        offered = [state for state, _word in BUTTONS if state in ATTENDANCE or not self.had_cancelled]
        states = [state for state in offered if state != self.participation.state]
        is_closed = AttendanceSheet.objects.filter(occurrence=self.occurrence, closed_at__isnull=False).exists()
        return {"states": states, "must_say": CAME_BACK if self.had_cancelled else CLOSED if is_closed else ""}

    def context(self) -> dict[str, Any]:
        person, state = self.participation.usager, self.participation.get_state_display().lower()
        intro = f"{person} avait annulé." if self.had_cancelled else f"{person} est noté : {state}."
        return {**super().context(), "intro": intro, "forecasts": () if self.had_cancelled else self.if_excused()}

    def perform(self, form: MarkForm) -> str:
        asked = form.cleaned_data
        state = State(asked["state"])
        mark_attendance(participation_id=self.participation.pk, state=state, actor=self.actor, reason=asked["reason"])
        return f"{self.participation.usager} : {state.label.lower()}."

    def back(self) -> str:
        return reverse("admin:attendance", args=[self.occurrence.pk])


class ReopenSheetDialog(AboutOccurrence, Dialog):
    """« Rouvrir la feuille », with a reason. One service call: `reopen_sheet`."""

    activity = Activity.ATTENDANCE
    form_class = ReasonForm
    title = "Rouvrir la feuille"
    submit_label = "Rouvrir la feuille"

    def form_options(self) -> dict[str, Any]:
        return {"must_say": WHY_REOPENED}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "intro": "Les présences se noteront de nouveau sans raison."}

    def perform(self, form: ReasonForm) -> str:
        reopen_sheet(occurrence_id=self.occurrence.pk, actor=self.actor, reason=form.cleaned_data["reason"])
        return "La feuille est rouverte."

    def back(self) -> str:
        return reverse("admin:attendance", args=[self.occurrence.pk])


class SignInSheetView(AboutOccurrence):
    """« Feuille d'émargement », to print: names and boxes. Never a phone number, a birth date or why somebody comes."""

    activity = Activity.VIEW
    template_name = "booking/sign_in_sheet.html"
    title = "Feuille d’émargement"
    spare_lines = range(3)

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        if not self.may["view_people"]:
            raise NotAllowed

    def context(self) -> dict[str, Any]:
        rows = Participation.objects.holding_a_seat().filter(occurrence=self.occurrence).select_related("usager")
        people = list(rows.order_by("usager__last_name", "usager__first_name", "pk"))
        return {
            **super().context(),
            "rows": people,
            "expected": sum(row.party_size for row in people),
            "has_parties": any(row.party_size > 1 for row in people),
            "is_discreet": "discret" in self.request.GET,
            "facilitators": list(self.occurrence.action.facilitators.order_by("name")),
            "spare_lines": self.spare_lines,
        }
