"""The tenants, for the matrix and for what is built on it."""

from __future__ import annotations

import pytest

from tests.console.matrix import tenants


@pytest.fixture
def all_tenants(db):
    """One row of everything in four tenants, each text column naming its tenant."""
    return tenants.build()
