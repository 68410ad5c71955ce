"""Days without séances, as data: school holidays by zone, closures of a territory, of an organisation or of a venue. Bank holidays are computed.

Refuses days in the wrong order and closures across territories."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from backoffice.console.base.history import track
from backoffice.directory.enums import SchoolZone
from backoffice.directory.models.places import Organisation, Territory
from backoffice.directory.models.venues import Venue
from backoffice.directory.queries import ClosureQuerySet, SchoolHolidayQuerySet


class SchoolHoliday(models.Model):
    """Days without school, first and last included. Without territory: the official calendar, the same for everybody of the zone."""

    territory = models.ForeignKey(
        Territory,
        verbose_name="territoire",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="school_holidays",
        help_text="Vide : calendrier officiel, le même pour tous les territoires de la zone.",
    )
    zone = models.CharField("zone scolaire", max_length=20, choices=SchoolZone)
    name = models.CharField("nom", max_length=80, help_text="Exemple : Vacances d’hiver.")
    first_day = models.DateField("premier jour sans classe")
    last_day = models.DateField("dernier jour sans classe")

    objects = SchoolHolidayQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "vacances scolaires"
        verbose_name_plural = "vacances scolaires"
        ordering = ["zone", "first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="school_holidays_end_after_they_start",
                violation_error_message="Le dernier jour vient avant le premier.",
            ),
            models.UniqueConstraint(
                fields=["zone", "name", "first_day"],
                condition=Q(territory__isnull=True),
                name="one_official_school_holiday",
                violation_error_message="Ces vacances existent déjà dans le calendrier officiel.",
            ),
            models.UniqueConstraint(
                fields=["territory", "zone", "name", "first_day"],
                name="one_school_holiday_per_territory",
                violation_error_message="Ces vacances existent déjà dans ce territoire.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_zone_display()})"


class Closure(models.Model):
    """A territory, an organisation or a venue receives nobody on these days, first and last included."""

    territory = models.ForeignKey(
        Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="closures"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="closures",
        help_text="Vide : tout le territoire, ou un lieu de tout le territoire.",
    )
    venue = models.ForeignKey(
        Venue,
        verbose_name="lieu",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="closures",
        help_text="Vide : tous les lieux.",
    )
    name = models.CharField("nom", max_length=80, help_text="Exemple : Pont de l’Ascension, travaux de peinture.")
    first_day = models.DateField("premier jour fermé")
    last_day = models.DateField("dernier jour fermé")

    objects = ClosureQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "fermeture"
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="a_closure_ends_after_it_starts",
                violation_error_message="Le dernier jour vient avant le premier.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.venue_id and self.territory_id and self.venue.territory_id != self.territory_id:
            raise ValidationError({"venue": "Ce lieu appartient à un autre territoire."})
        if self.organisation_id and self.territory_id and self.organisation.territory_id != self.territory_id:
            raise ValidationError({"organisation": "Cette organisation appartient à un autre territoire."})
        if self.venue_id and self.venue.organisation_id and self.venue.organisation_id != self.organisation_id:
            raise ValidationError({"organisation": f"Ce lieu est à {self.venue.organisation} : choisissez-la."})
