"""The data dictionary in docs/ is the vocabulary, not a memory of it."""

from __future__ import annotations

from django.conf import settings

from backoffice.policies.services.dictionary import data_dictionary


def test_the_document_is_what_the_command_prints():
    written = (settings.BASE_DIR / "docs" / "data-dictionary.md").read_text()

    assert written == data_dictionary(), "run: python manage.py data_dictionary > docs/data-dictionary.md"
