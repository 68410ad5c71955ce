"""Forms of the séance's dialogs: what is asked, in plain words. They decide nothing; services do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from backoffice.booking.enums import LARGEST_PARTY, Item, Lift, State
from backoffice.booking.services.asking import BIRTH
from backoffice.console.base.forms import (
    KeyField,
    PlainForm,
    ReasonField,
    RowField,
    checkbox,
    day_input,
    number_input,
    radio,
    select,
    text_input,
)
from backoffice.people.enums import RequiredWhen
from backoffice.people.forms import answer_field, answer_fields, shown_answer
from backoffice.people.models import Usager
from backoffice.people.services.answers import answer_of, merged_answers
from backoffice.policies.services.offering import communes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.booking.services.asking import Question
    from backoffice.people.models import CustomField

KEPT = "Gardée dans l’historique."


class QuestionsForm(PlainForm):
    """The questions of an inscription after the form's own controls; `asked` carries the codes of those that the rules ask."""

    asked = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, questions: Sequence[Question] = (), usager: Usager | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.questions = tuple(questions)
        for question in self.questions:
            self.fields[question.name] = question_field(question, usager)

    @property
    def asked_codes(self) -> frozenset[str]:
        return codes_in(str(self["asked"].value() or ""))

    @property
    def controls(self) -> list[forms.BoundField]:
        return [self[question.name] for question in self.questions]

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by code of fact; a question left empty keeps what is known."""
        typed = {question.code: self.cleaned_data.get(question.name) for question in self.questions}
        return {code: value for code, value in typed.items() if value is not None}


def codes_in(carried: str) -> frozenset[str]:
    """A few codes between commas; whatever else was sent asks nothing."""
    return frozenset(filter(None, carried[:2000].split(",")))


def question_field(question: Question, usager: Usager | None) -> forms.Field:
    """A custom field's own control, or the one of a column of the file."""
    if question.field is not None:
        known = answer_of(question.field, usager) if usager and question.is_about_person else None
        field = answer_field(question.field, answer=known, is_required=question.is_required)
        field.initial = shown_answer(known)
        return field
    told = {"required": "Répondez à cette question."}
    if question.code == BIRTH:
        return forms.DateField(label=question.label, widget=day_input(), error_messages=told)
    choices = [("", "Choisir une commune"), *(communes_of(usager.territory) if usager else [])]
    return forms.ChoiceField(label=question.label, choices=choices, widget=select(), error_messages=told)


