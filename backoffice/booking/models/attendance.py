"""The sheet of attendance of one séance: whether it is closed, and the last gesture, which its author can take back."""

from __future__ import annotations

from django.db import models

from backoffice.actions.models import Occurrence
from backoffice.booking.queries import OfOccurrenceQuerySet
from backoffice.console.base.history import track
from backoffice.directory.models import User


class AttendanceSheet(models.Model):
    """Made at the first gesture. Once closed, each correction says why. `gesture` is what « Annuler » undoes; the states have their own history."""

    occurrence = models.OneToOneField(
        Occurrence, verbose_name="séance", on_delete=models.PROTECT, related_name="attendance_sheet"
    )
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    closed_by = models.ForeignKey(
        User, verbose_name="close par", on_delete=models.PROTECT, null=True, blank=True, related_name="closed_sheets"
    )
    gesture = models.JSONField("dernier geste", default=dict, blank=True, editable=False)

    objects = OfOccurrenceQuerySet.as_manager()
    history = track(excluded_fields=["gesture"])

    class Meta:
        verbose_name = "feuille de présence"
        verbose_name_plural = "feuilles de présence"
        ordering = ["occurrence"]

    def __str__(self) -> str:
        return "Feuille de présence"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None
