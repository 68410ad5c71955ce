"""Forms of a list of people: the list itself, and one line to correct. They judge nothing; services do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from backoffice.booking.forms.people import QuestionsForm
from backoffice.console.base.forms import TEXT, PlainForm, radio, text_input
from backoffice.people.forms import shown_answer
from backoffice.people.models import Usager
from backoffice.people.values import readable_phone

if TYPE_CHECKING:
    from collections.abc import Sequence


class ListForm(PlainForm):
    """A list of people: pasted, or a file."""

    text = forms.CharField(
        label="Coller la liste",
        strip=False,
        required=False,
        max_length=60_000,
        widget=forms.Textarea({"class": TEXT, "rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        help_text="Une personne par ligne. Exemple : Dumas ; Inès ; 06 39 98 00 01.",
    )
    file = forms.FileField(
        label="Ou choisir un fichier", required=False, help_text="Excel (.xlsx) ou texte (.csv). 5 Mo au plus."
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("text", "").strip()) == bool(cleaned.get("file")) and not self.errors:
            self.add_error("text", "Collez une liste, ou choisissez un fichier : l’un ou l’autre.")
        return cleaned


class LineForm(QuestionsForm):
    """One line of a list, as it should have been, who it is, and what it answers."""

    FIELDS = ("last_name", "first_name", "phone", "email", "commune")

    last_name = forms.CharField(label="Nom", widget=text_input())
    first_name = forms.CharField(label="Prénom", widget=text_input())
    phone = forms.CharField(label="Téléphone", required=False, widget=text_input(inputmode="tel"))
    email = forms.CharField(label="Adresse e-mail", required=False, widget=text_input(inputmode="email"))
    birth_date = forms.CharField(
        label="Date de naissance", required=False, widget=text_input(inputmode="numeric", placeholder="JJ/MM/AAAA")
    )
    commune = forms.CharField(label="Commune", required=False, widget=text_input())
    party_size = forms.CharField(label="Nombre de personnes", required=False, widget=text_input(inputmode="numeric"))
    choice = forms.ChoiceField(label="Qui est-ce ?", required=False, widget=radio())

    def __init__(
        self, *args: Any, alike: Sequence[Usager] = (), answers: dict[str, Any] | None = None, **options: Any
    ) -> None:
        """`answers`: those that were read in the list, by code."""
        super().__init__(*args, **options)
        for question in self.questions:
            field = self.fields[question.name]
            field.required, field.initial = False, shown_answer((answers or {}).get(question.code))
        files = [(str(each.pk), f"{each}, {described(each)}") for each in alike]
        self.fields["choice"].choices = [*files, ("new", "Une autre personne : créer sa fiche")] if files else []
        if not files:
            del self.fields["choice"]

    @classmethod
    def initial_of(cls, line: Any) -> dict[str, Any]:
        born = line.birth_date.strftime("%d/%m/%Y") if line.birth_date else ""
        phone = readable_phone(line.phone) if line.phone.startswith("+") else line.phone
        more = {"phone": phone, "birth_date": born, "party_size": line.party_size}
        return {**{name: getattr(line, name) for name in cls.FIELDS}, **more}

    @property
    def typed(self) -> dict[str, str]:
        """What the line says, without what only carries the form."""
        names = (*self.FIELDS, "birth_date", "party_size", "choice")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


def described(usager: Usager) -> str:
    """Enough to tell two files apart: year of birth, commune, last digits of the number."""
    born = f"née en {usager.birth_date.year}" if usager.birth_date else "naissance inconnue"
    return ", ".join(filter(None, [born, usager.commune, usager.phone and f"numéro en {usager.phone[-2:]}"]))
