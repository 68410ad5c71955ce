"""Dialogs: GET shows a form, POST calls exactly one service, then the user is sent back with a sentence.

What the service refuses is said in place, and what was typed is kept. The same address is a full page without JavaScript and a fragment of the
page's own dialog with it. Nothing here writes: `perform` calls the service, which opens its own transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect

from backoffice.console.base.acts import acting
from backoffice.console.base.errors import BackofficeError, NotAllowed, OutOfPerimeter
from backoffice.console.base.views import ConsoleView

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest

# The last act of the session that wrote to somebody: its messages may still be withdrawn.
LAST_ACT = "last_act"
PAGE = "console/dialog_page.html"


class Dialog(ConsoleView):
    """One act. Subclasses give `form_class`, `perform` (one service call, returns what to say) and `back`; `forecasts` in their context is what
    the act would send."""

    form_class: ClassVar[type[forms.Form]]
    template_name = "console/dialog_form.html"
    submit_label = "Enregistrer"
    is_dangerous = False
    level = messages.SUCCESS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form_class(**self.form_options()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, **self.form_options())
        if not form.is_valid():
            return self.invalid(form)
        try:
            with acting(request.user) as act:
                sentence = self.perform(form)
        except (OutOfPerimeter, NotAllowed):
            raise
        except BackofficeError as error:
            return self.failed(form, error)
        if act.owed:
            request.session[LAST_ACT] = str(act.key)
        return self.done(sentence)

    def invalid(self, form: forms.Form) -> HttpResponse:
        return self.show(form)

    def failed(self, form: forms.Form, error: BackofficeError) -> HttpResponse:
        """The service said no: say why in place, keep what was typed."""
        form.add_error(None, error.message)
        return self.show(form)

    def form_options(self) -> dict[str, Any]:
        """Keyword arguments of the form, on GET and on POST."""
        return {}

    def perform(self, form: forms.Form) -> str:
        """Call the one service; return the sentence to show."""
        raise NotImplementedError

    def back(self) -> str:
        """The page to return to."""
        raise NotImplementedError

    def show(self, form: forms.Form, template: str = "", **context: Any) -> HttpResponse:
        template = template or self.template_name
        shown = {
            "form": form,
            "submit_label": self.submit_label,
            "is_dangerous": self.is_dangerous,
            "back_url": self.safe_next(self.back()),
            "next": self.safe_next(""),
            "fragment": template,
            "forecasts": (),
            "points": (),
            "panels": (),
            "seen": "",
            **self.context(),
            **context,
        }
        return self.render(template if self.is_fragment else PAGE, shown)

    def done(self, sentence: str) -> HttpResponse:
        """Say it, and go back: a reload never sends the act again."""
        messages.add_message(self.request, self.level, sentence)
        url = self.safe_next(self.back())
        if self.is_fragment:
            return HttpResponse(headers={"HX-Redirect": url})
        return HttpResponseRedirect(url)
