"""One rule: an effect, cards of conditions, messages, and what an unknown fact does.

Responsible for the shape only; `findings` says whether a rule makes sense.  Refuses to be changed:
every row is immutable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from config_rules.decisions import Mark, Outcome
from config_rules.vocabulary import ActorKind, ParameterValue

type ConditionValue = bool | int | str | date | frozenset[str] | tuple[int, int] | tuple[date, date] | None


class Operator(StrEnum):
    """How a fact is compared with a constant."""

    IS = "is"
    IS_NOT = "is_not"
    ONE_OF = "one_of"
    NONE_OF = "none_of"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    BETWEEN = "between"
    NOT_BETWEEN = "not_between"
    CONTAINS_ANY = "contains_any"
    CONTAINS_ALL = "contains_all"
    CONTAINS_NONE = "contains_none"
    IS_KNOWN = "is_known"
    IS_UNKNOWN = "is_unknown"


class UnknownMeans(StrEnum):
    """What the référente wants when a fact of the rule is not known."""

    REFUSE = "refuse"
    LET_PASS = "let_pass"  # noqa: S105 - a choice of the référente, not a password
    ASK = "ask"
    VERIFY = "verify"


@dataclass(frozen=True, slots=True)
class Condition:
    """« [fact] [operator] [value] »; both bounds of an interval are included.

    When it is one of those that decided, its messages are told instead of the rule's.
    """

    fact: str
    operator: Operator
    value: ConditionValue = None
    public_message: str = ""
    agent_message: str = ""

    @property
    def bare(self) -> Condition:
        """What it says, without what it tells."""
        return self if not self.has_messages else Condition(self.fact, self.operator, self.value)

    @property
    def has_messages(self) -> bool:
        return bool(self.public_message or self.agent_message)


@dataclass(frozen=True, slots=True)
class Card:
    """« Toutes ces conditions »."""

    conditions: tuple[Condition, ...]

    @property
    def bare(self) -> Card:
        """The same conditions, without their messages."""
        return Card(tuple(condition.bare for condition in self.conditions))


@dataclass(frozen=True, slots=True)
class Decide:
    """An answer per actor; an actor who is not named is not concerned.  `asks` names the facts to ask."""

    outcomes: Mapping[ActorKind, Outcome]
    asks: tuple[str, ...] = ()

    @classmethod
    def for_everyone(cls, outcome: Outcome) -> Decide:
        """The same answer whoever asks."""
        return cls(dict.fromkeys(ActorKind, outcome))


@dataclass(frozen=True, slots=True)
class Prioritise:
    """« Passer devant de n points » (negative: behind)."""

    points: int


@dataclass(frozen=True, slots=True)
class Replace:
    """« Remplacer un paramètre » for the people whom the rule describes."""

    parameter: str
    value: ParameterValue


type Effect = Decide | Prioritise | Replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """« [effect] si [l'une des cards] »; without a card the rule always applies."""

    code: str
    effect: Effect
    cards: tuple[Card, ...] = ()
    title: str = ""
    public_message: str = ""
    agent_message: str = ""
    overridable: bool = False
    source: str = ""
    unknown: UnknownMeans | None = None
    recheck: bool = False
    template: str = ""
    facts: frozenset[str] = field(init=False, repr=False, compare=False, default=frozenset())

    def __post_init__(self) -> None:
        named = (condition.fact for card in self.cards for condition in card.conditions)
        object.__setattr__(self, "facts", frozenset(named))

    def messages(self, mark: Mark, conditions: str) -> tuple[str, str]:
        """What the person and the agent are told once the conditions came out so, written as in a step of the trace.

        The conditions that decided speak first; the rule speaks for those that say nothing.
        """
        decided: list[Condition | Rule] = [*_decided(self.cards, mark, conditions), self]
        return (
            next(filter(None, (one.public_message for one in decided)), ""),
            next(filter(None, (one.agent_message for one in decided)), ""),
        )


_WEAKEST_FIRST = "".join((Mark.FALSE, Mark.UNKNOWN, Mark.TRUE))


def _decided(cards: tuple[Card, ...], mark: Mark, conditions: str) -> Iterator[Condition]:
    """The conditions of the cards that made the rule answer, in order: those that hold, or those that are not known."""
    for card, marks in zip(cards, conditions.split("|"), strict=False):
        if min(marks, key=_WEAKEST_FIRST.index) == mark:
            yield from (one for one, its_mark in zip(card.conditions, marks, strict=True) if its_mark == mark)