class EnrolForm(QuestionsForm):
    """One person, already chosen, and what is wished: a seat, a place in the queue, a seat above the number, a rule passed over."""

    SEAT, WAIT, WARNED, OVER, OVERRIDE = "seat", "wait", "warned", "over", "override"
    NEED_A_REASON = {WARNED: "malgré l’avertissement", OVER: "en surnombre", OVERRIDE: "par dérogation"}

    usager = RowField()
    key = KeyField()
    wish = forms.ChoiceField(choices=[(wish, wish) for wish in (SEAT, WAIT, WARNED, OVER, OVERRIDE)])
    party_size = forms.IntegerField(
        label="Nombre de personnes",
        required=False,
        min_value=1,
        max_value=LARGEST_PARTY,
        widget=number_input(),
        error_messages={"invalid": "Écrivez un nombre. Exemple : 3.", "min_value": "Il faut au moins une personne."},
    )
    reason = ReasonField(help_text=f"{KEPT} Exemple : accord de l’animatrice.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["party_size"] = cleaned.get("party_size") or 1
        how = self.NEED_A_REASON.get(cleaned.get("wish"))
        if how and not cleaned.get("reason"):
            self.add_error("reason", f"Écrivez une raison pour inscrire {how}.")
        return cleaned


class NewPersonForm(forms.ModelForm):
    """What is needed to enrol and to reach somebody, nothing more. The service checks and normalises."""

    is_another_person = forms.BooleanField(
        label="C’est une autre personne : créer sa fiche", required=False, widget=checkbox()
    )

    class Meta:
        model = Usager
        fields = ("last_name", "first_name", "phone", "birth_date", "commune", "email")
        widgets = {
            "last_name": text_input(),
            "first_name": text_input(),
            "phone": text_input(inputmode="tel"),
            "birth_date": forms.DateInput({**text_input().attrs, "placeholder": "JJ/MM/AAAA", "inputmode": "numeric"}),
            "commune": text_input(),
            "email": text_input(inputmode="email"),
        }

    def __init__(self, *args: Any, asked: Sequence[CustomField] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.label_suffix = ""
        self.asked = tuple(asked)
        required = frozenset(field.key for field in asked if field.required_when == RequiredWhen.CREATION)
        self.fields |= {f"answer_{key}": made for key, made in answer_fields(asked, {}, required=required).items()}

    def _post_clean(self) -> None:
        """Give the typed values to the instance, without judging them: the service does."""
        self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
        typed = {field.key: self.cleaned_data.get(f"answer_{field.key}") for field in self.asked}
        self.instance.answers = merged_answers({}, self.asked, typed)


class CancelForm(PlainForm):
    """Who wants it decides the state kept and the message owed."""

    PERSON, SERVICE = "person", "service"

    by = forms.ChoiceField(
        label="Qui annule ?",
        choices=[(PERSON, "La personne"), (SERVICE, "Le service")],
        initial=PERSON,
        widget=radio(),
    )
    reason = ReasonField(help_text=f"{KEPT} Obligatoire si le service annule.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("by") == self.SERVICE and not cleaned.get("reason"):
            self.add_error("reason", "Écrivez pourquoi le service annule.")
        return cleaned


def ask_why(form: forms.Form, must_say: str) -> None:
    """The reason is needed when there is something to say of it."""
    form.fields["reason"].required = bool(must_say)
    form.fields["reason"].error_messages["required"] = must_say


class ReasonForm(PlainForm):
    """An act that may need a reason; the service says when it does. `must_say` is known beforehand, and asks for it."""

    reason = ReasonField(help_text=KEPT)

    def __init__(self, *args: Any, must_say: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        ask_why(self, must_say)


class LiftForm(PlainForm):
    """Where somebody comes in the queue, whatever its order."""

    lift = forms.ChoiceField(label="Son rang", choices=Lift.choices, widget=radio())
    reason = ReasonField(
        label="Raison", required=True, help_text=f"{KEPT} La personne peut la lire. Exemple : sort de maternité."
    )


class SeatsForm(PlainForm):
    """The seats of this séance; empty goes back to the number of the action or of the motif."""

    seats = forms.IntegerField(
        label="Nombre de places",
        required=False,
        min_value=1,
        max_value=2000,
        widget=number_input(),
        error_messages={
            "invalid": "Écrivez un nombre. Exemple : 12.",
            "min_value": "Il faut au moins une place.",
            "max_value": "2 000 places au plus.",
        },
    )
    reason = ReasonField(help_text=f"{KEPT} Exemple : salle plus petite.")


class MarkForm(PlainForm):
    """Attendance of one person who had cancelled, or whose sheet is closed: a reason is needed, and `must_say` tells why."""

    state = forms.ChoiceField(label="Présence", widget=radio())
    reason = ReasonField(help_text=f"{KEPT} Exemple : elle est venue quand même.")

    def __init__(self, *args: Any, states: Sequence[State], must_say: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        ask_why(self, must_say)
        self.fields["state"].choices = [(state.value, state.label) for state in states]
        self.fields["state"].initial = states[0]


class OrientForm(QuestionsForm):
    """Somebody of one's own files, and what the other organisation will read of her."""

    usager = RowField()
    key = KeyField()
    wish = forms.ChoiceField(choices=[(wish, wish) for wish in (EnrolForm.SEAT, EnrolForm.WAIT, EnrolForm.WARNED)])
    items = forms.MultipleChoiceField(
        label="Transmettre aussi",
        choices=Item.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "bo-checks"}),
    )
    note = forms.CharField(
        label="Note pour l’organisation qui accueille",
        max_length=500,
        required=False,
        widget=text_input(),
        help_text="Lue par ses agents. Rien de médical. Exemple : vient en fauteuil roulant.",
    )
    reason = ReasonField(help_text=KEPT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("wish") == EnrolForm.WARNED and not cleaned.get("reason"):
            self.add_error("reason", "Écrivez une raison pour inscrire malgré l’avertissement.")
        return cleaned
