"""« Prévenir les inscrits » of an action whose title or team changed: what is told, to how many, at which cost, then sent. One service call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from backoffice.booking.services.telling_actions import TOLD, action_to_tell, tell_action, tellings
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.forms import PlainForm
from backoffice.console.base.wording import count
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import Change
from backoffice.notifications.services.changes import announced
from backoffice.notifications.services.foretelling import foretell

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NOTHING = (
    "Aucun de ces changements n’est annoncé ici. Réglez-le dans « Textes des messages », à « Changements annoncés »."
)


class TellActionForm(PlainForm):
    """What changed; `seen` is what the person has read the consequences of."""

    changes = forms.MultipleChoiceField(
        label="Ce qui a changé", choices=(), widget=forms.CheckboxSelectMultiple({"class": "bo-checkbox"})
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, told: list[Change], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["changes"].choices = [(change.value, change.label) for change in told]


class TellActionDialog(Dialog):
    """A POST whose consequences were not shown shows them; the same POST again sends."""

    form_class = TellActionForm
    title = "Prévenir les inscrits"
    submit_label = "Voir les messages"

    def prepare(self, *, action_id: int, **kwargs: Any) -> None:
        self.action = action_to_tell(action_id, self.request.user)

    def form_options(self) -> dict[str, Any]:
        return {"told": [change for change in announced(self.action)[0] if change in TOLD]}

    def context(self) -> dict[str, Any]:
        names = f"« {self.action.shown_title} »"
        intro = f"{names} : les personnes inscrites aux séances à venir, sauf à celles qui ont leur propre titre ou leur propre équipe."
        return {"intro": intro if self.form_options()["told"] else NOTHING}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, **self.form_options())
        if not form.is_valid():
            return self.invalid(form)
        chosen = ",".join(form.cleaned_data["changes"])
        if form.cleaned_data["seen"] == chosen:
            return super().post(request, **kwargs)
        form.data = {**form.data.dict(), "changes": form.cleaned_data["changes"], "seen": chosen}
        now = timezone.now()
        told = [telling for _cause, telling in tellings(self.action, self.changes(form), now)]
        reads = request.user.perimeter.may_in(Activity.VIEW_PEOPLE, self.action.organisation)
        forecast = foretell(told, now=now, is_named=reads, is_bulk=True)
        return self.show(
            form, forecasts=(forecast,), submit_label=f"Envoyer {count(len(forecast.messages), 'message')}"
        )

    def changes(self, form: TellActionForm) -> list[Change]:
        return [Change(name) for name in form.cleaned_data["changes"]]

    def perform(self, form: TellActionForm) -> str:
        told = tell_action(action_id=self.action.pk, changes=self.changes(form), user=self.request.user)
        return f"{count(told, 'personne prévenue', 'personnes prévenues')}. Personne n’est prévenu deux fois du même changement."

    def back(self) -> str:
        return reverse("admin:actions_collectiveaction_change", args=[self.action.pk])
