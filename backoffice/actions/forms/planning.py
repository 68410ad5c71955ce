"""Forms that plan: one for a one-off and for a series (a one-off is a series of one)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from backoffice.actions.forms.dates import RHYTHM, SKIPPING, WHEN, DatesForm
from backoffice.actions.models import CollectiveAction, Facilitator
from backoffice.catalogue.models import Motif
from backoffice.console.base.forms import number_input, read_keys, select, text_input
from backoffice.directory.enums import Activity
from backoffice.directory.models import Organisation, Territory, Venue

if TYPE_CHECKING:
    from backoffice.directory.models import User


class AddOccurrencesForm(DatesForm):
    """More dates for an action that exists."""

    groups_of_names = (
        ("Quand", WHEN),
        ("Répéter", RHYTHM),
        ("Sauter des dates", SKIPPING),
        ("Où", ("venue",)),
    )

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
        self.name_the_zone([action.organisation.territory])


class NewActionForm(forms.ModelForm, DatesForm):
    """What, where, with whom; then when."""

    groups_of_names = (
        ("Quoi", ("motif", "organisation", "title", "public_title")),
        ("Quand", WHEN),
        ("Où, avec qui", ("default_venue", "seats_override", "facilitators")),
        ("Répéter", RHYTHM),
        ("Sauter des dates", SKIPPING),
    )

    organisation = forms.ModelChoiceField(
        label="Organisation",
        queryset=Organisation.objects.none(),
        required=False,
        widget=select(),
        help_text="Vide : celle du motif, s’il n’en a qu’une.",
    )
    title = forms.CharField(
        label="Titre",
        max_length=120,
        required=False,
        widget=text_input(),
        help_text="Vu par les agents. Vide : le nom du motif.",
    )

    copied = forms.ModelChoiceField(
        label="Action reprise", queryset=CollectiveAction.objects.none(), required=False, widget=forms.HiddenInput
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
            "copied": CollectiveAction.objects.visible_to(user, Activity.PLAN).select_related("policy", "type_label"),
        }
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset
        self.fields["motif"].empty_label = "Choisir"
        self.fields["default_venue"].empty_label = "Pas de lieu habituel"
        self.name_the_zone(Territory.objects.filter(organisations__in=rows["organisation"]).distinct())
        read_keys(self)
        self.fields["organisation"].empty_label = None if rows["organisation"].count() == 1 else "Celle du motif"

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = DatesForm.clean(self)
        motif = cleaned.get("motif")
        if motif and not cleaned.get("title"):
            cleaned["title"] = motif.name
        if motif and not cleaned.get("organisation") and "organisation" not in self.errors:
            cleaned["organisation"] = self.only_organisation(motif)
        return cleaned

    def only_organisation(self, motif: Motif) -> Organisation | None:
        """The one organisation of the motif where the user may plan, if there is one only."""
        found = list(self.fields["organisation"].queryset.filter(motifs=motif)[:2])
        if len(found) != 1:
            self.add_error("organisation", "Ce champ est obligatoire : ce motif sert à plusieurs organisations.")
            return None
        return found[0]


def plannable(organisations: Any, user: User) -> Any:
    """The organisations where the user may plan."""
    perimeter = user.perimeter.holding(Activity.PLAN)
    if perimeter.is_unlimited:
        return organisations
    return organisations.filter(pk__in=perimeter.organisations) | organisations.filter(
        territory__in=perimeter.whole_territories
    )
