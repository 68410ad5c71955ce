"""Reminders in the editor of policies: several days, or none at all."""

from __future__ import annotations

import pytest
from django.urls import reverse

from backoffice.policies.models import Policy


@pytest.fixture
def policy(drome):
    return Policy.objects.create(territory=drome, code="rappels", name="Rappels")


def test_reminders_are_ticked_in_the_editor_and_none_is_a_choice(client, claire, policy):
    client.force_login(claire)
    page = reverse("admin:parameter", args=[policy.pk, "reminder.days"])
    assert "la veille" in client.get(page).text

    for ticked in (["1", "7"], []):
        version = type(policy).objects.get(pk=policy.pk).draft_version
        answer = client.post(page, {"choice": "own", "value": ticked, "version": version})
        assert answer.status_code == 302, answer.text
        assert policy.parameters.get(code="reminder.days").value == ticked
