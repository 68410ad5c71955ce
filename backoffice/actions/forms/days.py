"""A day in bands and stations: the sum is known, the bands follow; or the reverse. It cuts nothing; `Cutting` does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.forms.dates import DatesForm
from backoffice.actions.services.bands import Cutting, station_names
from backoffice.console.base.forms import TEXT, PlainForm, day_input, number_input, select, text_input, time_input
from backoffice.directory.models import Venue

if TYPE_CHECKING:
    from backoffice.actions.models import CollectiveAction
    from backoffice.directory.models import User


class DayForm(PlainForm):
    """When, how many places, with which partners."""

    groups_of_names = (
        ("Quand", ("first_day", "start_time", "end_time", "every_minutes")),
        ("Places", ("seats_per_band", "seats_in_all")),
        ("Pause", ("pause_start", "pause_end")),
        ("Partenaires", ("stations", "walking_minutes")),
        ("Nom et lieu", ("name", "venue")),
    )

    first_day = forms.DateField(label="Jour", widget=day_input())
    start_time = forms.TimeField(label="De", widget=time_input())
    end_time = forms.TimeField(
        label="À", required=False, widget=time_input(), help_text="Vide : autant de tranches qu’il en faut."
    )
    every_minutes = forms.IntegerField(
        label="Une tranche toutes les (minutes)", min_value=5, max_value=480, initial=20, widget=number_input()
    )
    seats_per_band = forms.IntegerField(
        label="Personnes par tranche", min_value=1, max_value=2000, required=False, widget=number_input(),
        help_text="Avec des partenaires : par tranche et par partenaire.",
    )  # fmt: skip
    seats_in_all = forms.IntegerField(
        label="Ou places en tout", min_value=1, max_value=20_000, required=False, widget=number_input(),
        help_text="Elles sont partagées entre les tranches.",
    )  # fmt: skip
    pause_start = forms.TimeField(label="Pause, à partir de", required=False, widget=time_input())
    pause_end = forms.TimeField(label="Pause, jusqu’à", required=False, widget=time_input())
    stations = forms.CharField(
        label="Un partenaire par ligne", required=False,
        widget=forms.Textarea({"class": TEXT, "rows": 6, "autocomplete": "off"}),
        help_text="Vide : des tranches sans poste. Exemple : Mission locale.",
    )  # fmt: skip
    walking_minutes = forms.IntegerField(
        label="Minutes entre deux postes", min_value=0, max_value=120, initial=0, required=False, widget=number_input()
    )
    name = forms.CharField(
        label="Nom de la journée", max_length=120, required=False, widget=text_input(),
        help_text="Vide : le titre de l’action.",
    )  # fmt: skip
    venue = forms.ModelChoiceField(
        label="Lieu", queryset=Venue.objects.none(), required=False, widget=select(),
        empty_label="Lieu habituel de l’action",
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, action: CollectiveAction, **options: Any) -> None:
        super().__init__(*args, **options)
        territory = action.organisation.territory_id
        self.fields["venue"].queryset = Venue.objects.visible_to(user).filter(territory=territory)

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields in the order of the questions."""
        return [(legend, [self[name] for name in names]) for legend, names in self.groups_of_names]

    clean_first_day = DatesForm.clean_first_day

    def clean_stations(self) -> list[str]:
        try:
            return station_names(self.cleaned_data["stations"])
        except ImpossibleDates as error:
            raise forms.ValidationError(error.message) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("seats_per_band") and not cleaned.get("seats_in_all"):
            self.add_error("seats_per_band", "Écrivez le nombre de personnes par tranche, ou de places en tout.")
        start, end = cleaned.get("start_time"), cleaned.get("end_time")
        if start and end and end <= start:
            self.add_error("end_time", "La fin vient avant le début.")
        self.check_pause(cleaned.get("pause_start"), cleaned.get("pause_end"))
        return cleaned

    def check_pause(self, start: Any, end: Any) -> None:
        if bool(start) != bool(end):
            self.add_error("pause_end", "Une pause a un début et une fin. Écrivez les deux, ou aucun.")
        elif start and end <= start:
            self.add_error("pause_end", "La pause finit avant de commencer.")

    def cutting(self) -> Cutting:
        """What is asked of the arithmetic. With partners, the places in all are shared between them first."""
        asked = self.cleaned_data
        pause = (asked["pause_start"], asked["pause_end"]) if asked["pause_start"] else None
        number = len(asked["stations"]) or 1
        in_all = asked["seats_in_all"]
        if in_all is not None and in_all % number:
            raise ImpossibleDates(f"{in_all} places ne se partagent pas entre {number} postes.")
        return Cutting(
            asked["start_time"],
            asked["end_time"],
            asked["every_minutes"],
            asked["seats_per_band"],
            in_all and in_all // number,
            pause,
        )
