"""« Journée en tranches ou en postes »: the sum and every band are shown before anything is created. One service call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import signing
from django.urls import reverse

from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.forms.dates import USUAL_SKIPS
from backoffice.actions.forms.days import DayForm
from backoffice.actions.models import CollectiveAction
from backoffice.actions.services import add_group
from backoffice.actions.services.daysoff import Place
from backoffice.actions.services.grouping import day_slots
from backoffice.actions.services.planning import preview_dates
from backoffice.actions.services.recipes import RECIPES
from backoffice.actions.services.repeating import Repetition
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import BackofficeError, NotAllowed, OutOfPerimeter
from backoffice.console.base.wording import count, short_day
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from backoffice.actions.services.bands import CutDay
    from backoffice.actions.services.planning import Line

SALT = "backoffice.day"


class DayDialog(Dialog):
    """A POST whose bands were not shown yet shows them; a POST of the bands that were shown creates them, if they are still the same."""

    template_name = "actions/day.html"
    form_class = DayForm
    title = "Journée en tranches ou en postes"
    submit_label = "Voir les tranches"

    def prepare(self, *, action_id: int, **kwargs: Any) -> None:
        user = self.request.user
        rows = CollectiveAction.objects.visible_to(user, Activity.VIEW)
        rows = rows.select_related("motif", "organisation__territory", "default_venue")
        self.action = rows.filter(pk=action_id).first()
        if self.action is None:
            raise OutOfPerimeter
        if not user.perimeter.may_in(Activity.PLAN, self.action.organisation):
            raise NotAllowed

    def form_options(self) -> dict[str, Any]:
        recipe = RECIPES.get(self.request.GET.get("recette", ""))
        return {"user": self.request.user, "action": self.action, "initial": recipe.dates if recipe else {}}

    def context(self) -> dict[str, Any]:
        return {"action": self.action}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, **self.form_options())
        if not form.is_valid():
            return self.show(form)
        try:
            self.day = form.cutting().cut()
            self.slots = self.slots_of(form)
        except ImpossibleDates as error:
            return self.failed(form, error)
        if "preview" in request.POST or not self.was_seen(form):
            return self.show_bands(form)
        return super().post(request, **kwargs)

    def slots_of(self, form: forms.Form) -> list[Any]:
        asked, zone = form.cleaned_data, self.action.organisation.territory.zone
        return day_slots(day=asked["first_day"], cut=self.day, stations=asked["stations"], zone=zone)

    def was_seen(self, form: forms.Form) -> bool:
        """The browser brings back the mark of what it showed: the same hours, stations and seats."""
        return form.cleaned_data["seen"] == self.mark()

    def mark(self) -> str:
        return signing.Signer(salt=SALT).signature(repr(self.slots))

    def show_bands(self, form: forms.Form) -> HttpResponse:
        form.data = form.data.copy()
        form.data["seen"] = self.mark()
        stations = form.cleaned_data["stations"]
        return self.show(
            form,
            sum=self.day.sentence(len(stations)),
            bands=self.day.bands,
            stations=stations,
            notes=list(self.notes(form, self.day)),
            submit_label=f"Créer {count(len(self.slots), 'case' if stations else 'tranche')}",
        )

    def failed(self, form: forms.Form, error: BackofficeError) -> HttpResponse:
        """What the service refuses (a room that is taken) is said above the bands, which stay on screen."""
        if not hasattr(self, "slots"):
            return super().failed(form, error)
        form.add_error(None, error.message)
        return self.show_bands(form)

    def notes(self, form: forms.Form, day: CutDay) -> Iterator[str]:
        """What should be known of that day: closed, holiday, room taken."""
        asked = form.cleaned_data
        minutes = day.bands[-1].end - day.bands[0].start
        repetition = Repetition(
            first_day=asked["first_day"], start_time=asked["start_time"], minutes=minutes, skips=frozenset(USUAL_SKIPS)
        )
        people = tuple(self.action.facilitators.all())
        place = Place(self.action.organisation, asked["venue"] or self.action.default_venue, people, self.action)
        for line in preview_dates(repetition=repetition, place=place).lines:
            yield from told(line)

    def perform(self, form: forms.Form) -> str:
        asked = form.cleaned_data
        self.group = add_group(
            action=self.action,
            name=asked["name"] or f"{self.action.title}, {short_day(asked['first_day'])}",
            slots=self.slots,
            user=self.request.user,
            venue=asked["venue"],
            walking_minutes=asked["walking_minutes"] or 0,
        )
        return f"C’est noté : {self.day.sentence(len(asked['stations']))}."

    def back(self) -> str:
        made = getattr(self, "group", None)
        if made is not None:
            return reverse("admin:day", args=[made.pk])
        return f"{reverse('admin:actions_occurrence_changelist')}?action__id__exact={self.action.pk}"


def told(line: Line) -> Iterator[str]:
    """The reasons and conflicts of a date, as sentences."""
    for text in (*line.reasons, *(conflict.text for conflict in line.conflicts)):
        yield f"{text[:1].upper()}{text[1:]}."
