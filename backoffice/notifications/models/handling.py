"""What was done about a message that did not arrive: by whom, when, why. What is handled leaves the list of what is to do."""

from __future__ import annotations

from django.db import models

from backoffice.console.base.history import track
from backoffice.directory.models import User
from backoffice.notifications.enums import Handled
from backoffice.notifications.models.outbox import OutboxMessage
from backoffice.notifications.queries import HandlingQuerySet


class Handling(models.Model):
    message = models.OneToOneField(
        OutboxMessage, verbose_name="message", on_delete=models.CASCADE, related_name="handling", editable=False
    )
    how = models.CharField("suite donnée", max_length=10, choices=Handled)
    reason = models.CharField("raison", max_length=250, blank=True)
    user = models.ForeignKey(User, verbose_name="par", on_delete=models.PROTECT, related_name="+", editable=False)
    handled_at = models.DateTimeField("le")

    objects = HandlingQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "suite donnée à un message"
        verbose_name_plural = "suites données à des messages"
        ordering = ["-handled_at", "-pk"]

    def __str__(self) -> str:
        return self.get_how_display()
