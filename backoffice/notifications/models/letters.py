"""What an agent wrote to several people of a séance, as she wrote it: the messages made of it are rows of the outbox."""

from __future__ import annotations

from django.db import models

from backoffice.actions.models import Occurrence
from backoffice.directory.models import User
from backoffice.notifications.enums import Channel
from backoffice.notifications.queries import OutboxQuerySet


class Letter(models.Model):
    """Written once, never changed. `key` is minted with the form: the same form sent twice writes once.

    Somebody whose messages are neutral does not receive these words: she is asked to call, and who answers her reads them here."""

    key = models.CharField("clé", max_length=64, unique=True, editable=False)
    occurrence = models.ForeignKey(
        Occurrence, verbose_name="séance", on_delete=models.CASCADE, related_name="letters", editable=False
    )
    author = models.ForeignKey(
        User, verbose_name="écrit par", on_delete=models.PROTECT, related_name="+", editable=False
    )
    channel = models.CharField("canal préféré", max_length=8, choices=Channel)
    subject = models.CharField("objet", max_length=150, blank=True)
    body = models.TextField("texte", max_length=2000)
    people = models.PositiveIntegerField("personnes choisies", default=0)
    written_at = models.DateTimeField("écrit le")

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "message écrit à des inscrits"
        verbose_name_plural = "messages écrits à des inscrits"
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return self.subject or self.body[:60]
