"""What a decision is: an outcome, its reasons, the effective parameters and a full trace.

Responsible for the values that are stored and compared at replay.  Refuses wording (see `explain`):
only codes, figures and the référente's own messages are kept, so that a decision never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from config_rules.vocabulary import FactValue, ParameterValue

EVALUATOR_VERSION = 1


class Outcome(StrEnum):
    """The six answers, the weakest first."""

    ACCEPT = "accept"
    WARN = "warn"
    WAITLIST = "waitlist"
    APPROVAL = "approval"
    ASK = "ask"
    REFUSE = "refuse"

    @property
    def strength(self) -> int:
        """Position in refuse > ask > approval > waitlist > warn > accept; the strongest wins."""
        return _STRENGTHS[self]


_STRENGTHS = {outcome: strength for strength, outcome in enumerate(Outcome)}


class Placement(StrEnum):
    """What stage 3 found, whatever the rules said."""

    SEAT = "seat"
    OVERBOOKED = "overbooked"
    WAITLIST = "waitlist"
    FULL = "full"
    FORBIDDEN = "forbidden"
    UNKNOWN = "unknown"


class Stage(IntEnum):
    """The fixed stages, in the order in which they are told."""

    INTEGRITY = 0
    ADMISSIBILITY = 1
    PRIORITY = 2
    PLACEMENT = 3
    FOLLOW_UP = 4


class Mark(StrEnum):
    """The truth of a condition or of a rule; SKIPPED when the question did not arise."""

    FALSE = "0"
    TRUE = "1"
    UNKNOWN = "?"
    SKIPPED = "-"


BUILT_IN_LEVEL = "built-in"


@dataclass(frozen=True, slots=True)
class LevelStamp:
    """Which document took part: its level, the caller's reference and the hash of its canonical JSON."""

    name: str
    reference: str
    hash: str


@dataclass(frozen=True, slots=True)
class EffectiveParameter:
    """A value in force and where it comes from: a level, a rule (`rule:CODE`) or the default."""

    value: ParameterValue
    origin: str
    imposed: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that counted.  Messages are the référente's; built-in reasons have none."""

    code: str
    outcome: Outcome
    stage: Stage
    level: str = BUILT_IN_LEVEL
    public_message: str = ""
    agent_message: str = ""
    lifted: bool = False
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One question asked and its answer.

    `conditions` holds one mark per condition, cards separated by `|` (« 10|? »); a step without
    condition repeats its mark.
    `figures` holds the numbers that a built-in step compared.
    """

    stage: Stage
    code: str
    mark: Mark
    level: str = BUILT_IN_LEVEL
    outcome: Outcome | None = None
    conditions: str = ""
    figures: Mapping[str, int | str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.conditions:
            object.__setattr__(self, "conditions", str(self.mark))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer to one request, complete enough to be explained, contested and replayed.

    `sensitive` flags the facts used that not everybody may read.
    """

    outcome: Outcome
    placement: Placement
    headline: Reason
    reasons: tuple[Reason, ...]
    points: int
    asks: tuple[str, ...]
    parameters: Mapping[str, EffectiveParameter]
    trace: tuple[TraceStep, ...]
    facts: Mapping[str, FactValue]
    levels: tuple[LevelStamp, ...]
    sensitive: tuple[str, ...] = ()
    evaluator: int = EVALUATOR_VERSION

    def parameter(self, code: str) -> ParameterValue:
        """The value in force for this person in this séance."""
        return self.parameters[code].value

    def step(self, code: str) -> TraceStep | None:
        """The step of the trace with this code, if it was asked."""
        return next((step for step in self.trace if step.code == code), None)
