"""Forms of accounts, roles and rights. Each refusal is a sentence on the field that causes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminPasswordWidget, UnfoldAdminSelectWidget

from backoffice.console.base.admin import BackofficeForm, offered_rows
from backoffice.console.base.errors import BackofficeError
from backoffice.directory.enums import Activity
from backoffice.directory.models import Membership, Organisation, Role, Territory, User
from backoffice.directory.services import judge_grant

KNOWN = "Cet agent a déjà un compte ici. Ajoutez-lui un droit dans « Droits »."
CLOSED_BY_HERSELF = "Vous ne pouvez pas fermer votre propre compte."


class RoleForm(BackofficeForm):
    """Activities are ticked in words. Only activities that the user holds may be added."""

    activities = forms.MultipleChoiceField(
        label="Activités",
        choices=Activity.choices,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="Ce que ce rôle permet de faire.",
    )

    class Meta:
        model = Role
        fields = ("territory", "name", "activities")

    def clean_activities(self) -> list[str]:
        chosen = self.cleaned_data["activities"]
        return [name for name in Activity.values if name in chosen]

    def _post_clean(self) -> None:
        before = set(self.initial.get("activities") or ()) if self.instance.pk else set()
        super()._post_clean()
        if self.errors:
            return
        try:
            judge_grant(
                user=self.request.user,
                activities=set(self.instance.activities) - before,
                territory_id=self.instance.territory_id,
                organisation_id=None,
            )
        except BackofficeError as error:
            self.add_error("activities", error.message)


class MembershipForm(BackofficeForm):
    class Meta:
        model = Membership
        fields = ("user", "role", "territory", "organisation")

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        right = self.instance
        try:
            judge_grant(
                user=self.request.user,
                activities=right.role.activities,
                territory_id=right.territory_id,
                organisation_id=right.organisation_id,
                to=right.user,
            )
        except BackofficeError as error:
            self.add_error("role", error.message)


class PasswordMixin(forms.Form):
    """Not named `password`: that is the column of the stored digest, which no form writes."""

    new_password = forms.CharField(
        label="Mot de passe provisoire",
        required=False,
        strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text="12 caractères au moins. Demandez à l’agent de le changer à sa première visite.",
    )

    def clean_new_password(self) -> str:
        password = self.cleaned_data["new_password"]
        if password:
            validate_password(password, self.instance)
        return password


class AccountForm(PasswordMixin, BackofficeForm):
    """An existing account. An empty password keeps the one that she has."""

    class Meta:
        model = User
        fields = ("first_name", "last_name", "email", "is_active")

    def clean_is_active(self) -> bool:
        active = self.cleaned_data["is_active"]
        if not active and self.instance.pk == self.request.user.pk:
            raise ValidationError(CLOSED_BY_HERSELF)
        return active

    def _check_places(self) -> None:
        """Decided before the form is shown: see `answers_for`."""


class NewAccountForm(PasswordMixin, BackofficeForm):
    """An account and its first right: an account without right would be seen by nobody."""

    role = forms.ModelChoiceField(
        label="Rôle", queryset=Role.objects.none(), widget=UnfoldAdminSelectWidget, empty_label="Choisissez un rôle"
    )
    territory = forms.ModelChoiceField(
        label="Territoire",
        queryset=Territory.objects.none(),
        widget=UnfoldAdminSelectWidget,
        empty_label="Choisissez un territoire",
    )
    organisation = forms.ModelChoiceField(
        label="Organisation",
        queryset=Organisation.objects.none(),
        required=False,
        widget=UnfoldAdminSelectWidget,
        empty_label="Tout le territoire",
    )

    class Meta:
        model = User
        fields = ("first_name", "last_name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password"].required = True
        for name in ("role", "territory", "organisation"):
            field = self.fields[name]
            field.queryset = offered_rows(self.model_admin.admin_site, self.request, field.queryset.model)
        if len(territories := list(self.fields["territory"].queryset[:2])) == 1:
            self.initial["territory"] = territories[0]
            self.fields["territory"].disabled, self.fields["territory"].widget = True, forms.HiddenInput()

    def _get_validation_exclusions(self) -> set[str]:
        """That the address has an account elsewhere is not told: `open_account` deals with it."""
        return {*super()._get_validation_exclusions(), "email"}

    def _check_places(self) -> None:
        """Decided by the grant."""
        self._check_unknown_here()
        right = Membership(**{name: self.cleaned_data.get(name) for name in ("role", "territory", "organisation")})
        try:
            right.clean()
            judge_grant(
                user=self.request.user,
                activities=right.role.activities,
                territory_id=right.territory_id,
                organisation_id=right.organisation_id,
            )
        except ValidationError as error:
            self._update_errors(error)
        except BackofficeError as error:
            self.add_error("role", error.message)

    def _check_unknown_here(self) -> None:
        colleagues = User.objects.visible_to(self.request.user, Activity.MANAGE_USERS)
        if colleagues.filter(email__iexact=self.cleaned_data["email"]).exists():
            self.add_error("email", KNOWN)
