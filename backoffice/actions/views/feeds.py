"""« Agenda » of a facilitator: make the address that her diary subscribes to, replace it, or take it back. The address is shown once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from backoffice.actions.models import Facilitator
from backoffice.actions.services.links import close_feed, open_feed, require_diary
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.console.base.forms import PlainForm, checkbox


class FeedForm(PlainForm):
    """Whether the diary names the actions, and whether the address is made or taken back."""

    OPEN, CLOSE = "open", "close"

    shows_titles = forms.BooleanField(
        label="Afficher le titre des actions",
        required=False,
        widget=checkbox(),
        help_text="Décoché : l’agenda affiche « Action collective ». Un motif sensible reste toujours neutre.",
    )
    act = forms.ChoiceField(choices=[(OPEN, OPEN), (CLOSE, CLOSE)])


class FeedDialog(Dialog):
    form_class = FeedForm
    template_name = "actions/feed.html"
    title = "Agenda"

    def prepare(self, *, facilitator_id: int, **kwargs: Any) -> None:
        rows = Facilitator.objects.visible_to(self.request.user).select_related("organisation", "territory")
        found = rows.filter(pk=facilitator_id).first()
        if found is None:
            raise OutOfPerimeter
        self.facilitator = found
        require_diary(self.request.user, found)

    def context(self) -> dict[str, Any]:
        return {"facilitator": self.facilitator, "feed": self.facilitator.feeds.live().first()}

    def perform(self, form: FeedForm) -> str:
        asked = {"facilitator": self.facilitator, "user": self.request.user}
        if form.cleaned_data["act"] == FeedForm.CLOSE:
            close_feed(**asked)
            return f"L’agenda de {self.facilitator} est retiré : son adresse ne répond plus."
        self.secret = open_feed(**asked, shows_titles=form.cleaned_data["shows_titles"])
        return ""

    def done(self, sentence: str) -> HttpResponse:
        """A new address is shown at once, and never again."""
        secret = getattr(self, "secret", "")
        if not secret:
            return super().done(sentence)
        address = self.request.build_absolute_uri(reverse("feed", args=[secret]))
        return self.show(self.form_class(), address=address)

    def back(self) -> str:
        return reverse("admin:actions_facilitator_changelist")
