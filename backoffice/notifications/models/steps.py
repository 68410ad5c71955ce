"""What happened to messages, one row a thing; and how many SMS each territory gave to its provider."""

from __future__ import annotations

from django.db import models

from backoffice.directory.models import Territory, User
from backoffice.notifications.enums import MessageState, StepSource, Trouble
from backoffice.notifications.models.outbox import OutboxMessage
from backoffice.notifications.queries import StepQuerySet


class MessageStep(models.Model):
    """One thing that happened to a message: an answer of the provider, a receipt, or what somebody decided. Written with the state, never changed."""

    message = models.ForeignKey(
        OutboxMessage, verbose_name="message", on_delete=models.CASCADE, related_name="steps", editable=False
    )
    state = models.CharField("état", max_length=12, choices=MessageState)
    trouble = models.CharField("difficulté", max_length=20, choices=Trouble, blank=True)
    source = models.CharField("d’après", max_length=10, choices=StepSource)
    user = models.ForeignKey(
        User, verbose_name="par", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField("raison", max_length=200, blank=True)
    happened_at = models.DateTimeField("le")

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = "étape d’un message"
        verbose_name_plural = "étapes des messages"
        ordering = ["happened_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_state_display()} ({self.get_source_display()})"


class SmsDay(models.Model):
    """How many SMS a territory gave to its provider on one of its days: what its ceiling is compared with, in one statement."""

    territory = models.ForeignKey(Territory, verbose_name="territoire", on_delete=models.CASCADE, related_name="+")
    day = models.DateField("jour")
    count = models.PositiveIntegerField("SMS confiés au fournisseur", default=0)

    class Meta:
        verbose_name = "SMS d’un jour"
        verbose_name_plural = "SMS par jour"
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "day"],
                name="one_count_of_sms_per_day",
                violation_error_message="Les SMS de ce jour sont déjà comptés.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.territory}, {self.day}"
