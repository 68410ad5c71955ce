"""Prints the data dictionary of the rules; docs/data-dictionary.md is its output."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from backoffice.directory.models import Territory
from backoffice.policies.services.dictionary import data_dictionary, territory_dictionary


class Command(BaseCommand):
    help = "Prints docs/data-dictionary.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--territory", metavar="CODE", help="The facts that this territory adds, instead.")

    def handle(self, *args: Any, territory: str | None = None, **options: Any) -> None:
        text = data_dictionary() if territory is None else territory_dictionary(Territory.objects.get(code=territory))
        self.stdout.write(text, ending="")
