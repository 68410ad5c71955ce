"""Organisations of a territory and services. Refuses to mix territories."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from backoffice.console.base.history import track
from backoffice.directory.models.territories import Territory, check_phone
from backoffice.directory.queries import OrganisationQuerySet, PerimeterQuerySet


class OrganisationGroup(models.Model):
    territory = models.ForeignKey(Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="groups")
    name = models.CharField("nom", max_length=100)

    objects = PerimeterQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "groupe d’organisations"
        verbose_name_plural = "groupes d’organisations"
        ordering = ["territory", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "name"],
                name="one_group_name_per_territory",
                violation_error_message="Un groupe porte déjà ce nom dans ce territoire.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    territory = models.ForeignKey(
        Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="organisations"
    )
    group = models.ForeignKey(
        OrganisationGroup,
        verbose_name="groupe",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
    )
    name = models.CharField("nom", max_length=120)
    phone = models.CharField(
        "téléphone", max_length=20, blank=True, help_text="Le numéro donné aux usagers dans les messages."
    )
    email = models.EmailField("adresse e-mail", blank=True)
    is_active = models.BooleanField("en service", default=True)

    objects = OrganisationQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "organisation"
        ordering = ["territory", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "name"],
                name="one_organisation_name_per_territory",
                violation_error_message="Une organisation porte déjà ce nom dans ce territoire.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        check_phone(self.phone)
        if self.group_id and self.territory_id and self.group.territory_id != self.territory_id:
            raise ValidationError(
                {"group": "Ce groupe appartient à un autre territoire. Choisissez un groupe du même territoire."}
            )


class Service(models.Model):
    territory = models.ForeignKey(
        Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="services"
    )
    name = models.CharField("nom", max_length=100)
    short_name = models.CharField("nom court", max_length=20, help_text="20 caractères au plus. Exemple : PMI.")
    is_sensitive = models.BooleanField(
        "sensible",
        default=False,
        help_text="Le nom d’un service sensible n’apparaît jamais dans un SMS ni dans un objet d’e-mail.",
    )
    is_public = models.BooleanField("visible du public", default=True)

    objects = PerimeterQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "service"
        ordering = ["territory", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "name"],
                name="one_service_name_per_territory",
                violation_error_message="Un service porte déjà ce nom dans ce territoire.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
