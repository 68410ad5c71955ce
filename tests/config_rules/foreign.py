"""The twelve rules as one expression for other engines, for the benchmark and for nothing else.

Each expression gives two numbers, what the rules say and what the seats say; the larger wins.
"""

from __future__ import annotations

from config_rules import Outcome
from tests.config_rules.twelve import SECTOR

OUTCOMES = tuple(Outcome)
NAMES = {
    "actor.kind": "kind",
    "actor.may_overbook": "may_overbook",
    "actor.may_override": "may_override",
    "request.overbook": "overbook",
    "request.override": "override",
    "request.has_reason": "has_reason",
    "request.party_size": "party",
    "occurrence.state": "state",
    "occurrence.minutes_before_start": "minutes",
    "occurrence.seats_left": "left",
    "occurrence.overbooked": "overbooked",
    "occurrence.waiting_count": "waiting",
    "occurrence.is_reserved": "reserved",
    "person.participation_state": "taken",
    "person.age": "age",
    "person.commune": "commune",
    "person.publics": "publics",
    "history.participations": "times",
    "answers.instructions_accepted": "accepted",
}
_COMMUNES = "[" + ", ".join(f'"{code}"' for code in sorted(SECTOR)) + "]"
_WAIVED = "(override AND may_override AND has_reason)"
_OUT = f"((age != null AND (age < 16 OR age > 25)) OR (commune != null AND NOT(commune in {_COMMUNES})))"
_AGAINST = f"(minutes < 1440 OR minutes > 43200 OR {_OUT} OR times >= 3)"
_IMPOSSIBLE = (
    '(state != "open" OR (taken != "none" AND taken != "invited") '
    'OR minutes < (kind == "agent" ? -2880 : 0) OR party > 10 '
    'OR (reserved AND (kind == "usager" OR kind == "prescriber")))'
)
_SOFTENED = f'(age == null OR commune == null) AND ({_WAIVED} OR kind == "agent")'
_RULES = (
    f'({_IMPOSSIBLE} ? 5 : (kind == "import" ? (accepted ? 0 : 4) : '
    f"({_AGAINST} AND NOT({_WAIVED}) ? 5 : (commune == null AND NOT({_WAIVED}) ? 4 : (accepted == false ? 4 : "
    f"({_AGAINST} OR ({_SOFTENED}) ? 1 : (age == null ? 3 : 0)))))))"
)
_ABOVE = "((overbooked > 0 - left ? overbooked : 0 - left) + party - (left - waiting > 0 ? left - waiting : 0))"
_MAY = '(kind == "agent" AND may_overbook AND has_reason AND PRIORITY)'
_SEATS = (
    f"(left - waiting >= party ? 0 : (overbook ? ({_MAY} AND {_ABOVE} <= 2 ? 0 : 5) : "
    "(minutes < 0 OR waiting >= 4 ? 5 : 2)))"
)
_BOTH = f"[{_RULES}, {_SEATS}]"
_EACH = (
    f'[state != "open", taken != "none", reserved, minutes < 1440, minutes > 43200, '
    f"age != null AND (age < 16 OR age > 25), commune != null AND NOT(commune in {_COMMUNES}), "
    "times >= 3, accepted == false, left - waiting >= party, PRIORITY, waiting >= 4]"
)


def in_cel(expression):
    """CEL's own spelling."""
    priority = '("rsa" in publics || "ase" in publics)'
    spelled = expression.replace(" AND ", " && ").replace(" OR ", " || ")
    return spelled.replace("NOT(", "!(").replace("PRIORITY", priority)


def in_zen(expression):
    """Zen's own spelling."""
    priority = '("rsa" in publics or "ase" in publics)'
    spelled = expression.replace(" AND ", " and ").replace(" OR ", " or ")
    return spelled.replace("NOT(", "not (").replace("PRIORITY", priority)


def plain(facts):
    """The same facts under names and types that other engines take."""
    found = {short: facts[code] for code, short in NAMES.items()}
    return found | {"publics": sorted(found["publics"])}


def cel_candidates():
    """The answer, then the truth of each rule; nothing when the package is not installed."""
    try:
        import cel
    except ImportError:
        return None
    answer, each = cel.compile(in_cel(_BOTH)), cel.compile(in_cel(_EACH))
    return (lambda facts: OUTCOMES[max(answer.execute(facts))], each.execute)


def zen_candidates():
    """The answer, then the truth of each rule; nothing when the package is not installed."""
    try:
        import zen
    except ImportError:
        return None
    answer, each = zen.compile_expression(in_zen(_BOTH)), zen.compile_expression(in_zen(_EACH))
    return (lambda facts: OUTCOMES[int(max(answer.evaluate(facts)))], each.evaluate)
