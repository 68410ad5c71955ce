"""Numbers changed for many séances at once: the worker is rung as soon as it is written, and serves those who wait."""

from __future__ import annotations

import pytest

from backoffice.booking.enums import State
from backoffice.booking.services import sweep, waking
from backoffice.booking.services.setting_quotas import set_action_quotas
from backoffice.booking.values import Actor
from backoffice.policies.services import publish


@pytest.fixture(autouse=True)
def worker(monkeypatch):
    """A worker that hears the ring at once."""
    monkeypatch.setattr(waking, "async_task", lambda _task: sweep())


def test_quotas_of_an_action_serve_the_people_who_wait(
    ask, seance, claire, state_of, django_capture_on_commit_callbacks
):
    """Two seats of which agents may take one: the second person waits."""
    seance.action.quotas = {"quota.maximum": {"channel:agent": 1}}
    seance.action.save()
    ask("Alix")
    waits = ask("Bintou")
    assert state_of(waits) == State.WAITING
    with django_capture_on_commit_callbacks(execute=True):
        set_action_quotas(action=seance.action, quotas=None, actor=Actor.agent(claire))

    assert state_of(waits) == State.BOOKED


def test_a_publication_serves_the_people_who_wait(ask, claire, in_force, state_of, django_capture_on_commit_callbacks):
    revision = in_force({"quota.maximum": {"quotas": {"channel:agent": 1}}})
    ask("Alix")
    waits = ask("Bintou")
    assert state_of(waits) == State.WAITING
    policy = revision.policy
    policy.parameters.update(value={"quotas": {"channel:agent": 2}})
    with django_capture_on_commit_callbacks(execute=True):
        publish(policy_id=policy.pk, user=claire, reason="Plus de places", draft_version=policy.draft_version)

    assert state_of(waits) == State.BOOKED
