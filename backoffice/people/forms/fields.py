"""The definition of a custom field: what is used elsewhere keeps its meaning; sensitive ones need their own right."""

from __future__ import annotations

from typing import Any

from django import forms

from backoffice.console.base.admin import BackofficeForm
from backoffice.directory.enums import Activity
from backoffice.people.enums import LISTED
from backoffice.people.services.fields import uses_of

# What a stored answer or a rule relies on.
MEANING = ("subject", "key", "kind")
NOT_YOURS = "Votre rôle ne permet pas de configurer une information sensible ou de santé."


class CustomFieldForm(BackofficeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.uses = uses_of(self.instance) if self.instance.pk else []
        if self.uses:
            for name in MEANING:
                self.fields[name].disabled = True
                self.fields[name].help_text = f"Ne change plus. Utilisé par : {', '.join(self.uses)}."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("is_health"):
            self.instance.is_sensitive = cleaned["is_sensitive"] = True
        if cleaned.get("is_sensitive") and not self.may_be_sensitive(cleaned):
            self.add_error("is_health" if cleaned.get("is_health") else "is_sensitive", NOT_YOURS)
        if cleaned.get("is_sensitive") and not cleaned.get("purpose"):
            self.add_error("purpose", "Écrivez pourquoi cette information est nécessaire.")
        for name in ("is_fact", "is_archived"):
            self.keep_for_policies(name, cleaned)
        return cleaned

    def may_be_sensitive(self, cleaned: dict[str, Any]) -> bool:
        territory = cleaned.get("territory") or self.initial.get("territory")
        key = getattr(territory, "pk", territory)
        return key is None or self.request.user.perimeter.may(Activity.CONFIGURE_SENSITIVE, territory_id=key)

    def keep_for_policies(self, name: str, cleaned: dict[str, Any]) -> None:
        """A rule that relies on it would meet a fact that nobody asks any more."""
        stops = name in self.changed_data and cleaned.get(name) == (name == "is_archived")
        naming = [use for use in self.uses if use.startswith("politique")]
        if stops and naming:
            self.add_error(name, f"Retirez d’abord ce champ de : {', '.join(naming)}.")


class ChoiceForm(BackofficeForm):
    """The code of a stored choice never changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["code"].disabled = True


class ChoiceFormSet(forms.BaseInlineFormSet):
    """A list has choices; other types have none."""

    def clean(self) -> None:
        super().clean()
        typed = [form for form in self.forms if form.instance.pk or form.has_changed()]
        if self.instance.kind in LISTED and not typed:
            raise forms.ValidationError("Écrivez au moins une réponse possible.")
        if self.instance.kind not in LISTED and typed:
            raise forms.ValidationError("Seul un choix a des réponses possibles. Changez le type, ou retirez-les.")
