"""The twelve rules of the study: as a policy, and as the function that a developer would write by hand."""

from __future__ import annotations

import random
from itertools import product

from config_rules import (
    BUILT_IN_VOCABULARY,
    ActorKind,
    Card,
    Choice,
    Condition,
    Decide,
    Fact,
    FactType,
    Level,
    Operator,
    Outcome,
    PolicyDocument,
    Remedy,
    Replace,
    Rigidity,
    Rule,
    UnknownMeans,
)

SECTOR = frozenset(f"26{number:03d}" for number in range(1, 61))
PRIORITY_PUBLICS = frozenset({"rsa", "ase"})
MINUTES_IN_A_DAY = 1440

VOCABULARY = BUILT_IN_VOCABULARY.extended(
    [
        Fact(
            code="person.age",
            type=FactType.INTEGER,
            label="l’âge",
            group="personne",
            unit="an",
            unit_plural="ans",
            low=0,
            high=130,
            nullable=True,
            question="Quelle est votre date de naissance ?",
        ),
        Fact(
            code="person.commune",
            type=FactType.CODE,
            label="la commune de résidence",
            group="personne",
            nullable=True,
            question="Dans quelle commune habitez-vous ?",
        ),
        Fact(
            code="person.publics",
            type=FactType.SET,
            label="les publics de la personne",
            group="personne",
            sensitive=True,
            choices=(Choice("rsa", "RSA"), Choice("ase", "protection de l’enfance"), Choice("jeune", "jeune")),
        ),
        Fact(
            code="history.participations",
            type=FactType.INTEGER,
            label="le nombre de participations sur 12 mois",
            group="parcours",
            low=0,
            high=1000,
            rigidity=Rigidity.TIME,
        ),
        Fact(
            code="answers.instructions_accepted",
            type=FactType.BOOLEAN,
            label="les consignes sont acceptées",
            denial="les consignes ne sont pas acceptées",
            group="réponses",
            question="Acceptez-vous les consignes ?",
            rigidity=Rigidity.NOW,
            remedy=Remedy.ANSWER,
        ),
        Fact(
            code="occurrence.is_reserved",
            type=FactType.BOOLEAN,
            label="la séance est réservée aux agents",
            denial="la séance n’est pas réservée aux agents",
            group="séance",
            rigidity=Rigidity.TIME,
            remedy=Remedy.OTHER_SEANCE,
        ),
    ]
)


def refuse_public(code, *conditions, **options):
    """Refuse usagers and prescribers; agents may override."""
    effect = Decide(
        {ActorKind.USAGER: Outcome.REFUSE, ActorKind.PRESCRIBER: Outcome.REFUSE, ActorKind.AGENT: Outcome.REFUSE}
    )
    return Rule(code=code, effect=effect, cards=(Card(conditions),), overridable=True, **options)


RULES = (
    Rule(
        code="reservee",
        effect=Decide({ActorKind.USAGER: Outcome.REFUSE, ActorKind.PRESCRIBER: Outcome.REFUSE}),
        cards=(Card((Condition("occurrence.is_reserved", Operator.IS, True),)),),
        public_message="Cette séance est réservée.",
    ),
    refuse_public(
        "trop-tard",
        Condition("occurrence.minutes_before_start", Operator.LESS_THAN, MINUTES_IN_A_DAY),
        public_message="Les inscriptions ferment un jour avant.",
    ),
    refuse_public(
        "trop-tot",
        Condition("occurrence.minutes_before_start", Operator.MORE_THAN, 30 * MINUTES_IN_A_DAY),
        public_message="Les inscriptions ouvrent 30 jours avant.",
    ),
    refuse_public(
        "age",
        Condition("person.age", Operator.NOT_BETWEEN, (16, 25)),
        unknown=UnknownMeans.VERIFY,
        public_message="Cette action s’adresse aux personnes de 16 à 25 ans.",
    ),
    refuse_public(
        "secteur",
        Condition("person.commune", Operator.NONE_OF, SECTOR),
        unknown=UnknownMeans.ASK,
        public_message="Cette action est réservée aux familles du secteur.",
    ),
    refuse_public(
        "trois-fois",
        Condition("history.participations", Operator.AT_LEAST, 3),
        public_message="Trois participations par an au plus.",
    ),
    Rule(
        code="consignes",
        effect=Decide.for_everyone(Outcome.ASK),
        cards=(Card((Condition("answers.instructions_accepted", Operator.IS, False),)),),
        public_message="Les consignes sont à accepter.",
    ),
    Rule(
        code="publics-prioritaires",
        effect=Replace("overbooking.max_seats", 2),
        cards=(Card((Condition("person.publics", Operator.CONTAINS_ANY, PRIORITY_PUBLICS),)),),
    ),
)
DOCUMENT = PolicyDocument(parameters={"waitlist.max_length": 4}, rules=RULES)
LEVELS = [Level(name="motif", document=DOCUMENT, reference="motif-12")]


