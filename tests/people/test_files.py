"""What a file refuses, each fault on its field, in French."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests import world


@pytest.mark.parametrize(("born", "told"), [(date(1, 1, 1), "avant 1900"), (date(9999, 12, 31), "futur")])
def test_nobody_is_born_so_long_ago_nor_tomorrow(crest, born, told):
    with pytest.raises(ValidationError, match=told):
        world.usager(crest, birth_date=born)


def test_nobody_is_responsible_for_herself(crest):
    person = world.usager(crest)
    person.responsible = person

    with pytest.raises(ValidationError, match="ne dépend pas d’elle-même"):
        person.clean()
