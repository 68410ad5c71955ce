"""When a facilitator is away. Refuses to say why: the reason is nobody's business."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from backoffice.actions.models.programmes import Facilitator
from backoffice.actions.queries import AbsenceQuerySet
from backoffice.console.base.history import track


class Absence(models.Model):
    """Days on which a facilitator runs nothing, first and last included; with hours, only between them."""

    facilitator = models.ForeignKey(
        Facilitator, verbose_name="animatrice ou animateur", on_delete=models.CASCADE, related_name="absences"
    )
    first_day = models.DateField("premier jour d’absence")
    last_day = models.DateField("dernier jour d’absence")
    start_time = models.TimeField("de", null=True, blank=True)
    end_time = models.TimeField(
        "à", null=True, blank=True, help_text="Vides : toute la journée. Sinon, chacun de ces jours entre ces heures."
    )

    objects = AbsenceQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "absence"
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="an_absence_ends_after_it_starts",
                violation_error_message="Le dernier jour vient avant le premier.",
            ),
            models.CheckConstraint(
                condition=Q(start_time__isnull=True, end_time__isnull=True)
                | Q(start_time__isnull=False, end_time__gt=F("start_time")),
                name="an_absence_has_two_hours_or_none",
                violation_error_message="Donnez les deux heures, la fin après le début ; ou aucune pour toute la journée.",
            ),
        ]

    def __str__(self) -> str:
        return f"Absence de {self.facilitator}"

    @property
    def hours(self) -> str:
        """« 14:00 à 16:00 », or nothing for whole days."""
        return f"{self.start_time:%H:%M} à {self.end_time:%H:%M}" if self.start_time and self.end_time else ""
