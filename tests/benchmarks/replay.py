"""A draft replayed over 100 000 real requests, by whole séances, through the database, as the worker does it.

Usage: python -m tests.benchmarks.replay (SQLite), or with DATABASE_URL. The requests are those of 2 500 séances of 12 seats, each answered by the
policy in force with the seats of its instant. The floor is the same rows read by the bare driver, in the same run; CPU is the figure to trust."""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.test")
django.setup()

from django.db import connection  # noqa: E402 - the settings come first
from django.utils import timezone  # noqa: E402

from backoffice.actions.models import Occurrence, OccurrenceCounters  # noqa: E402
from backoffice.booking.models import Decision, ReplayRun  # noqa: E402
from backoffice.booking.services import advance_replays  # noqa: E402
from backoffice.booking.services.backtesting.asking import renewed  # noqa: E402
from backoffice.booking.services.policies import policy_of  # noqa: E402
from backoffice.directory.models import User  # noqa: E402
from backoffice.people.models import Usager  # noqa: E402
from backoffice.policies.models import Condition, Policy, Rule  # noqa: E402
from backoffice.policies.services import publish  # noqa: E402
from backoffice.policies.services.in_force import compiled_levels  # noqa: E402
from config_rules import compile_policy, decision_to_json, evaluate  # noqa: E402
from config_rules.backtest import Request, Seance  # noqa: E402
from config_rules.backtest.room import Room  # noqa: E402
from tests import world  # noqa: E402
from tests.benchmarks.territory import throw_away_database  # noqa: E402
from tests.config_rules.twelve import LEVELS, VOCABULARY, every_answer  # noqa: E402

SEANCES, REQUESTS, SEATS, PEOPLE = 2_500, 40, 12, 5_000
TARGET_S, SIZE_TARGET = 15, 2_000
PROGRESS_EVERY_S = 3
LONG = "Cette action s’adresse à un public choisi par le comité. Votre conseiller peut vous en proposer une autre. " * 2
EVERYBODY = ("usager", "agent", "prescriber", "import")


def settle() -> tuple[Policy, list[Occurrence], list[int]]:
    """A territory, its policy in force, its séances and its people."""
    place = world.organisation(world.territory())
    claire = world.user("Claire", "Référente", place.territory)
    motif = world.motif(place, default_seats=SEATS, waitlist_max=8)
    action = world.action(place, motif)
    start = timezone.now() - timedelta(days=30)
    seances = [
        Occurrence(action=action, starts_at=start + timedelta(hours=n), ends_at=start + timedelta(hours=n + 2))
        for n in range(SEANCES)
    ]
    Occurrence.objects.bulk_create(seances, batch_size=500)
    OccurrenceCounters.objects.bulk_create([OccurrenceCounters(occurrence=one, seats=SEATS) for one in seances])
    people = Usager.objects.bulk_create(
        [
            Usager(
                territory=place.territory,
                last_name=f"Personne {n}",
                first_name="Inès",
                birth_date=date(1960 + n % 50, 1, 1),
            )
            for n in range(PEOPLE)
        ],
        batch_size=500,
    )
    return rules_of(place.territory, motif, claire), seances, [person.pk for person in people]


def rules_of(territory: Any, motif: Any, claire: User) -> Policy:
    """Twelve rules in force; the draft moves an age and adds a delay."""
    policy = Policy.objects.create(territory=territory, code="lecture", name="Lecture")
    policy.motifs.add(motif)
    rules = [(f"age-{n}", "person.age", "at_least", 55 + n) for n in range(6)]
    rules += [(f"absences-{n}", "history.noshow_90_days", "at_least", 3 + n) for n in range(3)]
    rules += [(f"venues-{n}", "history.attended_same_motif_365_days", "at_least", 6 + n) for n in range(3)]
    for code, fact, operator, value in rules:
        answers = dict.fromkeys(EVERYBODY, "refuse")
        rule = Rule.objects.create(
            policy=policy, code=code, title=code, answers=answers, public_message=LONG, agent_message=LONG
        )
        Condition.objects.create(rule=rule, fact=fact, operator=operator, value=value)
    publish(policy_id=policy.pk, user=claire, reason="Mesure", draft_version=policy.draft_version)
    policy.rules.get(code="age-0").conditions.update(value=45)
    return Policy.objects.get(pk=policy.pk)


def fill(seances: list[Occurrence], people: list[int], agent: User) -> None:
    """Each séance lived under the policy in force: what `book` would have stored."""
    rng, now = random.Random(1), timezone.now()
    levels = policy_of(
        Occurrence.objects.select_related("action__motif", "action__organisation").get(pk=seances[0].pk), now
    )
    policy, stored = compiled_levels(levels), [level.as_json() for level in levels]
    for first in range(0, len(seances), 100):
        rows = [
            row
            for occurrence in seances[first : first + 100]
            for row in lived(
                occurrence, Room(policy, Seance(key="", seats=SEATS, events=())), people, rng, now, stored, agent
            )
        ]
        Decision.objects.bulk_create(rows, batch_size=500)


