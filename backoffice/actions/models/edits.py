"""One change or cancellation of séances, as one intention: what undoing it takes back. The séances themselves keep their own history."""

from __future__ import annotations

from django.db import models

from backoffice.actions.enums import EditKind, Scope
from backoffice.actions.models.programmes import CollectiveAction
from backoffice.actions.queries import SeriesEditQuerySet
from backoffice.directory.models import User


class SeriesEdit(models.Model):
    """Its own dates say when it was made and undone; `made_at` is the instant of the history entries that it wrote."""

    action = models.ForeignKey(
        CollectiveAction, verbose_name="action collective", on_delete=models.CASCADE, related_name="edits"
    )
    user = models.ForeignKey(
        User,
        verbose_name="agent",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="series_edits",
        help_text="Vide : le logiciel, parce que le minimum d’inscrits n’était pas atteint.",
    )
    kind = models.CharField(
        "nature", max_length=8, choices=EditKind, default=EditKind.CHANGE, db_default=EditKind.CHANGE
    )
    scope = models.CharField("portée", max_length=10, choices=Scope)
    summary = models.CharField("changement", max_length=300)
    made_at = models.DateTimeField("fait le")
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)
    seances_count = models.PositiveSmallIntegerField("séances changées", default=0)
    told_count = models.PositiveSmallIntegerField("personnes prévenues", default=0)

    objects = SeriesEditQuerySet.as_manager()

    class Meta:
        verbose_name = "changement de série"
        verbose_name_plural = "changements de série"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.summary

    @property
    def said(self) -> str:
        """The summary as part of a sentence: a reason that somebody ended with a full stop has one only."""
        return self.summary.rstrip(" .")

    @property
    def author(self) -> str:
        """Whose intention it was: somebody's, or the policy's that the software applied."""
        return str(self.user or "Le logiciel")
