"""Carriers of tests take the place of the real ones."""

from __future__ import annotations

import pytest

from backoffice.notifications.services import delivery


@pytest.fixture
def carried_by(monkeypatch):
    """Give every channel to one carrier."""

    def give(carrier):
        monkeypatch.setattr(delivery, "carrier_of", lambda _channel: carrier)
        return carrier

    return give
