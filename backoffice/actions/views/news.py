"""« Nouvelles par e-mail » of a facilitator: at each change, once a day, or never. One service call: `choose_news`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from backoffice.actions.enums import News
from backoffice.actions.models import Facilitator
from backoffice.actions.services.links import require_diary
from backoffice.actions.services.telling import choose_news
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.console.base.forms import PlainForm, radio


class NewsForm(PlainForm):
    news = forms.ChoiceField(label="Quand", choices=News.choices, widget=radio())


class NewsDialog(Dialog):
    form_class = NewsForm
    title = "Nouvelles par e-mail"

    def prepare(self, *, facilitator_id: int, **kwargs: Any) -> None:
        rows = Facilitator.objects.visible_to(self.request.user).select_related("organisation", "territory", "user")
        found = rows.filter(pk=facilitator_id).first()
        if found is None:
            raise OutOfPerimeter
        self.facilitator = found
        require_diary(self.request.user, found)

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"news": self.facilitator.news}}

    def context(self) -> dict[str, Any]:
        account = self.facilitator.user
        address = self.facilitator.email or (account.email if account else "")
        where = f"à {address}" if address else "dès qu’une adresse e-mail sera dans sa fiche"
        what = "inscriptions, annulations et changements de ses séances, sans aucun nom de personne"
        return {"intro": f"{self.facilitator} reçoit, {where} : {what}. Le résumé part le matin des jours ouvrés."}

    def perform(self, form: NewsForm) -> str:
        done = choose_news(facilitator=self.facilitator, news=News(form.cleaned_data["news"]), user=self.request.user)
        return f"Nouvelles de {done} : {done.get_news_display().lower()}."

    def back(self) -> str:
        return reverse("admin:actions_facilitator_change", args=[self.facilitator.pk])
