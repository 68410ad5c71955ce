"""Forms that plan: one for a one-off and for a series (a one-off is a series of one). They compute no date; `plan_dates` does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from backoffice.actions.models import CollectiveAction, Facilitator
from backoffice.actions.services.planning import MAX_OCCURRENCES
from backoffice.catalogue.models import Motif
from backoffice.console.base.forms import PlainForm, day_input, number_input, select, text_input, time_input
from backoffice.directory.enums import Activity
from backoffice.directory.models import Organisation, Venue

if TYPE_CHECKING:
    from backoffice.directory.models import User

EVERY = (
    (1, "Chaque semaine"),
    (2, "Toutes les deux semaines"),
    (3, "Toutes les trois semaines"),
    (4, "Toutes les quatre semaines"),
)


WHEN = ("first_day", "start_time", "duration_minutes", "count", "every_weeks")


class DatesForm(PlainForm):
    """When: a first day, an hour, a length, and how many times."""

    first_day = forms.DateField(label="Première séance", widget=day_input())
    start_time = forms.TimeField(label="Heure de début", widget=time_input())
    duration_minutes = forms.IntegerField(
        label="Durée (minutes)", min_value=5, max_value=1440, required=False, widget=number_input(),
        help_text="Vide : la durée du motif.",
    )  # fmt: skip
    count = forms.IntegerField(
        label="Nombre de séances", min_value=1, max_value=MAX_OCCURRENCES, initial=1, widget=number_input(),
        help_text="1 : une seule séance.",
    )  # fmt: skip
    every_weeks = forms.TypedChoiceField(
        label="Répéter", choices=EVERY, coerce=int, empty_value=1, required=False, widget=select(),
        help_text="Sans effet pour une seule séance.",
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    groups_of_names: tuple[tuple[str, tuple[str, ...]], ...] = (("Quand", WHEN),)

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields in the order of the questions: what, where, when."""
        return [(legend, [self[name] for name in names]) for legend, names in self.groups_of_names]

    def rhythm(self, default_minutes: int) -> dict[str, Any]:
        """The arguments of `plan_dates`, apart from the zone."""
        asked = self.cleaned_data
        return {
            "first_day": asked["first_day"],
            "start_time": asked["start_time"],
            "duration_minutes": asked["duration_minutes"] or default_minutes,
            "count": asked["count"],
            "every_weeks": asked["every_weeks"] or 1,
        }


class AddOccurrencesForm(DatesForm):
    """More dates for an action that exists."""

    groups_of_names = (("Quand", WHEN), ("Où", ("venue",)))

    venue = forms.ModelChoiceField(
        label="Lieu",
        queryset=Venue.objects.none(),
        required=False,
        widget=select(),
        empty_label="Lieu habituel de l’action",
    )

    def __init__(self, *args: Any, user: User, action: CollectiveAction, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["venue"].queryset = Venue.objects.visible_to(user).filter(
            territory=action.organisation.territory_id
        )


class NewActionForm(forms.ModelForm, DatesForm):
    """What, where, with whom; then when."""

    groups_of_names = (
        ("Quoi", ("motif", "organisation", "title", "public_title")),
        ("Où, avec qui", ("default_venue", "seats_override", "facilitators")),
        ("Quand", WHEN),
    )

    title = forms.CharField(
        label="Titre",
        max_length=120,
        required=False,
        widget=text_input(),
        help_text="Vu par les agents. Vide : le nom du motif.",
    )

    class Meta:
        model = CollectiveAction
        fields = ("motif", "organisation", "title", "public_title", "facilitators", "default_venue", "seats_override")
        widgets = {
            "motif": select(),
            "organisation": select(),
            "public_title": text_input(),
            "facilitators": forms.CheckboxSelectMultiple({"class": "bo-checks"}),
            "default_venue": select(),
            "seats_override": number_input(),
        }

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        organisations = Organisation.objects.visible_to(user).filter(is_active=True)
        rows = {
            "motif": Motif.objects.visible_to(user, Activity.PLAN).usable(),
            "organisation": plannable(organisations, user),
            "facilitators": Facilitator.objects.visible_to(user, Activity.PLAN),
            "default_venue": Venue.objects.visible_to(user, Activity.PLAN),
        }
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset
        self.fields["motif"].empty_label = "Choisir"
        self.fields["default_venue"].empty_label = "Pas de lieu habituel"
        self.fields["organisation"].empty_label = None if rows["organisation"].count() == 1 else "Choisir"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("motif") and not cleaned.get("title"):
            cleaned["title"] = cleaned["motif"].name
        return cleaned


def plannable(organisations: Any, user: User) -> Any:
    """The organisations where the user may plan."""
    perimeter = user.perimeter.holding(Activity.PLAN)
    if perimeter.is_unlimited:
        return organisations
    return organisations.filter(pk__in=perimeter.organisations) | organisations.filter(
        territory__in=perimeter.whole_territories
    )
