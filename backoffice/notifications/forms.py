"""Forms of the texts of messages, and of what is decided about one of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from backoffice.console.base.forms import TEXT, PlainForm, ReasonField, radio, text_input
from backoffice.notifications.enums import Change, Channel, Sending
from backoffice.notifications.models import MessageTemplate

INHERITED, OWN = "inherited", "own"
WORDS = ("sending", "subject", "body")


class WordingForm(PlainForm):
    """The text and the sending of one message, at one level. What equals the inherited value stays inherited."""

    sending = forms.ChoiceField(label="Envoi", required=False, widget=radio())
    subject = forms.CharField(label="Objet", required=False, max_length=150, widget=text_input(dir="auto"))
    body = forms.CharField(
        label="Texte",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"class": TEXT, "rows": 7, "autocomplete": "off", "dir": "auto"}),
    )
    reason = ReasonField(label="Raison du changement")

    def __init__(
        self, *args: Any, event: str, channel: str, inherited_sending: str, is_translation: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.event, self.channel = event, channel
        usual = f"Comme au-dessus ({Sending(inherited_sending).label.lower()})"
        self.fields["sending"].choices = [("", usual), *Sending.choices]
        if channel == Channel.SMS:
            del self.fields["subject"]
        if is_translation:
            del self.fields["sending"]

    def clean(self) -> dict[str, Any]:
        """The judgement of the row itself, told on the fields."""
        cleaned = super().clean()
        row = MessageTemplate(event=self.event, channel=self.channel, **{name: cleaned.get(name, "") for name in WORDS})
        try:
            row.judge_words()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(name if name in self.fields else None, messages)
        return cleaned

    @property
    def words(self) -> dict[str, str]:
        """What is typed, even when it is not valid yet."""
        return {name: str(self[name].value() or "") if name in self.fields else "" for name in WORDS}


class ChangesForm(PlainForm):
    """Which changes of a séance are told."""

    choice = forms.ChoiceField(label="À ce niveau", widget=radio())
    changes = forms.MultipleChoiceField(
        label="Changements annoncés",
        choices=Change.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "bo-checkbox"}),
        help_text="Rien de coché : personne n’est prévenu d’un changement.",
    )
    reason = ReasonField(label="Raison du changement")

    def __init__(self, *args: Any, inherited: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["choice"].choices = [(INHERITED, f"Comme au-dessus ({inherited})"), (OWN, "Choisir ici :")]

    @property
    def chosen(self) -> list[str] | None:
        return self.cleaned_data["changes"] if self.cleaned_data["choice"] == OWN else None


class ReceivedForm(PlainForm):
    """Somebody says that she has the message."""

    reason = ReasonField(
        label="Comment vous le savez", help_text="Gardé avec le message. Exemple : elle l’a dit au téléphone."
    )


class LetThroughForm(PlainForm):
    """One message leaves although its ceiling is reached."""

    reason = ReasonField(
        label="Pourquoi l’envoyer malgré le plafond",
        required=True,
        help_text="Gardé avec le message. Exemple : la séance a changé deux fois aujourd’hui.",
    )


class LetTerritoryThroughForm(PlainForm):
    """All that the ceiling of a territory holds leaves."""

    reason = ReasonField(
        label="Pourquoi les envoyer malgré le plafond",
        required=True,
        help_text="Gardé avec chaque message. Exemple : les rappels du forum de demain.",
    )
