"""Prints the data dictionary of the rules; docs/data-dictionary.md is its output."""

from typing import Any

from django.core.management.base import BaseCommand

from backoffice.policies.services.dictionary import data_dictionary


class Command(BaseCommand):
    help = "Prints docs/data-dictionary.md."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(data_dictionary(), ending="")
