"""The questions of an inscription inside a dialog: rebuilt from what the form carries, added when the rules ask for more, what was typed kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.booking.enums import LARGEST_PARTY
from backoffice.booking.forms import codes_in
from backoffice.booking.services import preview
from backoffice.booking.services.access import reachable_usagers
from backoffice.booking.services.asking import given_with, questionnaire
from backoffice.console.base.keys import key_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from backoffice.actions.models import Occurrence
    from backoffice.booking.forms import QuestionsForm
    from backoffice.booking.services.previewing import Preview
    from backoffice.booking.values import Actor


class AsksQuestions:
    """For dialogs about one occurrence, whose form is a QuestionsForm with a `usager`."""

    request: HttpRequest
    occurrence: Occurrence
    actor: Actor
    now: Any
    form_class: type[QuestionsForm]

    def form_options(self) -> dict[str, Any]:
        """On POST, the questions that the form was shown with."""
        key = key_of(self.request.POST.get("usager", ""))
        usager = reachable_usagers(self.actor, self.occurrence).select_related("territory").filter(pk=key).first()
        if usager is None:
            return {}
        asked = codes_in(self.request.POST.get("asked", ""))
        return {
            "usager": usager,
            "questions": questionnaire(self.occurrence, usager, self.actor, asked).questions,
        }

    @property
    def party_size(self) -> int:
        """How many people come, as typed; 1 until then."""
        typed = (self.request.POST or self.request.GET).get("party_size", "")
        return max(1, min(int(typed[:4]), LARGEST_PARTY)) if typed.isdecimal() else 1

    def preview_with(self, form: QuestionsForm, usager_id: int) -> Preview:
        """What would be answered with what is typed."""
        given = given_with(form.questions, form.answers) if form.is_bound else {}
        return preview(
            occurrence_id=self.occurrence.pk,
            usager_id=usager_id,
            actor=self.actor,
            party_size=self.party_size,
            answers=given,
            asked=form.asked_codes,
            now=self.now,
        )

    def with_questions(self, form: QuestionsForm, found: Preview) -> QuestionsForm:
        """The same form with every question to ask now; what was typed and what was wrong stay."""
        options = {"questions": found.asks.questions, "usager": found.usager}
        asked = ",".join(sorted(found.asks.asked))
        if not form.is_bound:
            return self.form_class(initial={**form.initial, "asked": asked}, **options)
        data = form.data.copy()
        data["asked"] = asked
        again = self.form_class(data, **options)
        again.is_valid()
        for error in form.non_field_errors():
            again.add_error(None, error)
        return again
