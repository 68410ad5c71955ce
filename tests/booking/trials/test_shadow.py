"""« À l’essai »: what a draft would answer is recorded beside each real decision, and nobody is answered otherwise because of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backoffice.booking.models import TrialAnswer
from backoffice.booking.services import shadowing
from backoffice.policies.errors import InThePast, NothingToPublish, NotPublishable, TrialRunning, TrialTooLong
from backoffice.policies.models import Policy, Trial
from backoffice.policies.services import stop_trial
from tests import world

OLD, YOUNG = date(1980, 1, 1), date(2006, 1, 1)


@pytest.fixture
def paul(crest):
    return world.usager(crest, "Durand", "Paul", birth_date=OLD)


def answers():
    return [(row.decision.outcome, row.outcome, row.reasons) for row in TrialAnswer.objects.order_by("pk")]


def test_a_draft_on_trial_answers_beside_a_policy_never_published_and_refuses_nobody(from_26, on_trial, ask, paul):
    on_trial()

    assert ask(paul).participation is not None
    assert answers() == [("accept", "refuse", ["motif:moins-de-26"])]


def test_the_trial_stands_in_place_of_the_revision_in_force(from_26, in_force, on_trial, ask, paul, crest, rule):
    in_force()
    from_26.conditions.update(value=60)
    rule("autre", ("person.age", "at_least", 70))
    on_trial()
    ines = world.usager(crest, birth_date=YOUNG)

    assert ask(paul).decision.outcome == "refuse"
    assert ask(ines).decision.outcome == "accept"
    assert [(real, tried) for real, tried, _reasons in answers()] == [("refuse", "accept"), ("accept", "accept")]


def test_without_trial_a_decision_asks_nothing_more(from_26, in_force, ask, paul):
    in_force()
    with CaptureQueriesContext(connection) as queries:
        ask(paul)

    assert not [query for query in queries if "trialanswer" in query["sql"].lower()]


def test_a_trial_that_fails_is_counted_and_the_booking_never_knows(from_26, on_trial, ask, paul, monkeypatch, caplog):
    trial = on_trial()

    def broken(*_arguments):
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")

    monkeypatch.setattr(shadowing, "facts_for", broken)

    assert ask(paul).participation is not None
    assert answers() == [("accept", "", [])]
    assert "trial failed" in caplog.text
    with pytest.raises(DatabaseError), transaction.atomic():
        broken()
    assert trial.answers.filter(outcome="").count() == 1


def test_the_limit_of_a_trial_counts_within_its_own_period(policy, on_trial, ask, paul, crest, motif):
    """« 1 participation » over 365 days: the same fact as in force, within other bounds."""
    policy.parameters.create(code="limit.participations", value=1)
    policy.parameters.create(code="limit.scope", value="motif")
    on_trial()
    other = world.occurrence(world.action(crest, motif), in_days=20)

    ask(paul)
    ask(paul, occurrence_id=other.pk)

    assert [tried for _real, tried, _reasons in answers()] == ["accept", "warn"]


def test_a_trial_ends_at_its_date_or_when_somebody_stops_it(from_26, on_trial, ask, paul, claire, policy):
    now = timezone.now()
    first = on_trial(now=now - timedelta(days=3), ends_at=now - timedelta(days=1))
    ask(paul)
    assert not TrialAnswer.objects.exists()

    second = on_trial()
    stop_trial(policy_id=policy.pk, user=claire, reason="On a compris")

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.ended_at, first.ended_by) == (first.ends_at, None)
    assert (second.ended_by, second.end_reason) == (claire, "On a compris")
    assert not Trial.objects.running(timezone.now()).exists()


def test_what_cannot_be_tried_is_refused_in_words(from_26, on_trial, in_force, rule):
    now = timezone.now()
    with pytest.raises(InThePast):
        on_trial(ends_at=now - timedelta(hours=1))
    with pytest.raises(TrialTooLong):
        on_trial(ends_at=now + timedelta(days=400))
    on_trial()
    with pytest.raises(TrialRunning):
        on_trial()
    Trial.objects.update(ended_at=now)
    in_force()
    with pytest.raises(NothingToPublish):
        on_trial()
    rule("folle", ("person.age", "at_least", 30), ("person.age", "less_than", 20))
    with pytest.raises(NotPublishable):
        on_trial()


@pytest.mark.parametrize("is_tried", [False, True], ids=["in force", "in force, another on trial"])
def test_facts_cost_as_many_statements_for_one_rule_as_for_fifty(
    is_tried, rule, in_force, on_trial, ask, crest, seance
):
    """Each rule asks the past, the organisations and the family of the person: three sources, whatever the number of rules."""
    die = world.organisation(crest.territory, "CMS de Die")
    conditions = [
        ("history.noshow_90_days", "at_least", 3),
        ("person.organisations", "contains_any", [f"organisation-{die.pk}"]),
        ("person.has_relative_enrolled", "is", True),
    ]

    def publish_with(number):
        for place in range(Policy.objects.get().rules.count(), number):
            rule(f"regle-{place}", conditions[place % 3], ("person.age", "at_least", 20 + place))
        in_force()
        Trial.objects.update(ended_at=timezone.now())
        if is_tried:
            rule(f"essai-{number}", *conditions)
            on_trial()

    def cost(name):
        person = world.usager(crest, name, birth_date=YOUNG)
        ask(world.usager(crest, f"Avant {name}", birth_date=YOUNG))
        with CaptureQueriesContext(connection) as queries:
            ask(person)
        return len(queries)

    publish_with(3)
    few = cost("Un")
    publish_with(50)

    assert cost("Deux") == few
