"""« Nouvelles de ses séances »: by e-mail, by SMS, behind the bell, or not at all. One service call: `choose_news`."""

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
    news = forms.ChoiceField(label="Comment", choices=News.choices, widget=radio())

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["news"].choices = offered


class NewsDialog(Dialog):
    form_class = NewsForm
    title = "Nouvelles de ses séances"

    def prepare(self, *, facilitator_id: int, **kwargs: Any) -> None:
        rows = Facilitator.objects.visible_to(self.request.user).select_related("organisation", "territory", "user")
        found = rows.filter(pk=facilitator_id).first()
        if found is None:
            raise OutOfPerimeter
        self.facilitator = found
        require_diary(self.request.user, found)

    def form_options(self) -> dict[str, Any]:
        offered = [(news.value, news.label) for news in News if not self.facilitator.refusal_of(news)]
        return {"initial": {"news": self.facilitator.news}, "offered": offered}

    def context(self) -> dict[str, Any]:
        account = self.facilitator.user
        address = self.facilitator.email or (account.email if account else "")
        where = f"E-mails : {address}." if address else "Aucune adresse e-mail n’est dans sa fiche."
        what = "inscriptions, annulations, changements de ses séances, entrée ou sortie de l’équipe, sans aucun nom de personne inscrite"
        bell = " La cloche garde aussi ces nouvelles." if account else ""
        sms = self.facilitator.refusal_of(News.SMS)
        why = [f"SMS : {sms[:1].lower()}{sms[1:]}"] if sms else []
        when = "L’e-mail du jour part le matin des jours ouvrés."
        return {"intro": " ".join([f"{self.facilitator} est au courant : {what}.", where, *why, f"{when}{bell}"])}

    def perform(self, form: NewsForm) -> str:
        done = choose_news(facilitator=self.facilitator, news=News(form.cleaned_data["news"]), user=self.request.user)
        return f"Nouvelles de {done} : {done.get_news_display().lower()}."

    def back(self) -> str:
        return reverse("admin:actions_facilitator_change", args=[self.facilitator.pk])
