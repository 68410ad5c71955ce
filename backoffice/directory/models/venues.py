"""Where séances take place. Refuses to mix territories."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from backoffice.console.base.history import track
from backoffice.directory.enums import VenueState
from backoffice.directory.models.places import Organisation, Territory
from backoffice.directory.queries import VenueQuerySet


class Venue(models.Model):
    territory = models.ForeignKey(Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="venues")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="venues",
        help_text="Laissez vide si le lieu sert à tout le territoire.",
    )
    name = models.CharField(
        "nom", max_length=120, help_text="Le nom du lieu seulement. Exemple : CMS de Crest, salle 2."
    )
    address = models.CharField("adresse", max_length=250, blank=True)
    commune = models.CharField("commune", max_length=100, blank=True)
    room_capacity = models.PositiveSmallIntegerField(
        "places dans la salle",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Une séance dans ce lieu n’aura jamais plus de places. Vide : pas de limite.",
    )
    state = models.CharField("état", max_length=10, choices=VenueState, default=VenueState.OPEN)

    objects = VenueQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "lieu"
        verbose_name_plural = "lieux"
        ordering = ["territory", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "name"],
                name="one_venue_name_per_territory",
                violation_error_message="Un lieu porte déjà ce nom dans ce territoire.",
            ),
            models.CheckConstraint(
                condition=models.Q(room_capacity__isnull=True) | models.Q(room_capacity__gte=1),
                name="a_room_has_at_least_one_place",
                violation_error_message="Une salle a au moins une place.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_address(self) -> str:
        """« 3 rue des Alpes, Crest »; the commune is not said twice."""
        commune = "" if self.commune.casefold() in self.address.casefold() else self.commune
        return ", ".join(filter(None, (self.address, commune)))

    def clean(self) -> None:
        if self.organisation_id and self.territory_id and self.organisation.territory_id != self.territory_id:
            raise ValidationError({"organisation": "Cette organisation appartient à un autre territoire."})
