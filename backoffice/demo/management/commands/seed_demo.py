"""Load the demonstration, or add what has come since it was loaded; print the accounts that open it."""

from __future__ import annotations

from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from backoffice.demo.services import accounts, seed
from backoffice.demo.services.seeding import PEOPLE, WEEKS
from backoffice.demo.values import PASSWORD


class Command(BaseCommand):
    help = "Loads three invented territories with a year of history. Run again, it adds only what is missing."

    def add_arguments(self, parser):
        parser.add_argument("--people", type=int, default=PEOPLE, help="number of invented people")
        parser.add_argument("--weeks", type=int, default=WEEKS, help="weeks of history")

    def handle(self, *, people, weeks, **options):
        if not getattr(settings, "IS_DEMO", False):
            raise CommandError("seed_demo writes invented people: it runs with the demonstration settings only.")
        started = monotonic()
        seeded = seed(people=people, weeks=weeks)
        self.stdout.write(
            f"Démonstration prête : {seeded.people} personnes, {seeded.participations} inscriptions"
            f" ({monotonic() - started:.0f} s)."
        )
        for place, account in accounts():
            self.stdout.write(f"{account.email} — {PASSWORD} — {account.role}, {place}")
