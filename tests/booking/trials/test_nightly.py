"""Each day the worker counts what each rule touched, and evaluates decisions again with their own rules and facts."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

from backoffice.booking.models import Decision, DecisionFault
from backoffice.booking.services import check_decisions, count_rules
from backoffice.policies.models import CountedDay, RuleDay
from tests import world
from tests.booking.dialogs.screens import browser, text, url

OLD, YOUNG = date(1980, 1, 1), date(2006, 1, 1)


@pytest.fixture
def past(ask, crest, from_26, rule, in_force):
    """Three days ago: one refused by the rule, one let in by somebody who may pass over it, one in."""
    now = timezone.now()
    from_26.is_overridable = True
    from_26.save()
    in_force(now=now - timedelta(days=4))
    then = now - timedelta(days=3)
    ask(world.usager(crest, "Alix", birth_date=OLD), now=then)
    ask(world.usager(crest, "Bintou", birth_date=OLD), now=then, override=True, reason="Vue avec Claire")
    ask(world.usager(crest, "Chloé", birth_date=YOUNG), now=then)


def test_each_day_is_counted_once_and_the_editor_says_until_when(past, claire, policy):
    now = timezone.now()
    assert count_rules(now=now)
    assert count_rules(now=now)

    counts = {(row.rule, row.touched, row.lifted) for row in RuleDay.objects.all()}
    assert {("", 3), ("moins-de-26", 2)} == {(rule, touched) for rule, touched, _lifted in counts}
    assert CountedDay.objects.count() == 3
    shown = text(browser(claire).get(url("policy", policy.pk)))
    yesterday = timezone.localdate(now) - timedelta(days=1)
    assert "A concerné 2 demandes sur 3 en six mois" in shown
    assert f"(compté jusqu’au {yesterday:%d/%m/%Y})" in shown


def test_a_count_that_time_cuts_goes_on_later_and_old_days_are_forgotten(past, policy):
    now = timezone.now()
    RuleDay.objects.create(policy=policy, rule="ancienne", day=now.date() - timedelta(days=300), touched=1)

    assert [count_rules(now=now, seconds=0) for _ in range(4)] == [False, False, False, True]
    assert not RuleDay.objects.filter(rule="ancienne").exists()


def test_a_rule_never_published_says_so(rule, claire, policy):
    rule("nouvelle", ("person.age", "less_than", 16))

    assert "Jamais publiée" in text(browser(claire).get(url("policy", policy.pk)))


def test_a_decision_that_comes_out_otherwise_raises_an_alert_until_it_agrees_again(past, claire, nadia):
    assert check_decisions(now=timezone.now()) == 0
    decision = Decision.objects.earliest("pk")
    right = decision.result
    wrong = json.dumps({**json.loads(right), "points": 7}, separators=(",", ":"), sort_keys=True)
    Decision.objects.filter(pk=decision.pk).update(result=wrong)

    assert check_decisions(now=timezone.now(), sample=50) == 1

    home = text(browser(claire).get(url("index")))
    assert "1 décision ne se retrouve plus avec ses propres règles" in home
    assert "Refusée" in text(browser(claire).get(url("decision_faults")))
    assert "ne se retrouve plus" not in text(browser(nadia).get(url("index")))
    Decision.objects.filter(pk=decision.pk).update(result=right)
    assert check_decisions(now=timezone.now(), sample=0) == 0
    assert DecisionFault.objects.get().resolved_at
