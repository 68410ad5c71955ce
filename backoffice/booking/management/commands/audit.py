"""`manage.py audit`: checks every invariant of the database; prints what is wrong and what to do; ends with an error when something is."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from backoffice.booking.services import audit
from backoffice.console.base.wording import count


class Command(BaseCommand):
    help = "Checks seats, states, histories and decisions; exits with 1 when something is wrong."

    def handle(self, *_args: Any, **_options: Any) -> None:
        faults = audit()
        for fault in faults:
            self.stderr.write(str(fault))
        if faults:
            self.stderr.write(f"{count(len(faults), 'faute')}. Rien n’a été corrigé.")
            sys.exit(1)
        self.stdout.write("Rien à signaler : places, états, historiques et décisions se tiennent.")
