"""Messages owed to people: written in the transaction of their cause, one row per message (reliability R11–R12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from backoffice.actions.models import Occurrence
from backoffice.directory.models import User
from backoffice.notifications.enums import WAITING, Beat, Channel, Event, MessageState, Trouble
from backoffice.notifications.models.letters import Letter
from backoffice.notifications.queries import HeartbeatQuerySet, OutboxQuerySet
from backoffice.people.models import Usager

if TYPE_CHECKING:
    from datetime import datetime


class OutboxMessage(models.Model):
    """One message to one person on one channel. `key` is unique: the same cause never owes twice.

    `not_before` is the moment of the first attempt, then of the next one; while a worker holds the row it is the end of its lease."""

    key = models.CharField("clé", max_length=120, unique=True, editable=False)
    usager = models.ForeignKey(Usager, verbose_name="destinataire", on_delete=models.CASCADE, related_name="messages")
    occurrence = models.ForeignKey(Occurrence, verbose_name="séance", on_delete=models.CASCADE, related_name="messages")
    event = models.CharField("événement", max_length=24, choices=Event)
    channel = models.CharField("canal", max_length=8, choices=Channel)
    subject = models.CharField("objet", max_length=150, blank=True)
    body = models.TextField("texte")
    segments = models.PositiveSmallIntegerField("SMS facturés", default=0, db_default=0)
    is_neutral = models.BooleanField("texte neutre", default=False, db_default=False)
    calendar = models.TextField("rendez-vous joint", blank=True, default="", db_default="", editable=False)
    calendar_uid = models.CharField(
        max_length=120, blank=True, default="", db_default="", editable=False, db_index=True
    )
    calendar_sequence = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    state = models.CharField("état", max_length=10, choices=MessageState, default=MessageState.DUE)
    not_before = models.DateTimeField("pas avant")
    expires_at = models.DateTimeField("inutile après", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    created_at = models.DateTimeField("écrit le", default=timezone.now, editable=False)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    trouble = models.CharField("difficulté", max_length=16, choices=Trouble, blank=True, default="", db_default="")
    provider_reference = models.CharField(
        "référence du fournisseur", max_length=120, blank=True, default="", db_default=""
    )

    # What its event told beside the séance (`About`), to write it again; who asked for this very message, and of which one it is a copy.
    about = models.JSONField("ce qui a changé", default=dict, db_default={}, blank=True, editable=False)
    asked_by = models.ForeignKey(
        User, verbose_name="demandé par", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    copy_of = models.ForeignKey(
        "self", verbose_name="renvoi de", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    letter = models.ForeignKey(
        Letter, verbose_name="message écrit", on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=models.Q(state__in=WAITING),
                name="messages_to_deliver",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} ({self.get_channel_display()})"

    @property
    def useless_at(self) -> datetime:
        """From this moment on, nobody needs the message any more."""
        return self.expires_at or self.occurrence.starts_at

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING


class Heartbeat(models.Model):
    """When something last gave a sign of life. Read by the /pret page; the worker writes it at each round (reliability R20)."""

    name = models.CharField("signe", max_length=16, choices=Beat, primary_key=True)
    beaten_at = models.DateTimeField("reçu le", null=True)

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = "signe de vie"
        verbose_name_plural = "signes de vie"

    def __str__(self) -> str:
        return self.get_name_display()
