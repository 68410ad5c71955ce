"""Dialogs whose messages depend on what is typed: the first POST shows them and writes nothing, the same POST again does the act."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.wording import count

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

    from backoffice.notifications.services.foretelling import Forecast


class SeenFirst(Dialog):
    """Subclasses say in `foretold` what the form, which is valid, would send. An act that writes to nobody is done at once."""

    def foretold(self, form: Any) -> Forecast:
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, **self.form_options())
        if not form.is_valid():
            return self.invalid(form)
        forecast = self.foretold(form)
        mark = mark_of(form, forecast)
        if not (forecast.messages or forecast.unreachable) or request.POST.get("seen") == mark:
            return super().post(request, **kwargs)
        return self.show(form, forecasts=(forecast,), seen=mark, submit_label=self.seen_label(forecast))

    def seen_label(self, forecast: Forecast) -> str:
        number = len(forecast.messages)
        return f"{self.submit_label} et envoyer {count(number, 'message')}" if number else self.submit_label


def mark_of(form: forms.Form, forecast: Forecast) -> str:
    """What was typed and who would be told: when either changes, it is shown again."""
    typed = sorted((name, str(value)) for name, value in form.cleaned_data.items() if name != "reason")
    told = sorted((one.usager_id or 0, one.event, one.channel) for one in forecast.messages)
    return sha256(repr((typed, told)).encode()).hexdigest()[:16]
