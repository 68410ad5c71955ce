"""After a restore nothing is sent again by itself."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from backoffice.notifications.enums import MessageState
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services import deliver_due
from tests import world
from tests.notifications.letters import Ledger, message_to


def test_what_waited_in_the_backup_is_held_and_shown(crest, carried_by, capsys):
    ledger = carried_by(Ledger(may_repeat=True))
    usager = world.usager(crest)
    for state in (MessageState.DUE, MessageState.CLAIMED, MessageState.SENT):
        message_to(usager, state=state)
    call_command("hold_messages")
    deliver_due(now=timezone.now() + timedelta(days=1))

    assert ledger.taken == []
    assert sorted(OutboxMessage.objects.values_list("state", flat=True)) == ["sent", "unknown", "unknown"]
    assert "2 messages" in capsys.readouterr().out
