"""« Nouvelle action collective » and « Ajouter des séances »: every date is shown before anything is created. One service call each."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.timezone import localtime

from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.forms import AddOccurrencesForm, NewActionForm
from backoffice.actions.forms.dates import written
from backoffice.actions.models import CollectiveAction
from backoffice.actions.services import add_occurrences, create_action, preview_dates
from backoffice.actions.services.daysoff import Place
from backoffice.actions.services.recipes import RECIPES
from backoffice.actions.views.previews import (
    WISHES,
    Shown,
    copy_of,
    differences,
    following,
    opened,
    sealed,
    told_copy,
    wished,
)
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.console.base.keys import key_of
from backoffice.console.base.wording import count, long_date
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from backoffice.actions.models import Facilitator
    from backoffice.actions.services.planning import Plan, Preview
    from backoffice.directory.models import Venue

BLOCKED = "Une date ne convient pas : déplacez-la ou retirez-la. Rien n’a été créé."


class PlanningDialog(Dialog):
    """A POST whose dates were not shown yet shows them; a POST of the dates that were shown creates them, if they are still the same."""

    template_name = "actions/planning.html"
    submit_label = "Voir les dates"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, **self.form_options())
        try:
            if not self.understands(form):
                return self.show(form)
            self.preview = self.preview_of(form)
        except ImpossibleDates as error:
            return self.failed(form, error)
        if self.only_looks() or not form.cleaned_data["seen"]:
            return self.show_preview(form)
        changes = differences(opened(form.cleaned_data["seen"]), self.preview.seen())
        if changes or self.problem():
            return self.show_preview(form, changes=changes, problem=self.problem())
        return super().post(request, **kwargs)

    def understands(self, form: forms.Form) -> bool:
        if form.is_valid():
            form.judge_night(form.repetition(self.action_of(form).motif.default_duration_minutes))
        return form.is_valid()

    def only_looks(self) -> bool:
        return any(name in self.request.POST for name in ("preview", *WISHES))

    def problem(self) -> str:
        if not self.preview.planned:
            return "Il ne reste aucune date. Gardez-en une, ou changez les réglages."
        return BLOCKED if self.preview.blocked else ""

    def preview_of(self, form: forms.Form) -> Preview:
        action = self.action_of(form)
        self.wishes = wished(form.cleaned_data["changes"], self.request.POST)
        place = Place(
            action.organisation, self.venue_of(form), tuple(self.facilitators_of(form)), action if action.pk else None
        )
        repetition = form.repetition(action.motif.default_duration_minutes)
        return preview_dates(repetition=repetition, place=place, wishes=self.wishes)

    def show_preview(self, form: forms.Form, **context: Any) -> HttpResponse:
        form.data = form.data.copy()
        form.data["seen"] = sealed(self.preview.seen())
        form.data["changes"] = written(self.wishes)
        number = len(self.preview.planned)
        label = f"Créer {count(number, 'séance')}" if number else self.submit_label
        return self.show(form, shown=Shown(self.preview), submit_label=label, **context)

    def action_of(self, form: forms.Form) -> CollectiveAction:
        raise NotImplementedError

    def venue_of(self, form: forms.Form) -> Venue | None:
        raise NotImplementedError

    def facilitators_of(self, form: forms.Form) -> Iterable[Facilitator]:
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
        return {"user": self.request.user, "initial": self.copied() or self.from_recipe()}

    def context(self) -> dict[str, Any]:
        return {"copied": told_copy(self.original) if self.original else ""}

    @cached_property
    def original(self) -> CollectiveAction | None:
        """« Dupliquer »: an action that the user sees; nothing is written before the form is sent."""
        key = self.request.POST.get("copied", "") or self.request.GET.get("copie", "")
        rows = CollectiveAction.objects.visible_to(self.request.user, Activity.PLAN).select_related(
            "policy", "type_label"
        )
        return rows.filter(pk=key_of(key)).first()

    def copied(self) -> dict[str, Any]:
        return copy_of(self.original) if self.original else {}

    def from_recipe(self) -> dict[str, Any]:
        """What a recipe fills in; keys that the user does not see are left out by the form's own lists."""
        asked = self.request.GET
        recipe = RECIPES.get(asked.get("recette", ""))
        if recipe is None:
            return {}
        chosen = {
            "motif": asked.get("motif"),
            "organisation": asked.get("organisation"),
            "default_venue": asked.get("lieu"),
        }
        return {**recipe.dates, **chosen}

    def action_of(self, form: NewActionForm) -> CollectiveAction:
        return form.instance

    def venue_of(self, form: NewActionForm) -> Venue | None:
        return form.instance.default_venue

    def facilitators_of(self, form: NewActionForm) -> Iterable[Facilitator]:
        return form.cleaned_data["facilitators"]

    def perform(self, form: NewActionForm) -> str:
        self.made = create_action(
            action=form.instance,
            plan=self.preview.plan,
            user=self.request.user,
            facilitators=form.cleaned_data["facilitators"],
            like=form.cleaned_data["copied"],
        )
        return f"C’est noté : {self.made.title}, {told(self.preview.plan, self.made)}."

    def back(self) -> str:
        """The séance of a one-off, the list of a series."""
        made = getattr(self, "made", None)
        if made is None:
            return super().back()
        if len(self.preview.planned) == 1:
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
        last = self.action.occurrences.order_by("-starts_at").first()
        return {"user": self.request.user, "action": self.action, "initial": following(self.action, last)}

    def context(self) -> dict[str, Any]:
        return {"action": self.action}

    def action_of(self, form: AddOccurrencesForm) -> CollectiveAction:
        return self.action

    def venue_of(self, form: AddOccurrencesForm) -> Venue | None:
        return form.cleaned_data["venue"] or self.action.default_venue

    def facilitators_of(self, form: AddOccurrencesForm) -> Iterable[Facilitator]:
        return self.action.facilitators.all()

    def perform(self, form: AddOccurrencesForm) -> str:
        plan = self.preview.plan
        add_occurrences(action=self.action, plan=plan, user=self.request.user, venue=form.cleaned_data["venue"])
        return f"C’est noté : {self.action.title}, {told(plan, self.action)}."

    def back(self) -> str:
        return f"{super().back()}?action__id__exact={self.action.pk}"


def told(plan: Plan, action: CollectiveAction) -> str:
    """« 10 séances, du 7 janvier au 25 mars 2027 »."""
    zone = action.organisation.territory.zone
    first, last = (long_date(localtime(item.starts_at, zone)) for item in (plan.dates[0], plan.dates[-1]))
    return f"une séance le {first}" if len(plan.dates) == 1 else f"{len(plan.dates)} séances, du {first} au {last}"
