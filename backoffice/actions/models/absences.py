"""When a facilitator is away. Refuses to say why: the reason is nobody's business."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from backoffice.actions.models.programmes import Facilitator
from backoffice.actions.queries import AbsenceQuerySet
from backoffice.console.base.history import track


class Absence(models.Model):
    """Days on which a facilitator runs nothing, first and last included."""

    facilitator = models.ForeignKey(
        Facilitator, verbose_name="animatrice ou animateur", on_delete=models.CASCADE, related_name="absences"
    )
    first_day = models.DateField("premier jour d’absence")
    last_day = models.DateField("dernier jour d’absence")

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
        ]

    def __str__(self) -> str:
        return f"Absence de {self.facilitator}"
