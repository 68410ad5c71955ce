"""The form of every admin: a row is created in or moved to places that the user holds; what she may not see is kept, not shown; what saving it
sends to people is shown first."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html
from unfold.widgets import UnfoldAdminTextInputWidget

from backoffice.console.base.admin.panels import BEFORE_SAVING, panels_of
from backoffice.console.base.forms import JudgesConstraints, read_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from backoffice.console.base.places import Place

NOT_HERE = "Votre rôle ne permet pas cette action ici. Choisissez un de vos territoires ou une de vos organisations."
OTHER_TERRITORY = "Une organisation choisie appartient à un autre territoire."
KEPT = "Cet élément est hors de votre périmètre. Il est conservé."


class KeptWidget(forms.Widget):
    """In the place of a value that the user may not see: a sentence, and nothing of the value."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        return format_html('<p class="text-sm py-2">{}</p>', KEPT)


class BackofficeForm(JudgesConstraints, forms.ModelForm):
    """`request` and `model_admin` are set by the admin on the class that it makes for each request."""

    request: HttpRequest
    model_admin: Any

    change_reason = forms.CharField(
        label="Raison du changement",
        required=False,
        max_length=250,
        widget=UnfoldAdminTextInputWidget,
        help_text="Elle reste dans l’historique.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept: dict[str, list[Model]] = {}
        self.foretold: list[str] = []
        self.seen = ""
        read_keys(self)
        self._ask_reason()
        self._keep_what_is_out_of_sight()
        self._preset_territory()

    def is_valid(self) -> bool:
        """A change that writes to people is saved once what it sends was shown: the same form again saves it."""
        return super().is_valid() and not self._must_be_read()

    def _must_be_read(self) -> bool:
        if not self.instance.pk or not self.changed_data:
            return False
        self.foretold = list(panels_of(self.request, self.instance, BEFORE_SAVING))
        typed = [(name, str(self[name].data)) for name in sorted(self.changed_data) if name != "change_reason"]
        self.seen = sha256(repr((typed, self.foretold)).encode()).hexdigest()[:16]
        return bool(self.foretold) and self.data.get("seen") != self.seen

    def _ask_reason(self) -> None:
        if not self.model_admin.asks_reason(self.request, self.instance if self.instance.pk else None):
            del self.fields["change_reason"]
        else:
            self.fields["change_reason"].required = self.model_admin.reason_required

    def _keep_what_is_out_of_sight(self) -> None:
        if not self.instance.pk:
            return
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelMultipleChoiceField):
                self._keep_many(name, field)
            elif isinstance(field, forms.ModelChoiceField):
                self._keep_one(name, field)

    def _keep_one(self, name: str, field: forms.ModelChoiceField) -> None:
        key = self.initial.get(name)
        if key is None or field.queryset.filter(pk=key).exists():
            return
        field.queryset = field.queryset.model._default_manager.filter(pk=key)
        field.disabled, field.widget = True, KeptWidget()

    def _keep_many(self, name: str, field: forms.ModelMultipleChoiceField) -> None:
        stored = list(self.initial.get(name) or ())
        visible = set(field.queryset.filter(pk__in=[row.pk for row in stored]).values_list("pk", flat=True))
        self.kept[name] = [row for row in stored if row.pk not in visible]
        self.initial[name] = [row for row in stored if row.pk in visible]

    def _preset_territory(self) -> None:
        """Somebody who works in one territory is not asked which one."""
        name = self.model_admin.territory_field
        field = self.fields.get(name)
        choices = self.model_admin.territory_choices(self.request) if field and not field.disabled else ()
        if len(choices) != 1:
            return
        if not self.instance.pk:
            self.initial[name] = choices[0]
        field.disabled, field.widget = True, forms.HiddenInput()

    def _clean_fields(self) -> None:
        super()._clean_fields()
        for name, rows in self.kept.items():
            if rows and name in self.cleaned_data:
                self.cleaned_data[name] = [*self.cleaned_data[name], *rows]

    def _post_clean(self) -> None:
        super()._post_clean()
        if "change_reason" in self.fields and not self.cleaned_data.get("change_reason"):
            self._check_reason()
        if not self.errors:
            self._check_places()

    def _check_reason(self) -> None:
        sensitive = [name for name in self.model_admin.reason_required_for if name in self.changed_data]
        if sensitive:
            labels = ", ".join(str(self.fields[name].label).lower() for name in sensitive)
            self.add_error("change_reason", f"Dites pourquoi vous changez : {labels}.")

    def _check_places(self) -> None:
        admin = self.model_admin
        activity = admin.change_activity if self.instance.pk else admin.add_activity
        organisations = self.cleaned_data.get(admin.organisations_field)
        if organisations is None:
            held = admin.may_at_one_of(self.request, activity, admin.places_of(self.instance))
        elif any(row.territory_id != self.instance.territory_id for row in organisations):
            self.add_error(admin.organisations_field, OTHER_TERRITORY)
            return
        else:
            held = all(admin.may_at(self.request, activity, place) for place in self._changed_places(organisations))
        if not held:
            self.add_error(self._place_field(), NOT_HERE)

    def _changed_places(self, organisations: list[Any]) -> Iterator[Place]:
        """Of several organisations, the ones that are added or removed: the others are somebody else's business."""
        name = self.model_admin.organisations_field
        before = {row.pk for row in (*self.initial.get(name, ()), *self.kept.get(name, ()))}
        for key in sorted(before ^ {row.pk for row in organisations}):
            yield self.instance.territory_id, key

    def _place_field(self) -> str | None:
        names = (
            self.model_admin.organisations_field,
            self.model_admin.organisation_field,
            self.model_admin.territory_field,
        )
        return next((name for name in names if name in self.fields), None)
