"""Somebody publishes while somebody books: the decision cites one revision, in force until its commit (reliability R9, B42)."""

from __future__ import annotations

import threading

import pytest
from django.utils import timezone

from backoffice.booking.services import booking
from backoffice.console.base.errors import BackofficeError
from backoffice.policies.models import Policy, PolicyRevision, Rule
from backoffice.policies.services import publish, save_rule
from tests import world
from tests.concurrency.clients import PATIENCE_SECONDS, REAL_TRANSACTIONS, together

pytestmark = REAL_TRANSACTIONS
A_WHILE = 0.7  # with the turnstile the other cannot come: whoever waits for it goes on


@pytest.fixture
def claire(crest):
    person = world.user("Claire", "Référente", crest.territory)
    person.perimeter  # noqa: B018 - read once, before the clients start
    return person


@pytest.fixture
def policy(seance, claire):
    """In force without any rule; its draft refuses every agent."""
    row = Policy.objects.create(territory=claire.memberships.get().territory, code="lecture", name="Lecture")
    row.motifs.add(seance.action.motif)
    publish(policy_id=row.pk, user=claire, reason="Ouverture", draft_version=row.draft_version)
    rule = Rule(title="Fermé", answers={"agent": "refuse"})
    save_rule(policy_id=row.pk, rule=rule, cards=[], user=claire, draft_version=row.draft_version)
    row.refresh_from_db()
    return row


class Between:
    """Lets the publication go once the booking has read its rules, and notes when the booking wrote its decision."""

    def __init__(self):
        self.read, self.published = threading.Event(), threading.Event()
        self.written_at = None


@pytest.fixture
def between(monkeypatch):
    """The booking pauses between reading the rules and writing, long enough for a publication."""
    pause = Between()
    decide, keep = booking.decide, booking.keep

    def decide_then_wait(request):
        answer = decide(request)
        pause.read.set()
        pause.published.wait(A_WHILE)
        return answer

    def keep_and_note(*given):
        decision = keep(*given)
        pause.written_at = timezone.now()
        return decision

    monkeypatch.setattr(booking, "decide", decide_then_wait)
    monkeypatch.setattr(booking, "keep", keep_and_note)
    return pause


@pytest.fixture
def publishes(policy, claire, between):
    def publishes():
        between.read.wait(PATIENCE_SECONDS)
        made = publish(policy_id=policy.pk, user=claire, reason="Fermeture", draft_version=policy.draft_version)
        between.published.set()
        return made

    return publishes


def cited(decision):
    return PolicyRevision.objects.get(pk=decision.policy[-1]["revision"]).number


def test_a_publication_waits_for_the_decision_being_made(wants, publishes, between):
    booked, second = together(wants("Alix"), publishes)

    assert cited(booked.decision) == 1
    assert booked.decision.decided_at < between.written_at < second.effective_at


def test_negative_control_without_the_lock_the_decision_is_written_under_a_revision_already_replaced(
    wants, publishes, between, without_lock
):
    """If this test fails, the one above proves nothing: the publication did not come in between."""
    booked, second = together(wants("Alix"), publishes)

    assert cited(booked.decision) == 1
    assert second.effective_at < between.written_at


@pytest.fixture
def slow_publication(policy, claire, monkeypatch):
    """The revision is written, not yet committed, when the booking comes."""
    started, create = threading.Event(), PolicyRevision.save

    def save_slowly(revision, *given, **options):
        create(revision, *given, **options)
        started.set()
        threading.Event().wait(A_WHILE)

    monkeypatch.setattr(PolicyRevision, "save", save_slowly)
    acts = lambda: publish(policy_id=policy.pk, user=claire, reason="Fermeture", draft_version=policy.draft_version)  # noqa: E731
    return acts, started


def after(started, act):
    def later():
        started.wait(PATIENCE_SECONDS)
        return act()

    return later


def test_who_comes_during_a_publication_is_judged_by_what_it_publishes(wants, slow_publication):
    acts, started = slow_publication
    second, refused = together(acts, after(started, wants("Alix")))

    assert cited(refused.decision) == 2
    assert refused.decision.outcome == "refuse"
    assert refused.decision.decided_at > second.effective_at


def test_negative_control_without_the_lock_she_is_judged_by_the_revision_that_is_being_replaced(
    wants, slow_publication, without_lock
):
    acts, started = slow_publication
    second, accepted = together(acts, after(started, wants("Alix")))

    assert cited(accepted.decision) == 1
    assert accepted.decision.decided_at > second.effective_at


def test_two_people_who_publish_at_once_one_is_told(policy, claire):
    other = world.user("Brigitte", "Référente", policy.territory)
    other.perimeter  # noqa: B018 - read once, before the clients start
    given = {"policy_id": policy.pk, "reason": "Fermeture", "draft_version": policy.draft_version, "seen_number": 1}

    outcomes = together(*(lambda who=who: publish(user=who, **given) for who in (claire, other)))

    assert sorted(isinstance(one, PolicyRevision) for one in outcomes) == [False, True]
    assert [one.code for one in outcomes if isinstance(one, BackofficeError)] == ["published_meanwhile"]
    assert policy.revisions.count() == 2
