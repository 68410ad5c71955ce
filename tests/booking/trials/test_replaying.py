"""The draft replayed over real requests: whole séances in order of arrival, saved as it goes, stopped by one click, never guessing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from backoffice.booking.models import Decision, ReplayRun
from backoffice.booking.services import advance_replays, ask_replay, cancel, stop_replay
from backoffice.booking.services.backtesting import asking, running
from backoffice.booking.values import Actor
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.policies.models import Policy
from tests import world

OLD, YOUNG = date(1980, 1, 1), date(2006, 1, 1)


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch):
    monkeypatch.setattr(asking, "async_task", lambda _name: None)


@pytest.fixture
def past(ask, crest):
    """Three seats: Alix (46 years), Bintou and Chloé enrolled, then Dora, who waits."""
    born = {"Alix": OLD, "Bintou": YOUNG, "Chloé": YOUNG, "Dora": YOUNG}
    return [ask(world.usager(crest, name, birth_date=day)) for name, day in born.items()]


@pytest.fixture
def replayed(policy, claire):
    """Ask for the replay of the draft, and do it."""

    def replayed(**options):
        ask_replay(policy_id=policy.pk, user=claire)
        while not advance_replays(**options):
            pass
        return ReplayRun.objects.get()

    return replayed


def test_the_seat_of_somebody_refused_goes_to_the_next(past, from_26, replayed):
    run = replayed()

    assert (run.state, run.seances_done, run.seances_total) == ("done", 1, 1)
    assert run.report["fates"] == {"seat>refused": 1, "seat>seat": 2, "waitlist>seat": 1}
    assert run.report["faithful"] == run.report["requests"] == 4
    assert run.report["reasons_after"]["moins-de-26"] == 1
    assert run.report["examples"]["seat>refused"] == [
        [past[0].decision.occurrence_id, past[0].decision.usager_id, "placement.seat", "moins-de-26"]
    ]


def test_a_birth_date_is_read_again_and_a_past_that_was_not_noted_is_never_guessed(past, rule, from_26, replayed):
    assert replayed().report["read_again"] == 4
    rule("absences", ("history.noshow_90_days", "at_least", 2))

    report = replayed().report

    assert report["missing"] == {"history.noshow_90_days": 4}
    assert report["fates"] == {}


def test_the_file_is_read_as_it_was_when_she_asked(ask, crest, drome, rule, replayed):
    """Where she lived and who followed her that day, not today: she moved since."""
    alix = world.usager(crest, "Alix", commune_code="26400")
    alix.organisations.add(crest)
    ask(alix)
    alix.commune_code = "26108"
    alix.save()
    alix.organisations.set([world.organisation(drome, "CMS de Die")])
    rule("ailleurs", ("person.commune", "is", "26108"))
    rule("suivie", ("person.organisations", "contains_any", [f"organisation-{crest.pk}"]), answer="approval")

    report = replayed().report

    assert (report["missing"], report["fates"]) == ({}, {"seat>approval": 1})
    assert report["reasons_after"] == {"suivie": 1}


def test_a_cancellation_gives_the_seat_to_the_next_on_both_sides(past, from_26, replayed, nadia):
    cancel(participation_id=past[1].participation.pk, actor=Actor.agent(nadia), by_service=False)

    fates = replayed().report["fates"]

    assert fates == {"seat>refused": 1, "seat>seat": 3}


def test_a_run_that_was_cut_goes_on_where_it_stands(ask, crest, motif, from_26, replayed, policy, claire, monkeypatch):
    action = world.action(crest, motif)
    for number in range(3):
        seance = world.occurrence(action, in_days=20 + number)
        ask(world.usager(crest, f"Alix{number}", birth_date=OLD), occurrence_id=seance.pk)
    whole = replayed()
    monkeypatch.setattr(running, "SEANCES_AT_ONCE", 1)

    ask_replay(policy_id=policy.pk, user=claire)
    steps = [advance_replays(seconds=0) for _ in range(3)]
    run = ReplayRun.objects.get()
    assert (steps, run.seances_done, run.state) == ([False, False, False], 3, "asked")
    assert advance_replays()
    run.refresh_from_db()
    assert (run.state, run.report) == ("done", whole.report)


def test_a_stopped_or_replaced_run_writes_nothing_more(past, from_26, rule, policy, claire):
    ask_replay(policy_id=policy.pk, user=claire)
    run = running.claimed()
    assert stop_replay(policy_id=policy.pk, user=claire)
    assert running.advanced(run, deadline=float("inf"))
    assert (ReplayRun.objects.get().state, ReplayRun.objects.get().report) == ("stopped", {})

    ask_replay(policy_id=policy.pk, user=claire)
    older = running.claimed()
    rule("autre", ("person.age", "less_than", 18))
    ask_replay(policy_id=policy.pk, user=claire)
    running.advanced(older, deadline=float("inf"))

    newer = ReplayRun.objects.get()
    assert (newer.state, newer.report) == ("asked", {})
    assert newer.document_hash != older.document_hash


def test_a_silent_run_is_taken_again_and_a_broken_one_says_so(past, from_26, policy, claire, monkeypatch):
    ask_replay(policy_id=policy.pk, user=claire)
    running.claimed()
    assert running.claimed() is None
    ReplayRun.objects.update(beaten_at=timezone.now() - timedelta(minutes=5))
    monkeypatch.setattr(running, "both_policies", lambda *_: 1 / 0)

    assert advance_replays()

    assert ReplayRun.objects.get().state == "failed"


def test_the_worker_notices_the_drafts_that_changed_and_only_those(past, from_26, in_force, rule, policy):
    def look():
        asking.ask_for_changed_drafts(timezone.now())
        return ReplayRun.objects.get()

    first = look()
    assert (first.state, first.against) == ("asked", None)
    assert look().pk == first.pk
    revision = in_force()
    assert (look().state, look().against) == ("nothing", revision)
    rule("folle", ("person.age", "at_least", 30), ("person.age", "less_than", 20))
    assert look().state == "invalid"
    Policy.objects.update(is_archived=True)
    assert look().state == "invalid"


def test_a_whole_territory_is_replayed_under_the_rules_of_each_motif(past, from_26, drome, policy, crest, replayed):
    """A draft that serves the whole territory meets motifs with lists and without."""
    policy.motifs.clear()
    Policy.objects.update(is_for_territory=True)

    assert replayed().report["fates"] == {"seat>refused": 1, "seat>seat": 2, "waitlist>seat": 1}


def test_the_warning_that_an_agent_answered_is_one_request(ask, crest, rule, in_force, replayed, from_26):
    from_26.delete()
    rule("prevenir", ("person.age", "at_least", 26), answer="warn")
    in_force()
    alix = world.usager(crest, "Alix", birth_date=OLD)
    ask(alix)
    ask(alix, reason="Vue avec la responsable")
    rule("moins-de-16", ("person.age", "less_than", 16))

    report = replayed().report

    assert Decision.objects.count() == 2
    assert (report["requests"], report["fates"], report["faithful"]) == (1, {"seat>seat": 1}, 1)


def test_only_who_configures_the_policy_asks_and_stops(policy, nadia):
    stranger = world.user("Zoé", "Référente", world.territory("80", "Somme"))
    for act in (ask_replay, stop_replay):
        with pytest.raises(OutOfPerimeter):
            act(policy_id=policy.pk, user=stranger)
        with pytest.raises(NotAllowed):
            act(policy_id=policy.pk, user=nadia)
