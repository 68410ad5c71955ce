"""The data dictionary in docs/ is the vocabulary, not a memory of it."""

from __future__ import annotations

import re

from django.conf import settings

from backoffice.policies.services.dictionary import data_dictionary
from backoffice.policies.services.origins import ORIGINS
from backoffice.policies.services.vocabulary import VOCABULARY
from backoffice.policies.services.wording import OFFERED


def test_the_document_is_what_the_command_prints():
    written = (settings.BASE_DIR / "docs" / "data-dictionary.md").read_text()

    assert written == data_dictionary(), "run: python manage.py data_dictionary > docs/data-dictionary.md"


def test_every_rule_of_the_incumbent_has_its_line_with_words_that_exist():
    bounds = [re.findall(r"R(\d+)(?:–R(\d+))?", one.number) for one in ORIGINS]
    told = {number for pairs in bounds for low, high in pairs for number in range(int(low), int(high or low) + 1)}
    codes = {code for one in ORIGINS for code in one.codes}

    assert told == set(range(1, 51))
    assert sum(one.number == "§3.8" for one in ORIGINS) >= 15
    assert [code for code in codes if code not in VOCABULARY and code not in OFFERED] == []
    assert all(one.codes or one.note for one in ORIGINS)
