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
        row, account = self.facilitator, self.facilitator.user
        is_hers = account == self.request.user
        address = row.email or (account.email if account else "")
        sms = row.refusal_of(News.SMS)
        points = [
            "Ces nouvelles donnent des nombres, jamais le nom d’une personne inscrite.",
            f"Les e-mails vont à {address}."
            if address
            else f"{'Votre' if is_hers else 'Sa'} fiche n’a pas d’adresse e-mail.",
            "L’e-mail du jour part le matin des jours ouvrés.",
            *([f"SMS : {sms[:1].lower()}{sms[1:]}"] if sms else []),
            *(["La cloche garde aussi ces nouvelles, sauf avec « Rien »."] if account else []),
        ]
        whose = "vos" if is_hers else "ses"
        who = "Vous êtes au courant" if is_hers else f"{row} est au courant"
        what = f"{who} des inscriptions, des annulations et des changements de {whose} séances, et de qui entre dans l’équipe ou en sort."
        return {"intro": what, "points": points}

    def perform(self, form: NewsForm) -> str:
        done = choose_news(facilitator=self.facilitator, news=News(form.cleaned_data["news"]), user=self.request.user)
        return f"C’est noté pour {done} : « {done.get_news_display()} »."

    def back(self) -> str:
        return reverse("admin:actions_facilitator_change", args=[self.facilitator.pk])