def by_hand(facts) -> Outcome:  # noqa: C901 - a developer would write it so
    """The same twelve rules as one function: the floor of the benchmark."""
    kind = facts["actor.kind"]
    if facts["occurrence.state"] != "open" or facts["person.participation_state"] not in ("none", "invited"):
        return Outcome.REFUSE
    minutes = facts["occurrence.minutes_before_start"]
    if minutes < (-2 * MINUTES_IN_A_DAY if kind == "agent" else 0):
        return Outcome.REFUSE
    if facts["occurrence.is_reserved"] and kind in ("usager", "prescriber"):
        return Outcome.REFUSE
    if facts["request.party_size"] > 10:
        return Outcome.REFUSE
    outcome = Outcome.ACCEPT
    age, commune = facts["person.age"], facts["person.commune"]
    if kind != "import":
        waived = facts["request.override"] and facts["actor.may_override"] and facts["request.has_reason"]
        against = (
            minutes < MINUTES_IN_A_DAY
            or minutes > 30 * MINUTES_IN_A_DAY
            or (age is not None and not 16 <= age <= 25)
            or (commune is not None and commune not in SECTOR)
            or facts["history.participations"] >= 3
        )
        if against and not waived:
            return Outcome.REFUSE
        if commune is None and not waived:
            return seat_by_hand(facts, minutes, kind, Outcome.ASK)
        if against or ((age is None or commune is None) and (waived or kind == "agent")):
            outcome = Outcome.WARN
        elif age is None:
            outcome = Outcome.APPROVAL
    if not facts["answers.instructions_accepted"]:
        outcome = Outcome.ASK
    return seat_by_hand(facts, minutes, kind, outcome)


def seat_by_hand(facts, minutes, kind, outcome) -> Outcome:
    """Seats, overbooking and the waiting list; what the rules said stands when there is a seat."""
    left, waiting, party = (
        facts["occurrence.seats_left"],
        facts["occurrence.waiting_count"],
        facts["request.party_size"],
    )
    if left - waiting >= party:
        return outcome
    if facts["request.overbook"]:
        maximum = 2 if not PRIORITY_PUBLICS.isdisjoint(facts["person.publics"]) else 0
        if not maximum or kind != "agent" or not facts["actor.may_overbook"] or not facts["request.has_reason"]:
            return Outcome.REFUSE
        above = max(facts["occurrence.overbooked"], -left, 0) + party - max(left - waiting, 0)
        return Outcome.REFUSE if above > maximum else outcome
    if minutes < 0 or waiting >= 4:
        return Outcome.REFUSE
    return outcome if outcome in (Outcome.ASK, Outcome.APPROVAL) else Outcome.WAITLIST


def people(number, seed=7):
    """Invented requests, the same for the same seed."""
    rng = random.Random(seed)
    return [person(rng) for _ in range(number)]


def person(rng):
    """One request; unknown facts, overrides and full séances are frequent enough to matter."""
    kind = rng.choices(["usager", "agent", "prescriber", "import"], [60, 25, 10, 5])[0]
    left = rng.randint(-1, 6)
    return {
        "actor.kind": kind,
        "actor.may_overbook": kind == "agent" and rng.random() < 0.5,
        "actor.may_override": kind == "agent" and rng.random() < 0.5,
        "request.kind": "book",
        "request.overbook": kind == "agent" and rng.random() < 0.3,
        "request.override": kind == "agent" and rng.random() < 0.3,
        "request.has_reason": kind == "agent" and rng.random() < 0.7,
        "request.party_size": rng.choice([1, 1, 1, 1, 2]),
        "occurrence.state": rng.choices(["open", "closed"], [96, 4])[0],
        "occurrence.minutes_before_start": rng.randint(-3000, 50_000),
        "occurrence.seats": 12,
        "occurrence.seats_left": left,
        "occurrence.overbooked": max(0, -left),
        "occurrence.waiting_count": rng.randint(0, 5) if left <= 1 else 0,
        "occurrence.is_reserved": rng.random() < 0.05,
        "person.participation_state": rng.choices(["none", "unknown", "waiting"], [94, 4, 2])[0],
        "person.age": None if rng.random() < 0.05 else rng.randint(14, 28),
        "person.commune": None if rng.random() < 0.05 else f"26{rng.randint(1, 80):03d}",
        "person.publics": frozenset(rng.sample(["rsa", "ase", "jeune"], rng.randint(0, 2))),
        "history.participations": rng.choice([0, 0, 0, 1, 2, 3, 4]),
        "answers.instructions_accepted": rng.random() < 0.95,
    }


VALUES = {
    "actor.kind": ("usager", "agent", "prescriber"),
    "occurrence.minutes_before_start": (-2_000, 1_000, 20_000, 50_000),
    "person.age": (None, 12, 20),
    "person.commune": (None, "26001", "26080"),
    "history.participations": (0, 4),
    "answers.instructions_accepted": (True, False),
    "occurrence.is_reserved": (True, False),
    "occurrence.seats_left": (3, 0),
}


def every_answer():
    """One request for each combination: every rule true, false and unknown beside the others."""
    given = people(1)[0] | {"occurrence.state": "open", "person.participation_state": "none"}
    return [given | dict(zip(VALUES, values, strict=True)) for values in product(*VALUES.values())]