def lived(
    occurrence: Occurrence, room: Room, people: list[int], rng: random.Random, now: datetime, stored: Any, agent: User
) -> Iterator[Decision]:
    for number, person in enumerate(rng.sample(people, REQUESTS)):
        at = now - timedelta(days=80) + timedelta(minutes=number)
        request = Request(person=str(person), at=number, facts=facts_of(person, rng))
        verdict = evaluate(room.policy, room.facts(request))
        room.take(request, verdict.outcome, verdict.points)
        yield Decision(
            kind="book",
            occurrence=occurrence,
            usager_id=person,
            user=agent,
            actor_kind="agent",
            decided_at=at,
            outcome=verdict.outcome.value,
            headline=verdict.headline.code,
            policy=stored,
            result=decision_to_json(verdict),
        )


def facts_of(person: int, rng: random.Random) -> dict[str, Any]:
    return {
        "actor.kind": "agent",
        "actor.may_overbook": True,
        "request.kind": "book",
        "request.overbook": False,
        "request.has_reason": False,
        "request.party_size": 1,
        "occurrence.state": "open",
        "occurrence.minutes_before_start": 72_000,
        "person.age": 16 + person % 50,
        "history.noshow_90_days": rng.choice([0, 0, 0, 1, 4]),
        "history.attended_same_motif_365_days": rng.choice([0, 0, 2, 7]),
    }


def row_sizes(**which: Any) -> list[int]:
    """Bytes of the columns of whole rows, keys and instants counted for eight."""
    texts = ("kind", "actor_kind", "outcome", "headline", "reason", "result")
    rows = Decision.objects.filter(**which).order_by("pk").values_list("policy", *texts)[:5000]
    return sorted(len(json.dumps(policy)) + sum(len(text.encode()) for text in row) + 6 * 8 for policy, *row in rows)


def study_sizes(seance: Occurrence, person: int, agent: User) -> list[int]:
    """The same for the twelve rules of the study, every combination of what they look at; as promotions, which a replay leaves aside."""
    levels = policy_of(
        Occurrence.objects.select_related("action__motif", "action__organisation").get(pk=seance.pk), seance.starts_at
    )
    stored, at = [level.as_json() for level in levels], timezone.now()
    policy = compile_policy(LEVELS, VOCABULARY)
    verdicts = [evaluate(policy, facts) for facts in every_answer()]
    Decision.objects.bulk_create(
        [
            Decision(
                kind="promote",
                occurrence=seance,
                usager_id=person,
                user=agent,
                actor_kind=verdict.facts["actor.kind"],
                decided_at=at,
                outcome=verdict.outcome.value,
                headline=verdict.headline.code,
                policy=stored,
                result=decision_to_json(verdict),
            )
            for verdict in verdicts
        ],
        batch_size=500,
    )
    return row_sizes(kind="promote")


def floor() -> float:
    """CPU seconds of the bare driver for the rows that the replay reads."""
    start = time.process_time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT occurrence_id, usager_id, decided_at, outcome, result FROM booking_decision")
        while cursor.fetchmany(500):
            pass
    return time.process_time() - start


def main() -> int:
    with throw_away_database():
        policy, seances, people = settle()
        fill(seances, people, User.objects.get())
        sizes, study = row_sizes(kind="book"), study_sizes(seances[0], people[0], User.objects.get())
        bare = floor()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(
            f"\nReplay on {connection.display_name}: {SEANCES * REQUESTS} requests of {SEANCES} séances, load {os.getloadavg()[0]:.1f}."
        )
        run = renewed(policy.pk, timezone.now())
        started, cpu = time.monotonic(), time.process_time()
        while not advance_replays(seconds=PROGRESS_EVERY_S):
            run.refresh_from_db()
            print(f"  {run.seances_done} séances of {run.seances_total}", flush=True)
        spent, waited = time.process_time() - cpu, time.monotonic() - started
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        report = ReplayRun.objects.get().report
    assert report["requests"] == SEANCES * REQUESTS, report
    assert not report["missing"], report
    conclude("CPU seconds", spent, TARGET_S)
    print(
        f"  {waited:.1f} s on this machine; {spent / bare:.1f} times the bare read of the same rows; memory grown: {grown:.0f} MB"
    )
    print(f"  faithful to what was answered: {100 * report['faithful'] // report['recorded']} %")
    conclude("decision row, bytes, median of 5 000", sizes[len(sizes) // 2], SIZE_TARGET)
    conclude("decision row, bytes, largest of 5 000", sizes[-1], SIZE_TARGET)
    conclude("the twelve rules of the study, median row", study[len(study) // 2], SIZE_TARGET)
    conclude("the twelve rules of the study, largest row", study[-1], SIZE_TARGET)
    return 0


def conclude(label: str, value: float, most: float) -> None:
    verdict = "held" if value <= most else f"MISSED by {value / most:.2f}×"
    print(f"  {label:<46} {value:8.1f}   target ≤ {most}   {verdict}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
