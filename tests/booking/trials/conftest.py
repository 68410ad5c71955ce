"""A policy of the territory, its motif with three seats, and the words to write its rules, publish it and put it on trial."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from backoffice.booking.services import book
from backoffice.booking.values import Actor
from backoffice.policies.models import Condition, Policy, Rule
from backoffice.policies.services import publish, start_trial
from tests import world

EVERYBODY = ("usager", "agent", "prescriber", "import")


@pytest.fixture
def motif(crest):
    return world.motif(crest, default_seats=3, waitlist_max=2)


@pytest.fixture
def seance(crest, motif):
    return world.occurrence(world.action(crest, motif), in_days=10)


@pytest.fixture
def policy(drome, motif):
    row = Policy.objects.create(territory=drome, code="atelier", name="Atelier")
    row.motifs.add(motif)
    return row


@pytest.fixture
def rule(policy):
    """« refuser si [conditions] », unless told otherwise; the draft is touched as the editor does."""

    def rule(code, *conditions, answer="refuse", **fields):
        answers = dict.fromkeys(EVERYBODY, answer)
        options = {"title": code, "public_message": "Ce n’est pas possible.", "answers": answers, **fields}
        row = Rule.objects.create(policy=policy, code=code, **options)
        for fact, operator, value in conditions:
            Condition.objects.create(rule=row, fact=fact, operator=operator, value=value)
        Policy.objects.filter(pk=policy.pk).update(draft_version=policy.draft_version + 1)
        policy.refresh_from_db()
        return row

    return rule


@pytest.fixture
def from_26(rule):
    return rule("moins-de-26", ("person.age", "at_least", 26))


@pytest.fixture
def in_force(policy, claire):
    def in_force(**options):
        version = Policy.objects.get(pk=policy.pk).draft_version
        wanted = {"policy_id": policy.pk, "user": claire, "reason": "Décision du 3 mars", "draft_version": version}
        return publish(**{**wanted, **options})

    return in_force


@pytest.fixture
def on_trial(policy, claire):
    def on_trial(**options):
        version = Policy.objects.get(pk=policy.pk).draft_version
        ends_at = timezone.now() + timedelta(days=14)
        wanted = {"policy_id": policy.pk, "user": claire, "reason": "Voir avant", "draft_version": version}
        return start_trial(**{**wanted, "ends_at": ends_at, **options})

    return on_trial


@pytest.fixture
def ask(seance, nadia):
    """Ask for a seat for somebody, with a fresh key."""
    keys = iter(range(100_000))

    def ask(person, **options):
        wanted = {"occurrence_id": seance.pk, "actor": Actor.agent(nadia), "idempotency_key": f"key-{next(keys)}"}
        return book(usager_id=person.pk, **{**wanted, **options})

    return ask
