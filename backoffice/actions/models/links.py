"""Secret addresses given to people without an account: a diary to subscribe to, a partner's column to read.

The secret is shown once, kept as a digest, and can be taken back at any time (reliability: links hashed at rest, revocable)."""

from __future__ import annotations

import hashlib
import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone

from backoffice.actions.models.facilitators import Facilitator
from backoffice.actions.models.programmes import OccurrenceGroup
from backoffice.actions.queries import CalendarFeedQuerySet, StationPageQuerySet
from backoffice.console.base.history import track
from backoffice.directory.models import User


def new_secret() -> str:
    """256 bits, as text that an address can carry."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class SecretLink(models.Model):
    """Who may read without an account: the digest of a secret, who made it, and when it was taken back."""

    digest = models.CharField("empreinte", max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        User, verbose_name="créé par", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    revoked_at = models.DateTimeField("retiré le", null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None


class CalendarFeed(SecretLink):
    """The séances of one facilitator, for the diary that she already has. Neutral titles unless she asks otherwise."""

    facilitator = models.ForeignKey(
        Facilitator, verbose_name="animatrice ou animateur", on_delete=models.CASCADE, related_name="feeds"
    )
    shows_titles = models.BooleanField(
        "titres des actions",
        default=False,
        help_text="Décoché : l’agenda affiche « Action collective », sans dire de quoi il s’agit.",
    )

    objects = CalendarFeedQuerySet.as_manager()
    history = track(excluded_fields=["digest"])

    class Meta:
        verbose_name = "lien d’agenda"
        verbose_name_plural = "liens d’agenda"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["facilitator"],
                condition=Q(revoked_at__isnull=True),
                name="one_live_feed_per_facilitator",
                violation_error_message="Cette personne a déjà un lien d’agenda. Retirez-le pour en créer un autre.",
            ),
        ]

    def __str__(self) -> str:
        return f"Agenda de {self.facilitator}"


class StationPage(SecretLink):
    """What one partner of a day reads: the names of her own column, and nothing else."""

    group = models.ForeignKey(
        OccurrenceGroup, verbose_name="groupe de séances", on_delete=models.CASCADE, related_name="station_pages"
    )
    station = models.CharField("poste", max_length=60)

    objects = StationPageQuerySet.as_manager()
    history = track(excluded_fields=["digest"])

    class Meta:
        verbose_name = "page de partenaire"
        verbose_name_plural = "pages de partenaires"
        ordering = ["group", "station", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "station"],
                condition=Q(revoked_at__isnull=True),
                name="one_live_page_per_station",
                violation_error_message="Ce partenaire a déjà une page. Retirez-la pour en créer une autre.",
            ),
        ]

    def __str__(self) -> str:
        return f"Page de {self.station}"
