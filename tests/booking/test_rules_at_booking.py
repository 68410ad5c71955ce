"""The rules that référentes published decide at booking, per actor, inside the transaction that takes the seat."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backoffice.booking.enums import State
from backoffice.booking.models import Participation
from backoffice.booking.services import book, cancel, mark_attendance, transfer
from backoffice.booking.services.facts import FACTS
from backoffice.booking.values import Actor
from backoffice.directory.models import SchoolHoliday
from backoffice.directory.values import open_days_between
from backoffice.policies.models import Condition, Parameter, Policy, Rule
from backoffice.policies.services import publish
from backoffice.policies.services.vocabulary import VOCABULARY
from tests import world

EVERYBODY = ("usager", "agent", "prescriber", "import")


def refuse_to(*actors, warn=()):
    return {**dict.fromkeys(actors, "refuse"), **dict.fromkeys(warn, "warn")}


@pytest.fixture
def motif(crest):
    return world.motif(crest, default_seats=3)


@pytest.fixture
def seance(crest, motif):
    return world.occurrence(world.action(crest, motif), in_days=10)


@pytest.fixture
def policy(drome, motif):
    row = Policy.objects.create(territory=drome, code="atelier", name="Atelier")
    row.motifs.add(motif)
    return row


@pytest.fixture
def claim(seance, nadia):
    """Ask for a seat with a fresh key."""
    counter = iter(range(1000))

    def ask(person, actor=None, **options):
        return book(
            occurrence_id=seance.pk,
            usager_id=person.pk,
            actor=actor or Actor.agent(nadia),
            idempotency_key=f"key-{next(counter)}",
            **options,
        )

    return ask


def rule(policy, code, answers, *conditions, **fields):
    row = Rule.objects.create(policy=policy, code=code, title=code, answers=answers, **fields)
    for fact, operator, value in conditions:
        Condition.objects.create(rule=row, fact=fact, operator=operator, value=value)
    return row


def in_force(policy, claire, **options):
    policy.refresh_from_db()
    return publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version, **options)


def test_a_published_rule_refuses_with_its_public_message_and_the_refusal_is_kept(policy, claire, claim, crest):
    rule(
        policy, "age", refuse_to(*EVERYBODY), ("person.age", "at_least", 26), public_message="Pour les moins de 26 ans."
    )
    in_force(policy, claire)

    answer = claim(world.usager(crest, birth_date=date(1980, 1, 1)))

    assert answer.participation is None
    assert (answer.decision.outcome, answer.decision.headline) == ("refuse", "age")
    assert answer.decision.verdict.headline.public_message == "Pour les moins de 26 ans."


def test_a_draft_that_is_not_published_decides_nothing(policy, claim, crest):
    rule(policy, "age", refuse_to(*EVERYBODY), ("person.age", "at_least", 26))

    assert claim(world.usager(crest, birth_date=date(1980, 1, 1))).decision.outcome == "accept"


def test_a_scheduled_revision_decides_nothing_before_its_date(policy, claire, claim, crest):
    rule(policy, "age", refuse_to(*EVERYBODY), ("person.age", "at_least", 26))
    in_force(policy, claire, effective_at=timezone.now() + timedelta(days=1))

    assert claim(world.usager(crest, birth_date=date(1980, 1, 1))).decision.outcome == "accept"


def test_what_refuses_a_usager_warns_an_agent_who_goes_on_with_a_reason(policy, claire, claim, crest):
    rule(policy, "age", refuse_to("usager", warn=("agent",)), ("person.age", "at_least", 26))
    in_force(policy, claire)
    paul = world.usager(crest, birth_date=date(1980, 1, 1))

    by_herself = claim(paul, Actor.usager())
    warned = claim(paul)
    overridden = claim(paul, reason="Accord de la cheffe de service")

    assert by_herself.decision.outcome == "refuse"
    assert (warned.decision.outcome, warned.participation) == ("warn", None)
    assert (overridden.decision.outcome, overridden.participation.state) == ("warn", "unknown")
    assert overridden.decision.reason == "Accord de la cheffe de service"


def test_an_unknown_birth_date_is_verified_by_an_agent_and_takes_no_seat(policy, claire, claim, crest, seance):
    rule(policy, "age", refuse_to(*EVERYBODY), ("person.age", "at_least", 26), unknown="verify")
    in_force(policy, claire)

    answer = claim(world.usager(crest), Actor.usager())
    by_an_agent = claim(world.usager(crest, "Martin"))

    seance.counters.refresh_from_db()
    assert (answer.decision.outcome, answer.participation.state) == ("approval", "pending")
    assert (by_an_agent.decision.outcome, by_an_agent.participation) == ("warn", None)
    assert seance.counters.seats_held == 0


def test_a_rule_on_the_past_counts_absences_of_the_person_only(policy, claire, claim, crest, nadia, motif):
    rule(policy, "absences", refuse_to(*EVERYBODY), ("history.noshow_same_motif_365_days", "at_least", 1))
    absent, other = world.usager(crest, "Absent"), world.usager(crest, "Autre")
    past = world.occurrence(world.action(crest, motif), in_days=-30)
    before = timezone.now() - timedelta(days=31)
    earlier = book(
        occurrence_id=past.pk, usager_id=absent.pk, actor=Actor.agent(nadia), idempotency_key="past", now=before
    )
    mark_attendance(participation_id=earlier.participation.pk, state=State.NOSHOW, actor=Actor.agent(nadia))
    in_force(policy, claire)

    assert claim(absent).decision.headline == "absences"
    assert claim(other).decision.outcome == "accept"


def test_a_published_parameter_wins_over_the_motif_and_says_where_it_comes_from(policy, claire, claim, crest):
    Parameter.objects.create(policy=policy, code="waitlist.mode", value="none")
    revision = in_force(policy, claire)
    for name in ("Un", "Deux", "Trois"):
        claim(world.usager(crest, name))

    answer = claim(world.usager(crest, "Quatre"))

    assert answer.decision.outcome == "refuse"
    assert [level["revision"] for level in answer.decision.policy] == [revision.pk]


def test_a_manual_list_by_policy_gives_no_seat_by_itself(policy, claire, claim, crest, nadia):
    Parameter.objects.create(policy=policy, code="waitlist.mode", value="manual")
    in_force(policy, claire)
    booked = [claim(world.usager(crest, name)) for name in ("Un", "Deux", "Trois")]
    waiting = claim(world.usager(crest, "Quatre"))

    cancel(participation_id=booked[0].participation.pk, actor=Actor.agent(nadia), by_service=False)

    assert Participation.objects.get(pk=waiting.participation.pk).state == "waiting"


def test_the_policy_of_the_territory_adds_its_rules_to_the_motifs_own(policy, claire, claim, crest, drome):
    everywhere = Policy.objects.create(territory=drome, code="partout", name="Partout", is_for_territory=True)
    rule(everywhere, "joignable", refuse_to(*EVERYBODY), ("person.reachable", "is", False))
    rule(policy, "age", refuse_to(*EVERYBODY), ("person.age", "at_least", 26))
    in_force(everywhere, claire)
    in_force(policy, claire)
    paul = world.usager(crest, birth_date=date(1980, 1, 1), phone="", accepts_sms=False)

    codes = {reason.code for reason in claim(paul).decision.verdict.reasons}

    assert codes >= {"age", "joignable"}


def test_an_override_needs_the_right_the_reason_and_a_rule_that_allows_it(policy, claire, claim, crest, nadia):
    rule(policy, "age", refuse_to(*EVERYBODY), ("person.age", "at_least", 26), is_overridable=True)
    in_force(policy, claire)
    paul = world.usager(crest, birth_date=date(1980, 1, 1))

    assert claim(paul, override=True, reason="Situation particulière").decision.outcome == "refuse"
    assert claim(paul, Actor.agent(claire), override=True).decision.outcome == "refuse"
    granted = claim(paul, Actor.agent(claire), override=True, reason="Situation particulière")
    assert granted.participation is not None


def test_an_extra_seat_is_counted_as_such_even_when_a_rule_warns_too(policy, claire, claim, crest, motif, seance):
    motif.overbooking_max = 1
    motif.save()
    rule(policy, "age", refuse_to(warn=("agent",)), ("person.age", "at_least", 26))
    in_force(policy, claire)
    for name in ("Un", "Deux", "Trois"):
        claim(world.usager(crest, name), reason="Âge vérifié")

    extra = claim(world.usager(crest, "Quatre", birth_date=date(1980, 1, 1)), overbook=True, reason="Accord")

    seance.counters.refresh_from_db()
    assert extra.participation.is_overbooked
    assert (seance.counters.seats_held, seance.counters.seats_beyond) == (4, 1)


def test_moves_and_school_holidays_are_facts(policy, claire, claim, crest, drome, motif, nadia, seance):
    rule(policy, "deplacee", refuse_to("agent"), ("history.moved_90_days", "at_least", 1))
    rule(policy, "vacances", refuse_to("agent"), ("occurrence.in_school_holidays", "is", True))
    paul, by = world.usager(crest), Actor.agent(nadia)
    left, joined = (world.occurrence(world.action(crest, motif), in_days=days) for days in (12, 14))
    first = book(occurrence_id=left.pk, usager_id=paul.pk, actor=by, idempotency_key="first").participation
    transfer(participation_id=first.pk, occurrence_id=joined.pk, actor=by, idempotency_key="move")
    in_force(policy, claire)
    start = timezone.localdate(seance.starts_at, drome.zone)
    SchoolHoliday.objects.create(zone=drome.school_zone, name="Vacances", first_day=start, last_day=start)

    refused = claim(paul).decision

    assert [reason.code for reason in refused.verdict.reasons if reason.outcome == "refuse"] == ["deplacee", "vacances"]


def test_every_fact_of_the_vocabulary_has_its_source_and_no_other():
    assert {fact.code for fact in VOCABULARY} == set(FACTS)


def test_a_policy_that_uses_every_fact_reads_a_bounded_number_of_statements(policy, claire, claim, crest, motif):
    for number, fact in enumerate(fact for fact in VOCABULARY if fact.nullable or fact.type == "integer"):
        operator, value = ("is_unknown", None) if fact.nullable else ("at_least", (fact.low or 0) + 1)
        rule(policy, f"r{number}", refuse_to("import"), (fact.code, operator, value))
    for number, fact in enumerate(fact for fact in VOCABULARY if fact.type == "set"):
        rule(policy, f"s{number}", refuse_to("import"), (fact.code, "contains_any", [f"motif-{motif.pk}"]))
    rule(policy, "relatives", refuse_to("import"), ("person.has_relative_enrolled", "is", True))
    in_force(policy, claire)
    claim(world.usager(crest, "Première"))
    person = world.usager(crest, "Seconde")

    with CaptureQueriesContext(connection) as statements:
        answer = claim(person)

    assert answer.decision.outcome == "accept"
    assert len(statements) <= 18, "\n".join(query["sql"][:120] for query in statements)


def test_facts_are_plain_values_of_the_declared_type(policy, claire, claim, crest):
    rule(
        policy, "tout", refuse_to("import"), ("person.commune", "one_of", ["26108"]), ("occurrence.weekday", "is", "1")
    )
    in_force(policy, claire)

    facts = claim(world.usager(crest, commune_code="26108", commune="Crest")).decision.verdict.facts

    assert facts["person.commune"] == "26108"
    assert facts["occurrence.weekday"] in {"1", "2", "3", "4", "5", "6", "7"}


def test_open_days_skip_week_ends_and_bank_holidays_of_the_area(drome):
    friday, tuesday = date(2027, 4, 30), date(2027, 5, 4)

    assert open_days_between(friday, tuesday, drome) == 2
    assert open_days_between(date(2027, 5, 5), date(2027, 5, 7), drome) == 1
    assert open_days_between(tuesday, friday, drome) == -2
