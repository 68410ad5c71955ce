"""The number of an organisation is written in messages: it can be dialled."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError


@pytest.mark.parametrize("phone", ["04 65 71 26 10", "39 49", "+33 4 65 71 26 10", ""])
def test_a_number_that_can_be_dialled_is_kept(crest, phone):
    crest.phone = crest.territory.phone = phone

    crest.full_clean()
    crest.territory.full_clean()


@pytest.mark.parametrize("phone", ["0001-01-01", "voir l’accueil", "<b>04</b>", "0"])
def test_anything_else_is_refused_on_its_field(crest, phone):
    for row in (crest, crest.territory):
        row.phone = phone
        with pytest.raises(ValidationError) as refused:
            row.full_clean()
        assert refused.value.message_dict["phone"] == ["Écrivez un numéro en chiffres. Exemple : 04 65 71 26 10."]
