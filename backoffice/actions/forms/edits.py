"""Changing a séance or its series: its values as they are, and how far the change goes. What differs from what was opened is the change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing

from backoffice.actions.enums import Scope
from backoffice.actions.forms.dates import checks, within_reach
from backoffice.actions.models import Facilitator
from backoffice.actions.services.repeating import WHOLE_DAY
from backoffice.actions.values import SEATS
from backoffice.console.base.forms import (
    PlainForm,
    ReasonField,
    checkbox,
    day_input,
    number_input,
    radio,
    read_keys,
    select,
    text_input,
    time_input,
)
from backoffice.directory.models import Venue

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from backoffice.actions.models import Occurrence
    from backoffice.directory.models import User

SALT = "backoffice.series"
CHANGED = ("title", "day", "start_time", "minutes", "venue", "facilitators", "seats")
NOTHING = "Rien ne change : modifiez une valeur."


class ScopeForm(PlainForm):
    """How far it goes."""

    scope = forms.ChoiceField(label="Ce qui change", choices=Scope.choices, initial=Scope.THIS, widget=radio())
    include_apart = forms.BooleanField(
        label="Changer aussi les séances modifiées à part", required=False, widget=checkbox()
    )


class EditSeriesForm(ScopeForm):
    """The values of one séance. `opened`: what they were when the form was opened, signed."""

    day = forms.DateField(label="Jour", widget=day_input())
    start_time = forms.TimeField(label="Heure de début", widget=time_input())
    minutes = forms.IntegerField(label="Durée (minutes)", min_value=5, max_value=WHOLE_DAY, widget=number_input())
    venue = forms.ModelChoiceField(
        label="Lieu", queryset=Venue.objects.none(), required=False, widget=select(), empty_label="Pas de lieu"
    )
    title = forms.CharField(
        label="Titre", max_length=120, required=False, widget=text_input(), help_text="Vide : le titre de l’action."
    )
    seats = forms.IntegerField(
        label="Places", required=False, min_value=1, validators=SEATS, widget=number_input(),
        help_text="Vide : le nombre de l’action ou du motif.",
    )  # fmt: skip
    facilitators = forms.ModelMultipleChoiceField(
        label="Animatrices et animateurs", queryset=Facilitator.objects.none(), required=False, widget=checks(),
        help_text="Rien de coché : celles et ceux de l’action.",
    )  # fmt: skip
    reason = ReasonField()
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, occurrence: Occurrence, **options: Any) -> None:
        super().__init__(*args, **options)
        territory = occurrence.action.organisation.territory_id
        self.fields["venue"].queryset = Venue.objects.visible_to(user).filter(territory=territory)
        self.fields["facilitators"].queryset = Facilitator.objects.visible_to(user).filter(territory=territory)
        read_keys(self)

    def clean_day(self) -> date:
        return within_reach(self.cleaned_data["day"])

    def changes(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """What differs from what was opened, as `edit_series` takes it."""
        asked = self.cleaned_data
        typed = {name: asked[name] for name in CHANGED} | {"facilitators": tuple(asked["facilitators"].order_by("pk"))}
        plain = plain_values(typed)
        return {name: typed[name] for name in CHANGED if plain[name] != before.get(name)}


def values_of(occurrence: Occurrence) -> dict[str, Any]:
    """The séance as the form shows it."""
    return {
        "day": occurrence.local_start.date(),
        "start_time": occurrence.local_start.time().replace(second=0, microsecond=0),
        "minutes": occurrence.duration_minutes,
        "venue": occurrence.venue,
        "title": occurrence.title,
        "seats": occurrence.seats_override,
        "facilitators": tuple(occurrence.facilitators.order_by("pk")),
    }


def plain_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same in plain text and numbers, to be signed and compared; as an HTML form sends them back."""
    return {
        "day": values["day"].isoformat(),
        "start_time": f"{values['start_time']:%H:%M}",
        "minutes": values["minutes"],
        "venue": values["venue"].pk if values["venue"] else None,
        "title": values["title"],
        "seats": values["seats"],
        "facilitators": [person.pk for person in values["facilitators"]],
    }


def sealed(content: Any) -> str:
    return signing.dumps(content, salt=SALT, compress=True)


def unsealed(text: str) -> Any:
    """What was signed; None when somebody else wrote it."""
    try:
        return signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
