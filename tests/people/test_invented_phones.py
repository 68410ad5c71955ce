"""Numbers reserved for fiction: invented people receive SMS like real ones."""

import pytest

from backoffice.people.values import is_mobile, normalised_phone


@pytest.mark.parametrize("typed", ["06 39 98 00 00", "06.39.98.47.11", "+33 6 39 98 99 99"])
def test_a_number_reserved_for_fiction_can_receive_sms(typed):
    assert is_mobile(normalised_phone(typed))


@pytest.mark.parametrize("typed", ["04 65 71 00 00", "01 99 00 00 00", ""])
def test_a_landline_or_no_number_cannot(typed):
    assert not is_mobile(normalised_phone(typed))
