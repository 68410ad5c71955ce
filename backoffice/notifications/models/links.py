"""The address that a person finds in her messages: one per person and séance, the same in each of them.

Nothing here opens it. The secret is made again from the key of the site and `seed` each time that a message leaves; the row keeps the digest
that finds the way back (decision 0038)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from backoffice.actions.models import Occurrence
from backoffice.actions.models.links import SecretLink
from backoffice.console.base.history import track
from backoffice.notifications.queries import PersonalLinkQuerySet
from backoffice.people.models import Usager


class PersonalLink(SecretLink):
    """Her way to her own place in one séance. Taken back without another, her next messages carry none."""

    usager = models.ForeignKey(Usager, verbose_name="usager", on_delete=models.CASCADE, related_name="links")
    occurrence = models.ForeignKey(Occurrence, verbose_name="séance", on_delete=models.CASCADE, related_name="links")
    seed = models.CharField("graine", max_length=32, editable=False)

    objects = PersonalLinkQuerySet.as_manager()
    history = track(excluded_fields=["digest", "seed"])

    class Meta:
        verbose_name = "lien personnel"
        verbose_name_plural = "liens personnels"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["usager", "occurrence"],
                condition=Q(revoked_at__isnull=True),
                name="one_live_link_per_person_and_occurrence",
                violation_error_message="Cette personne a déjà un lien pour cette séance. Retirez-le pour en donner un autre.",
            ),
        ]

    def __str__(self) -> str:
        return f"Lien de {self.usager}"
