"""Accounts, roles as data, memberships. An account without membership sees nothing."""

from __future__ import annotations

from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from backoffice.console.base.history import track
from backoffice.directory.enums import Activity, Zone
from backoffice.directory.models.places import Organisation
from backoffice.directory.models.territories import Territory
from backoffice.directory.permissions import Perimeter, perimeter_of
from backoffice.directory.queries import MembershipQuerySet, RoleQuerySet, UserManager


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in with an e-mail address. What she may do comes from her memberships, never from Django's permissions."""

    email = models.EmailField("adresse e-mail", unique=True)
    first_name = models.CharField("prénom", max_length=100)
    last_name = models.CharField("nom", max_length=100)
    is_staff = models.BooleanField("peut se connecter", default=True)
    is_active = models.BooleanField("compte actif", default=True)
    date_joined = models.DateTimeField("créé le", auto_now_add=True)

    objects = UserManager()
    history = track(excluded_fields=["password", "last_login"])

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        verbose_name = "agent"
        ordering = ["last_name", "first_name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_email",
                violation_error_message="Un compte existe déjà avec cette adresse e-mail.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name or self.email

    @cached_property
    def perimeter(self) -> Perimeter:
        """Read once per loaded user, that is once per request."""
        return perimeter_of(self)

    def reads_the_hours_of(self, territory: Territory) -> bool:
        """Whether the hours of this territory are the only ones that she lives by; a super-administrator lives by those of Paris."""
        if self.perimeter.is_unlimited:
            return territory.time_zone == Zone.PARIS
        return self.perimeter.territories <= {territory.pk} or self.time_zones <= {territory.time_zone}

    @cached_property
    def time_zones(self) -> frozenset[str]:
        """The time zones of her territories."""
        rows = Territory.objects.filter(pk__in=self.perimeter.territories).order_by().distinct()
        return frozenset(rows.values_list("time_zone", flat=True))


def validate_activities(value: object) -> None:
    if not isinstance(value, list) or not value:
        raise ValidationError("Choisissez au moins une activité.")
    unknown = [item for item in value if item not in Activity.values]
    if unknown:
        raise ValidationError(
            "Cette activité n’existe pas : %(names)s.", params={"names": ", ".join(map(str, unknown))}
        )


class Role(models.Model):
    """A named set of activities. Without territory: a standard role, the same everywhere, that only the super-administrator edits."""

    territory = models.ForeignKey(
        Territory, verbose_name="territoire", on_delete=models.PROTECT, null=True, blank=True, related_name="roles"
    )
    name = models.CharField("nom", max_length=80)
    activities = models.JSONField("activités", default=list, validators=[validate_activities])

    objects = RoleQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "rôle"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "name"],
                name="one_role_name_per_territory",
                violation_error_message="Un rôle porte déjà ce nom.",
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(territory__isnull=True),
                name="one_standard_role_per_name",
                violation_error_message="Un rôle commun porte déjà ce nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def activity_labels(self) -> list[str]:
        return [Activity(name).label for name in Activity.values if name in self.activities]


class Membership(models.Model):
    """A role held by a user, in one organisation or over the whole territory (no organisation)."""

    user = models.ForeignKey(User, verbose_name="agent", on_delete=models.CASCADE, related_name="memberships")
    role = models.ForeignKey(Role, verbose_name="rôle", on_delete=models.PROTECT, related_name="memberships")
    territory = models.ForeignKey(
        Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        help_text="Vide : dans tout le territoire.",
    )

    objects = MembershipQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "droit"
        ordering = ["territory", "organisation", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "organisation"],
                name="one_membership_per_user_role_and_organisation",
                violation_error_message="Cette personne a déjà ce rôle dans cette organisation.",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "territory"],
                condition=models.Q(organisation__isnull=True),
                name="one_membership_per_user_role_and_territory",
                violation_error_message="Cette personne a déjà ce rôle dans tout le territoire.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} – {self.organisation or self.territory}"

    def clean(self) -> None:
        if self.organisation_id and self.territory_id and self.organisation.territory_id != self.territory_id:
            raise ValidationError({"organisation": "Cette organisation appartient à un autre territoire."})
        if self.role_id and self.role.territory_id not in (None, self.territory_id):
            raise ValidationError({"role": "Ce rôle appartient à un autre territoire."})
