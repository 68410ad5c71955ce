"""`make run`: the tables, the periodic tasks, the demonstration, then the web server and the worker, in one process so that it starts quickly."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection

from backoffice.console.management.commands.serve import add_address, refuse_a_busy_port


class Command(BaseCommand):
    help = "Prepares the demonstration, then serves it until Ctrl-C."
    requires_system_checks = []  # migrate and serve run them

    def add_arguments(self, parser: CommandParser) -> None:
        add_address(parser)

    def handle(self, *, host: str, port: int, **_: Any) -> None:
        refuse_a_busy_port(host, port)
        refuse_a_silent_database()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("sync_schedules", verbosity=0)
        self.stdout.write("Démonstration : une trentaine de secondes la première fois.")
        self.stdout.flush()
        call_command("seed_demo")
        connection.close()
        call_command("serve", host=host, port=port)


def refuse_a_silent_database() -> None:
    """CommandError with the server's own words when no connection can be made."""
    try:
        connection.ensure_connection()
    except OperationalError as refusal:
        raise CommandError(f"La base de données ne répond pas. Vérifiez DATABASE_URL. {refusal}") from refusal
