"""One dispatcher in a process of its own: `python -m tests.concurrency.dispatcher DATABASE LEDGER NOW`, with a carrier that a message can kill;
`… DATABASE URL`, with the provider at this address."""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime
from pathlib import Path

import django


class FileLedger:
    """Appends what it takes to a file; a body « poison » kills the process before anything is taken."""

    may_repeat = True

    def __init__(self, path: str) -> None:
        self.path = Path(path)

    def address_of(self, contact):
        return contact.phone

    def lookup(self, key):
        return None

    def send(self, envelope):
        from backoffice.notifications.services.carriers import Answer, Verdict

        if envelope.body == "poison":
            os.kill(os.getpid(), signal.SIGKILL)
        with self.path.open("a") as ledger:
            ledger.write(envelope.key + "\n")
        return Answer(Verdict.ACCEPTED)


def main(database: str, carrier: str, *now: str) -> None:
    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database
    if carrier.startswith("http"):
        deliver_to_provider(carrier)
    else:
        deliver_to_ledger(carrier, *now)


def deliver_to_provider(url: str) -> None:
    from django.conf import settings

    from backoffice.notifications.services import delivery, rounds
    from backoffice.notifications.services.carriers import BrevoSms

    settings.SMS_PROVIDER = {"url": url, "key": "k", "sender": "Actions"}
    delivery.carrier_of = lambda _channel: BrevoSms()
    rounds.deliver_due()


def deliver_to_ledger(ledger: str, now: str) -> None:
    from backoffice.notifications.services import delivery, rounds

    delivery.carrier_of = lambda _channel: FileLedger(ledger)
    delivery.ATTEMPTS_ALLOWED = 2
    rounds.deliver_due(now=datetime.fromisoformat(now))


if __name__ == "__main__":
    main(*sys.argv[1:])
