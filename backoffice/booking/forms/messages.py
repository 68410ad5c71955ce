"""Forms about the messages of inscriptions. They decide nothing; services do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from backoffice.console.base.forms import TEXT, KeyField, PlainForm, ReasonField, radio, text_input
from backoffice.notifications.enums import Channel, Event
from backoffice.notifications.values.placeholders import faults_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class ResendForm(PlainForm):
    """By which channel, among those that reach the person."""

    key = KeyField()
    channel = forms.ChoiceField(label="Par", widget=radio())

    def __init__(self, *args: Any, channels: Iterable[Channel], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["channel"].choices = [(channel, channel.label) for channel in channels]
        if len(self.fields["channel"].choices) == 1:
            self.fields["channel"].widget = forms.HiddenInput()


class LeaveAsideForm(PlainForm):
    reason = ReasonField(
        label="Pourquoi",
        required=True,
        help_text="Gardé avec le message. Exemple : la personne est venue à l’accueil.",
    )


class LetterForm(PlainForm):
    """Who, and what. `audiences`: the groups of people that may be written to; `people`: those that may be ticked one by one."""

    TICKED = "ticked"

    key = KeyField()
    who = forms.ChoiceField(label="À qui ?", widget=radio())
    people = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.CheckboxSelectMultiple)
    channel = forms.ChoiceField(
        label="Envoyer",
        widget=radio(),
        initial=Channel.SMS,
        choices=[
            (Channel.SMS, "Par SMS ; par e-mail à qui n’a pas de portable"),
            (Channel.EMAIL, "Par e-mail ; par SMS à qui n’a pas d’adresse"),
        ],
    )
    subject = forms.CharField(
        label="Objet de l’e-mail",
        required=False,
        max_length=150,
        widget=text_input(),
        help_text="Un SMS n’a pas d’objet. Vide : l’objet habituel.",
    )
    body = forms.CharField(
        label="Texte",
        max_length=2000,
        widget=forms.Textarea({"class": TEXT, "rows": 7, "autocomplete": "off", "dir": "auto"}),
        error_messages={"required": "Écrivez le texte du message."},
    )

    def __init__(
        self, *args: Any, audiences: Sequence[tuple[str, str]], people: Sequence[tuple[int, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["who"].choices = [*audiences, (self.TICKED, "Les personnes cochées")]
        self.fields["people"].choices = people

    @property
    def typed_people(self) -> set[str]:
        """What is ticked, even when the form is not valid yet."""
        return {str(key) for key in self["people"].value() or ()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("who") == self.TICKED and not cleaned.get("people"):
            self.add_error("people", "Cochez au moins une personne.")
        return cleaned

    def clean_subject(self) -> str:
        return judged(self.cleaned_data["subject"])

    def clean_body(self) -> str:
        return judged(self.cleaned_data["body"])


def judged(text: str) -> str:
    """Raises ValidationError for a word between braces that does not exist."""
    faults = faults_of(text, Event.WRITTEN)
    if faults:
        raise forms.ValidationError(faults)
    return text


class LinkForm(PlainForm):
    """Whether the link of the person is taken back or replaced, and why."""

    TAKE_BACK, REPLACE = "take_back", "replace"

    act = forms.ChoiceField(choices=[(TAKE_BACK, TAKE_BACK), (REPLACE, REPLACE)])
    reason = ReasonField(
        help_text="Gardée dans l’historique ; obligatoire pour retirer. Exemple : le téléphone est perdu."
    )
