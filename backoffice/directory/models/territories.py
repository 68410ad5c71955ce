"""A territory and its settings: names, time zone, cloisonnement, what its messages cost and when they stay silent."""

from __future__ import annotations

import re
from datetime import time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from backoffice.console.base.history import track
from backoffice.directory.enums import BankHolidays, ConflictRule, OpeningDays, SchoolZone, Sharing, Zone
from backoffice.directory.queries import TerritoryQuerySet

CODE = RegexValidator(
    r"^[0-9A-Z][0-9A-Z-]{1,9}$", "Le code s’écrit avec des chiffres et des majuscules. Exemple : 26, 2A, 974."
)
SENDER = RegexValidator(
    r"^(?=.*[A-Za-z])[A-Za-z0-9]{3,11}\Z",
    "Écrivez de 3 à 11 lettres ou chiffres, dont une lettre, sans accent ni espace.",
)


PHONE = re.compile(r"\+?[0-9][0-9 .]{2,18}")


def check_phone(typed: str) -> None:
    """The number that messages give: one that can be dialled, short ones such as 39 49 included."""
    if typed and not PHONE.fullmatch(typed):
        raise ValidationError({"phone": "Écrivez un numéro en chiffres. Exemple : 04 65 71 26 10."})


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
        help_text="Le délai que votre territoire annonce aux usagers. 24 mois au plus. Le logiciel n’efface aucune fiche de lui-même.",
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
    sms_sender = models.CharField(
        "nom d’expéditeur des SMS",
        max_length=11,
        blank=True,
        validators=[SENDER],
        help_text="De 3 à 11 lettres ou chiffres, dont une lettre. Exemple : RDVDrome.",
    )
    sms_segment_price = models.DecimalField(
        "prix d’un SMS (euros)",
        max_digits=6,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="Le prix d’un segment de 160 caractères dans votre marché. Exemple : 0,045. Vide : le prix n’est pas affiché.",
    )
    quiet_from = models.TimeField("silence à partir de", default=time(20), db_default=time(20))
    quiet_until = models.TimeField(
        "silence jusqu’à",
        default=time(8),
        db_default=time(8),
        help_text="Aucun SMS ne part dans ce silence. Les deux mêmes heures : pas de silence.",
    )
    urgent_breaks_silence = models.BooleanField(
        "l’urgence rompt le silence",
        default=True,
        db_default=True,
        help_text="Une annulation ou un changement part la nuit si la séance commence avant la fin du silence, ou dans les deux heures qui suivent.",
    )
    messages_per_person = models.PositiveSmallIntegerField(
        "messages par personne et par jour",
        default=12,
        db_default=12,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Au-delà, les messages attendent l’accord d’un agent. Vide : pas de plafond.",
    )
    sms_per_day = models.PositiveIntegerField(
        "SMS du territoire par jour",
        default=5000,
        db_default=5000,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Au-delà, les SMS attendent l’accord d’un agent. Vide : pas de plafond.",
    )
    sends_sms_to_teams = models.BooleanField(
        "SMS aux équipes",
        default=False,
        db_default=False,
        help_text="Les animatrices et animateurs peuvent choisir d’être informés par SMS. Ces SMS sont facturés comme les autres.",
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

    def clean(self) -> None:
        check_phone(self.phone)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)
