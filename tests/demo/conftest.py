"""A small demonstration, seeded once a test."""

from __future__ import annotations

from datetime import date

import pytest

from backoffice.demo.services import seed

TODAY = date(2026, 11, 23)


@pytest.fixture
def demonstration(db):
    """Forty-five people, two weeks of history, on a Monday."""
    return seed(people=45, weeks=2, today=TODAY)
