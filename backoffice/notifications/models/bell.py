"""What the bell of the admin tells to somebody who runs séances, until she has read it. Numbers and dates only, as her messages."""

from __future__ import annotations

from django.db import models

from backoffice.actions.models import Facilitator, Occurrence
from backoffice.notifications.queries import BellQuerySet


class BellNote(models.Model):
    """One thing that happened in one séance, told once to one person of its team."""

    facilitator = models.ForeignKey(
        Facilitator, verbose_name="équipe", on_delete=models.CASCADE, related_name="bell_notes"
    )
    occurrence = models.ForeignKey(
        Occurrence, verbose_name="séance", on_delete=models.CASCADE, related_name="bell_notes"
    )
    text = models.CharField("nouvelle", max_length=400)
    happened_at = models.DateTimeField("arrivée le")
    read_at = models.DateTimeField("lue le", null=True, blank=True, editable=False)

    objects = BellQuerySet.as_manager()

    class Meta:
        verbose_name = "nouvelle d’une séance"
        verbose_name_plural = "nouvelles des séances"
        ordering = ["-happened_at", "-pk"]
        indexes = [
            models.Index(fields=["facilitator"], condition=models.Q(read_at__isnull=True), name="bell_notes_to_read")
        ]

    def __str__(self) -> str:
        return self.text
