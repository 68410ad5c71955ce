"""« Nouvelle personne », from the enrol dialog: create the file, then come back to enrol it. One service call: `create_usager`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from backoffice.booking.forms import NewPersonForm
from backoffice.booking.views.subjects import AboutOccurrence
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import NotAllowed
from backoffice.directory.enums import Activity
from backoffice.people.enums import FieldSubject
from backoffice.people.errors import InvalidFile, PossibleDuplicate
from backoffice.people.services import create_usager
from backoffice.people.services.answers import fields_about
from backoffice.people.values import clean_text

if TYPE_CHECKING:
    from backoffice.console.base.errors import BackofficeError


class NewPersonDialog(AboutOccurrence, Dialog):
    activity = Activity.ENROL
    form_class = NewPersonForm
    template_name = "booking/new_person.html"
    title = "Nouvelle personne"
    submit_label = "Créer la fiche et continuer"

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        if not self.may["edit_people"]:
            raise NotAllowed

    def form_options(self) -> dict[str, Any]:
        territory = self.occurrence.action.organisation.territory_id
        asked = fields_about(FieldSubject.PERSON, territory, with_sensitive=self.may["view_sensitive"])
        return {"initial": prefilled(self.request.GET.get("q", "")), "asked": asked}

    def perform(self, form: NewPersonForm) -> str:
        self.usager = create_usager(
            usager=form.instance,
            organisation=self.occurrence.action.organisation,
            user=self.request.user,
            is_another_person=form.cleaned_data["is_another_person"],
        )
        return ""

    def failed(self, form: NewPersonForm, error: BackofficeError) -> HttpResponse:
        if isinstance(error, InvalidFile):
            for name, texts in error.context["fields"].items():
                form.add_error(name if name in form.fields else None, texts)
            return self.show(form)
        form.add_error(None, error.message)
        people = error.context["people"] if isinstance(error, PossibleDuplicate) else []
        return self.show(form, duplicates=people)

    def done(self, sentence: str) -> HttpResponse:
        """Straight to the second step of the enrol dialog, in place."""
        onward = {"usager": self.usager.pk, "next": self.safe_next("")}
        return HttpResponseRedirect(f"{reverse('admin:enrol', args=[self.occurrence.pk])}?{urlencode(onward)}")


def prefilled(typed: str) -> dict[str, str]:
    """The words typed in the search: a phone number, or surname then first name."""
    words = clean_text(typed)[:100].split()
    if not words:
        return {}
    if not any(char.isalpha() for char in typed):
        return {"phone": " ".join(words)}
    return {"last_name": words[0].capitalize(), "first_name": " ".join(words[1:]).title()}
