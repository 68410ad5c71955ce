"""Whether a territory says something after its séances: a cheap question, asked before reading who came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.notifications.enums import AFTERWARDS, Sending
from backoffice.notifications.models import MessageTemplate

if TYPE_CHECKING:
    from backoffice.directory.models import Territory


def follow_up_is_wanted(territory: Territory) -> bool:
    wanted = MessageTemplate.objects.filter(territory=territory, event__in=AFTERWARDS)
    return wanted.filter(sending__in=(Sending.ALWAYS, Sending.FALLBACK)).exists()
