"""Random documents and people, small enough to meet often."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from config_rules import (
    BUILT_IN_VOCABULARY,
    ActorKind,
    Card,
    Choice,
    Condition,
    Decide,
    Delay,
    DelayUnit,
    Fact,
    FactType,
    Level,
    Outcome,
    PolicyDocument,
    Prioritise,
    Replace,
    Rule,
    UnknownMeans,
)
from config_rules.rules.operators import INTERVALS, KNOWLEDGE, LISTS, operators_of

LETTERS = ("a", "b", "c", "d")
FIRST_DAY = date(2026, 1, 1)


def _fact(code, kind, label, *, nullable, **options):
    question = f"Quelle valeur pour {label} ?" if nullable else ""
    return Fact(code=code, type=kind, label=label, group="essai", nullable=nullable, question=question, **options)


_CHOICES = tuple(Choice(letter, letter.upper()) for letter in LETTERS)
FACTS = (
    _fact("x.number", FactType.INTEGER, "le nombre", nullable=False, low=0, high=9),
    _fact("x.maybe_number", FactType.INTEGER, "le nombre inconnu", nullable=True, low=0, high=9),
    _fact("x.truth", FactType.BOOLEAN, "c’est vrai", nullable=False, denial="c’est faux"),
    _fact("x.maybe_truth", FactType.BOOLEAN, "c’est su", nullable=True, denial="c’est nié"),
    _fact("x.choice", FactType.CHOICE, "le choix", nullable=False, choices=_CHOICES),
    _fact("x.maybe_code", FactType.CODE, "le code", nullable=True),
    _fact("x.set", FactType.SET, "les lettres", nullable=False, choices=_CHOICES),
    _fact("x.maybe_set", FactType.SET, "les lettres inconnues", nullable=True, choices=_CHOICES, sensitive=True),
    _fact("x.maybe_day", FactType.DATE, "le jour", nullable=True),
)
VOCABULARY = BUILT_IN_VOCABULARY.extended(FACTS)


def _single(fact):
    """One value that the fact may have."""
    if fact.type is FactType.INTEGER:
        return st.integers(fact.low, fact.high)
    if fact.type is FactType.BOOLEAN:
        return st.booleans()
    if fact.type is FactType.DATE:
        return st.integers(0, 9).map(lambda days: FIRST_DAY + timedelta(days=days))
    return st.sampled_from([choice.code for choice in fact.choices] or LETTERS)


def values(fact):
    """A value of a fact, unknown where that is allowed."""
    known = st.frozensets(st.sampled_from(LETTERS)) if fact.type is FactType.SET else _single(fact)
    return st.none() | known if fact.nullable else known


@st.composite
def conditions(draw):
    """A valid condition."""
    fact = draw(st.sampled_from(FACTS))
    operator = draw(st.sampled_from(operators_of(fact)))
    if operator in KNOWLEDGE:
        return Condition(fact.code, operator)
    if operator in INTERVALS:
        low, high = sorted([draw(_single(fact)), draw(_single(fact))])
        return Condition(fact.code, operator, (low, high))
    if operator in LISTS:
        return Condition(fact.code, operator, draw(st.frozensets(st.sampled_from(LETTERS), min_size=1)))
    return Condition(fact.code, operator, draw(_single(fact)))


_messages = st.sampled_from(["", "", "", "Dit par la condition."])
_told = st.builds(
    lambda condition, public, agent: replace(condition, public_message=public, agent_message=agent),
    conditions(),
    _messages,
    _messages,
)
cards = st.lists(_told, min_size=1, max_size=3).map(lambda found: Card(tuple(found)))
_outcomes = st.sampled_from([outcome for outcome in Outcome if outcome is not Outcome.ACCEPT])
decide_effects = st.dictionaries(st.sampled_from(ActorKind), _outcomes, min_size=1).map(Decide)
replace_effects = st.one_of(
    st.integers(0, 3).map(lambda seats: Replace("overbooking.max_seats", seats)),
    st.sampled_from(["none", "manual", "automatic"]).map(lambda mode: Replace("waitlist.mode", mode)),
    st.none().map(lambda value: Replace("window.closes", value)),
    st.integers(1, 4).map(lambda size: Replace("party.max_size", size)),
)
points = st.integers(-20, 20).filter(bool).map(Prioritise)


@st.composite
def rules(draw, code="regle", effects=decide_effects | points | replace_effects):
    """A valid rule."""
    effect = draw(effects)
    allowed = list(UnknownMeans) if isinstance(effect, Decide) else [UnknownMeans.LET_PASS, UnknownMeans.ASK]
    return Rule(
        code=code,
        effect=effect,
        cards=tuple(draw(st.lists(cards, max_size=3))),
        public_message=draw(st.sampled_from(["", "Un message."])),
        overridable=draw(st.booleans()),
        recheck=draw(st.booleans()),
        unknown=draw(st.sampled_from(allowed)),
    )


@st.composite
def rule_lists(draw, maximum=5, effects=decide_effects | points | replace_effects):
    """Rules with distinct codes."""
    number = draw(st.integers(0, maximum))
    return tuple(draw(rules(code=f"regle-{index}", effects=effects)) for index in range(number))


parameters = st.fixed_dictionaries(
    {},
    optional={
        "waitlist.mode": st.sampled_from(["none", "manual", "automatic"]),
        "waitlist.max_length": st.none() | st.integers(0, 4),
        "overbooking.max_seats": st.integers(0, 3),
        "window.closes": st.sampled_from([None, Delay(24, DelayUnit.HOURS), Delay(2, DelayUnit.DAYS)]),
        "party.max_size": st.integers(1, 4),
        "quota.seats": st.sampled_from([(), (("channel:usager", 2),)]),
        "window.opens_on": st.sampled_from([None, FIRST_DAY]),
    },
)
documents = st.builds(
    PolicyDocument,
    parameters=parameters,
    rules=rule_lists(),
    imposed=st.frozensets(st.sampled_from(["waitlist.mode", "overbooking.max_seats", "window.closes"])),
)


@st.composite
def level_lists(draw):
    """Zero to three levels."""
    names = draw(st.lists(st.sampled_from(["territory", "motif", "action"]), unique=True))
    return [Level(name=name, document=draw(documents), reference=name) for name in names]


_BUILT_IN_VALUES = {
    "occurrence.state": st.sampled_from(["open", "open", "open", "closed", "cancelled"]),
    "person.participation_state": st.sampled_from(["none", "none", "none", "invited", "waiting", "unknown"]),
    "occurrence.minutes_before_start": st.integers(-3000, 5000),
    "occurrence.days_before_start": st.integers(-2, 4),
    "occurrence.open_days_before_start": st.integers(-2, 4),
    "occurrence.seats": st.just(12),
    "occurrence.seats_left": st.integers(-2, 3),
    "occurrence.quota_seats_left": st.integers(-2, 3),
    "occurrence.overbooked": st.integers(0, 2),
    "occurrence.waiting_count": st.integers(0, 5),
    "occurrence.seats_awaited": st.integers(0, 8),
    "request.party_size": st.integers(1, 3),
    "request.made_on": st.integers(-1, 1).map(lambda days: FIRST_DAY + timedelta(days=days)),
    "history.counted_participations": st.integers(0, 3),
}
people = st.fixed_dictionaries(
    {fact.code: _BUILT_IN_VALUES[fact.code] if fact.code in _BUILT_IN_VALUES else values(fact) for fact in VOCABULARY}
)
