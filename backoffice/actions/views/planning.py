"""« Nouvelle action collective » and « Ajouter des séances »: every date is shown before anything is created. One service call each."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.forms import AddOccurrencesForm, NewActionForm
from backoffice.actions.models import CollectiveAction
from backoffice.actions.services import add_occurrences, create_action, plan_dates
from backoffice.actions.services.conflicts import shown_dates
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.console.base.wording import count
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

    from backoffice.actions.services.planning import Plan
    from backoffice.directory.models import Venue


class PlanningDialog(Dialog):
    """A POST whose dates were not shown yet shows them; a POST of the dates that were shown creates them."""

    template_name = "actions/planning.html"
    submit_label = "Voir les dates"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, **self.form_options())
        if not form.is_valid():
            return self.show(form)
        try:
            self.plan = self.plan_of(form)
        except ImpossibleDates as error:
            return self.failed(form, error)
        if "preview" in request.POST or form.cleaned_data["seen"] != mark_of(self.plan):
            return self.preview(form)
        return super().post(request, **kwargs)

    def preview(self, form: forms.Form) -> HttpResponse:
        form.data = form.data.copy()
        form.data["seen"] = mark_of(self.plan)
        dates = shown_dates(self.plan, action=self.action_of(form), venue=self.venue_of(form))
        label = f"Créer {count(len(dates), 'séance')}"
        return self.show(form, dates=dates, submit_label=label, has_preview=True)

    def plan_of(self, form: forms.Form) -> Plan:
        action = self.action_of(form)
        zone = action.organisation.territory.zone
        return plan_dates(zone=zone, **form.rhythm(action.motif.default_duration_minutes))

    def action_of(self, form: forms.Form) -> CollectiveAction:
        raise NotImplementedError

    def venue_of(self, form: forms.Form) -> Venue | None:
        raise NotImplementedError

    def back(self) -> str:
        return reverse("admin:actions_occurrence_changelist")


class NewActionDialog(PlanningDialog):
    form_class = NewActionForm
    title = "Nouvelle action collective"

    def prepare(self, **kwargs: Any) -> None:
        if not self.request.user.perimeter.has(Activity.PLAN):
            raise NotAllowed

    def form_options(self) -> dict[str, Any]:
        return {"user": self.request.user}

    def action_of(self, form: NewActionForm) -> CollectiveAction:
        return form.instance

    def venue_of(self, form: NewActionForm) -> Venue | None:
        return form.instance.default_venue

    def perform(self, form: NewActionForm) -> str:
        self.made = create_action(
            action=form.instance,
            plan=self.plan,
            user=self.request.user,
            facilitators=form.cleaned_data["facilitators"],
        )
        return f"C’est noté : {self.made.title}, {told(self.plan, self.made)}."

    def back(self) -> str:
        """The séance of a one-off, the list of a series."""
        made = getattr(self, "made", None)
        if made is None:
            return super().back()
        if len(self.plan.dates) == 1:
            return reverse("admin:seance", args=[made.occurrences.get().pk])
        return f"{super().back()}?action__id__exact={made.pk}"


class AddOccurrencesDialog(PlanningDialog):
    form_class = AddOccurrencesForm
    title = "Ajouter des séances"

    def prepare(self, *, action_id: int, **kwargs: Any) -> None:
        user = self.request.user
        rows = CollectiveAction.objects.visible_to(user, Activity.VIEW)
        self.action = (
            rows.select_related("motif", "organisation__territory", "default_venue").filter(pk=action_id).first()
        )
        if self.action is None:
            raise OutOfPerimeter
        if not user.perimeter.may_in(Activity.PLAN, self.action.organisation):
            raise NotAllowed

    def form_options(self) -> dict[str, Any]:
        return {"user": self.request.user, "action": self.action}

    def context(self) -> dict[str, Any]:
        return {"action": self.action}

    def action_of(self, form: AddOccurrencesForm) -> CollectiveAction:
        return self.action

    def venue_of(self, form: AddOccurrencesForm) -> Venue | None:
        return form.cleaned_data["venue"] or self.action.default_venue

    def perform(self, form: AddOccurrencesForm) -> str:
        add_occurrences(action=self.action, plan=self.plan, user=self.request.user, venue=form.cleaned_data["venue"])
        return f"C’est noté : {self.action.title}, {told(self.plan, self.action)}."

    def back(self) -> str:
        return f"{super().back()}?action__id__exact={self.action.pk}"


def mark_of(plan: Plan) -> str:
    """The same dates give the same mark."""
    return hashlib.sha256(repr(plan.dates).encode()).hexdigest()[:16]


def told(plan: Plan, action: CollectiveAction) -> str:
    """« 10 séances, du 7 janvier au 25 mars 2027 »."""
    zone = action.organisation.territory.zone
    first, last = (date_format(localtime(item.starts_at, zone), "j F Y") for item in (plan.dates[0], plan.dates[-1]))
    return f"une séance le {first}" if len(plan.dates) == 1 else f"{len(plan.dates)} séances, du {first} au {last}"
