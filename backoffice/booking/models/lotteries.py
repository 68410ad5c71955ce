"""The draw that gives a queue its order."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from backoffice.actions.models import Occurrence
from backoffice.booking.queries import OfOccurrenceQuerySet
from backoffice.console.base.history import track
from backoffice.directory.models import User


class Lottery(models.Model):
    """The draw of one occurrence (reliability R28): the seed is chosen and its hash shown before, the order follows from it and can be found again.

    Once only: a second draw would let somebody draw until the order pleases. `entries` are the participations in the drawn order."""

    occurrence = models.OneToOneField(
        Occurrence, verbose_name="séance", on_delete=models.PROTECT, related_name="lottery"
    )
    seed = models.CharField("graine", max_length=64, editable=False)
    seed_hash = models.CharField("empreinte de la graine", max_length=64)
    committed_at = models.DateTimeField("préparé le")
    committed_by = models.ForeignKey(
        User, verbose_name="préparé par", on_delete=models.PROTECT, related_name="committed_lotteries"
    )
    drawn_at = models.DateTimeField("tiré le", null=True, blank=True)
    drawn_by = models.ForeignKey(
        User, verbose_name="tiré par", on_delete=models.PROTECT, null=True, blank=True, related_name="drawn_lotteries"
    )
    reason = models.CharField("raison", max_length=250)
    entries = models.JSONField("ordre tiré", default=list)

    objects = OfOccurrenceQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "tirage au sort"
        verbose_name_plural = "tirages au sort"
        ordering = ["-committed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="a_lottery_says_why", violation_error_message="Écrivez une raison."
            ),
        ]

    def __str__(self) -> str:
        return f"Tirage au sort – {self.occurrence}"
