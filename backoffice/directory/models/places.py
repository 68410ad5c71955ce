"""Territories, their organisations and services. Refuses to mix territories."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from backoffice.console.base.history import track
from backoffice.directory.enums import BankHolidays, ConflictRule, OpeningDays, SchoolZone, Sharing, Zone
from backoffice.directory.queries import OrganisationQuerySet, PerimeterQuerySet, TerritoryQuerySet

CODE = RegexValidator(
    r"^[0-9A-Z][0-9A-Z-]{1,9}$", "Le code s’écrit avec des chiffres et des majuscules. Exemple : 26, 2A, 974."
)


class Territory(models.Model):
    code = models.CharField(
        "code", max_length=10, unique=True, validators=[CODE], help_text="Numéro du département. Exemple : 26."
    )
    name = models.CharField("nom", max_length=100, unique=True)
    time_zone = models.CharField("fuseau horaire", max_length=40, choices=Zone, default=Zone.PARIS)
    school_zone = models.CharField("zone scolaire", max_length=20, choices=SchoolZone, default=SchoolZone.A)
    bank_holidays = models.CharField(
        "jours fériés",
        max_length=5,
        choices=BankHolidays,
        blank=True,
        help_text="Vide : ceux du département, d’après le code et le fuseau horaire.",
    )
    room_conflicts = models.CharField(
        "salle déjà prise",
        max_length=10,
        choices=ConflictRule,
        default=ConflictRule.WARN,
        help_text="Quand une séance est prévue dans une salle qui a déjà une séance à cette heure.",
    )
    facilitator_conflicts = models.CharField(
        "animatrice ou animateur déjà pris",
        max_length=10,
        choices=ConflictRule,
        default=ConflictRule.WARN,
        help_text="Quand une personne anime déjà une autre séance à cette heure.",
    )
    identity_sharing = models.CharField(
        "qui peut retrouver une fiche",
        max_length=20,
        choices=Sharing,
        default=Sharing.ORGANISATION,
        help_text="Jusqu’où une fiche d’usager est trouvée par les agents d’une autre organisation.",
    )
    history_sharing = models.CharField(
        "qui peut lire le parcours",
        max_length=20,
        choices=Sharing,
        default=Sharing.ORGANISATION,
        help_text="Jusqu’où les inscriptions d’un usager sont lues par les agents d’une autre organisation.",
    )
    retention_months = models.PositiveSmallIntegerField(
        "conservation des fiches (mois)",
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
        help_text="Une fiche sans contact depuis ce délai est effacée. 24 mois au plus.",
    )
    instructions_word = models.CharField(
        "mot pour les consignes",
        max_length=40,
        default="Consignes",
        help_text="Le mot affiché aux usagers. Exemple : Consignes, Prérequis, À savoir.",
    )
    phone = models.CharField("téléphone", max_length=20, blank=True)
    opening_days = models.CharField(
        "jours d’ouverture", max_length=10, choices=OpeningDays, default=OpeningDays.WEEKDAYS, db_default="weekdays"
    )
    opens_at = models.TimeField("ouvre à", default=time(8, 30), db_default=time(8, 30))
    closes_at = models.TimeField(
        "ferme à",
        default=time(17, 30),
        db_default=time(17, 30),
        help_text="Le délai pour répondre à une place proposée se termine pendant ces heures, hors jours fériés.",
    )
    requires_second_reader = models.BooleanField(
        "seconde lecture des règles",
        default=False,
        help_text="Les règles sont publiées par une autre personne que celle qui les propose.",
    )

    objects = TerritoryQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "territoire"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(retention_months__range=(1, 24)),
                name="territory_keeps_files_24_months_at_most",
                violation_error_message="Une fiche est gardée entre 1 et 24 mois après le dernier contact.",
            ),
            models.CheckConstraint(
                condition=models.Q(opens_at__lt=models.F("closes_at")),
                name="a_territory_opens_before_it_closes",
                violation_error_message="L’heure de fermeture vient après l’heure d’ouverture.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


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
