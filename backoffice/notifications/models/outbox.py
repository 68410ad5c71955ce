"""Messages owed to people: written in the transaction of their cause, one row per message (reliability R11–R12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from backoffice.actions.models import Facilitator, Occurrence
from backoffice.directory.models import User
from backoffice.notifications.enums import TO_LOOK_AT, WAITING, Beat, Channel, Event, MessageState, StaffEvent, Trouble
from backoffice.notifications.models.letters import Letter
from backoffice.notifications.queries import HeartbeatQuerySet, OutboxQuerySet
from backoffice.people.models import Usager

if TYPE_CHECKING:
    from datetime import datetime


class OutboxMessage(models.Model):
    """One message to one person on one channel. `key` is unique: the same cause never owes twice.

    It goes to an usager, at the address that she has when it leaves; or to one of ours, at `staff_address`: a facilitator who is told of her
    séance, or the agent who sends herself an example. All the messages of one act of `author` share an `intention`: they are withdrawn together.
    `not_before` is the moment of the first attempt, then of the next one; while a worker holds the row it is the end of its lease; while a ceiling
    holds it, the moment when it is useless. `counted_on` is the day, in the territory, of its first attempt: ceilings count by it. `sent_to`
    recalls the last address that was tried, masked: the file of the person may have changed since."""

    key = models.CharField("clé", max_length=120, unique=True, editable=False)
    usager = models.ForeignKey(
        Usager, verbose_name="destinataire", on_delete=models.CASCADE, related_name="messages", null=True
    )
    facilitator = models.ForeignKey(
        Facilitator, verbose_name="équipe", on_delete=models.CASCADE, related_name="messages", null=True, editable=False
    )
    user = models.ForeignKey(
        User, verbose_name="exemple pour", on_delete=models.CASCADE, related_name="+", null=True, editable=False
    )
    staff_address = models.CharField(
        "adresse d’un membre de l’équipe", max_length=254, blank=True, default="", db_default="", editable=False
    )
    occurrence = models.ForeignKey(Occurrence, verbose_name="séance", on_delete=models.CASCADE, related_name="messages")
    event = models.CharField("événement", max_length=24, choices=[*Event.choices, *StaffEvent.choices])
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
    state = models.CharField("état", max_length=12, choices=MessageState, default=MessageState.DUE)
    not_before = models.DateTimeField("pas avant")
    expires_at = models.DateTimeField("inutile après", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    created_at = models.DateTimeField("écrit le", default=timezone.now, editable=False)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    trouble = models.CharField("difficulté", max_length=20, choices=Trouble, blank=True, default="", db_default="")
    provider_reference = models.CharField(
        "référence du fournisseur", max_length=120, blank=True, default="", db_default=""
    )
    sent_to = models.CharField("envoyé à", max_length=254, blank=True, default="", db_default="", editable=False)
    counted_on = models.DateField("compté le", null=True, blank=True, editable=False)
    is_let_through = models.BooleanField("au-delà du plafond", default=False, db_default=False, editable=False)

    # What its event told beside the séance (`About`), to write it again; of which one it is a copy, and what an agent wrote.
    about = models.JSONField("ce qui a changé", default=dict, db_default={}, blank=True, editable=False)
    copy_of = models.ForeignKey(
        "self", verbose_name="renvoi de", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    letter = models.ForeignKey(
        Letter, verbose_name="message écrit", on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    intention = models.UUIDField(null=True, editable=False, db_index=True)
    author = models.ForeignKey(
        User, verbose_name="écrit par", on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    held_by = models.ForeignKey(
        User, verbose_name="retenu par", on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    held_at = models.DateTimeField("retenu le", null=True, editable=False)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=models.Q(state__in=WAITING),
                name="messages_to_deliver",
            ),
            models.Index(
                fields=["state"],
                condition=models.Q(state__in=TO_LOOK_AT),
                name="messages_to_look_at",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(usager__isnull=False, facilitator=None, user=None, staff_address="")
                | models.Q(usager=None, facilitator__isnull=False, user=None)
                | models.Q(usager=None, facilitator=None, user__isnull=False),
                name="a_message_has_one_recipient",
                violation_error_message="Un message a un destinataire, et un seul.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} ({self.get_channel_display()})"

    @property
    def recipient(self) -> Usager | Facilitator | User:
        """Whom it goes to."""
        return self.usager or self.facilitator or self.user

    @property
    def is_example(self) -> bool:
        """An agent sent it to herself, to see it: nobody who comes ever receives it."""
        return self.user_id is not None

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
