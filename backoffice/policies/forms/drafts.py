"""Forms of the editor: a policy and the acts on a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive

from backoffice.catalogue.models import Motif
from backoffice.console.base.forms import (
    JudgesConstraints,
    PlainForm,
    checkbox,
    day_input,
    read_keys,
    select,
    text_input,
)
from backoffice.directory.enums import Activity
from backoffice.directory.models import Territory
from backoffice.policies.models import Policy
from backoffice.policies.services.transfer import MAXIMUM_BYTES

if TYPE_CHECKING:
    from backoffice.directory.models import User

WHY = forms.CharField(
    label="Pourquoi",
    max_length=300,
    widget=text_input(),
    help_text="Gardé dans l’historique. Exemple : délibération du 3 mars 2026.",
)


class PolicyForm(JudgesConstraints, forms.ModelForm):
    """The name of a policy and where it applies."""

    class Meta:
        model = Policy
        fields = ("territory", "code", "name", "motifs", "is_for_territory", "is_archived")
        help_texts = {"is_archived": "Ses règles ne s’appliquent plus. Rien n’est supprimé."}
        widgets = {
            "territory": select(),
            "code": text_input(),
            "name": text_input(),
            "motifs": forms.CheckboxSelectMultiple({"class": "bo-checks"}),
            "is_for_territory": checkbox(),
            "is_archived": checkbox(),
        }

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.label_suffix = ""
        territories = Territory.objects.visible_to(user)
        self.fields["territory"].queryset = territories
        self.fields["territory"].empty_label = None if territories.count() == 1 else "Choisir"
        self.fields["motifs"].queryset = Motif.objects.visible_to(user, Activity.CONFIGURE).usable()
        if self.instance.pk:
            for name in ("territory", "code"):
                self.fields[name].disabled = True
            self.fields["motifs"].queryset = self.fields["motifs"].queryset.filter(territory=self.instance.territory_id)
        else:
            del self.fields["is_archived"]
        read_keys(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        territory = cleaned.get("territory")
        if any(motif.territory_id != territory.pk for motif in cleaned.get("motifs", ()) if territory):
            self.add_error("motifs", "Ces motifs n’appartiennent pas à ce territoire.")
        return cleaned


class MomentField(forms.CharField):
    """An instant that a page carries, as it wrote it."""

    def to_python(self, value: Any) -> Any:
        try:
            moment = parse_datetime(super().to_python(value) or "")
        except ValueError:
            moment = None
        return None if moment is None or is_naive(moment) else moment


class VersionForm(PlainForm):
    """An act on the draft that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class PublishForm(VersionForm):
    """What was seen, why, and from when."""

    seen_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    shown_at = MomentField(widget=forms.HiddenInput, required=False)
    reason = WHY
    effective_at = forms.DateTimeField(
        label="À partir du",
        required=False,
        widget=forms.DateTimeInput({"class": text_input().attrs["class"], "type": "datetime-local"}),
        help_text="Vide : tout de suite. Heure du territoire.",
    )


class TrialForm(VersionForm):
    reason = WHY
    last_day = forms.DateField(
        label="Jusqu’au (inclus)", widget=day_input(), help_text="L’essai s’arrête de lui-même. Six mois au plus."
    )


class ReturnForm(PlainForm):
    reason = WHY


class ImportForm(VersionForm):
    """A file, then its text carried by the page that showed what it changes."""

    file = forms.FileField(
        label="Fichier de politique",
        required=False,
        help_text="Un fichier exporté d’ici ou d’un autre territoire.",
        widget=forms.FileInput({"class": "bo-input", "accept": ".json,application/json"}),
    )
    content = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    reason = WHY

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        sent = cleaned.get("file")
        if sent is not None and sent.size > MAXIMUM_BYTES:
            self.add_error("file", "Ce fichier est trop gros pour une politique.")
        elif sent is None and not cleaned.get("content"):
            self.add_error("file", "Choisissez un fichier.")
        else:
            self.data_read = sent.read() if sent is not None else cleaned["content"].encode()
        return cleaned
