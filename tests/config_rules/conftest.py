"""Fixtures of the evaluator's tests: no Django, no database."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def every_decision_replays():
    """The evaluator's own tests make no stored decision; they assert the round trip themselves."""
    return
