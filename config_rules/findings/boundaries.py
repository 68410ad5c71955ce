"""Scenarios proposed at the bounds: 15, 16, 25 and 26 for « de 16 à 25 ans ».

Responsible for the people at whom an answer may change, with the answer that they would get.  Refuses to
say which answer is right: the référente does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from config_rules.compiler import CompiledPolicy
from config_rules.decisions import Outcome
from config_rules.evaluator import decide
from config_rules.explain.numbers import sentence
from config_rules.explain.wording import value_words
from config_rules.findings.checks import rule_rows
from config_rules.findings.domains import Domain, Piece
from config_rules.findings.landscape import Landscape, Space
from config_rules.findings.regions import Budget
from config_rules.vocabulary import Fact, FactType, FactValue

MOST_TRIED = 50


@dataclass(frozen=True, slots=True)
class BoundaryCase:
    """One fact changed from a base person, and the answer that follows."""

    fact: str
    value: FactValue
    sentence: str
    outcome: Outcome


def boundary_cases(policy: CompiledPolicy, base: Mapping[str, FactValue]) -> tuple[BoundaryCase, ...]:
    """Both sides of every cut that the référente's own rules make, for an otherwise ordinary person."""
    space = Space([policy])
    written = {code for _index, row in rule_rows(Landscape(policy, space, Budget())) for code in row.rule.facts}
    domains = (space.domains[space.index[code]] for code in sorted(written))
    return tuple(_case(policy, base, domain.fact, value) for domain in domains for value in _edges(domain))


def ordinary_person(policy: CompiledPolicy, base: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """The base with a value for every other fact of the policy: at each, the one that meets the fewest rules.

    One fact after the other: nobody is promised to be accepted, and a policy that refuses everybody refuses her too."""
    space = Space([policy])
    missing = [
        space.domains[space.index[code]] for code in policy.needed_facts if code not in base and code in space.index
    ]
    person = {**base, **{domain.fact.code: domain.pieces[0].value for domain in missing}}
    for domain in missing:
        code, known = domain.fact.code, [piece.value for piece in domain.pieces[:MOST_TRIED] if piece.value is not None]
        person[code] = min(known, key=lambda value, code=code: decide(policy, {**person, code: value}).strength)  # type: ignore[misc]
    return person


def _case(policy: CompiledPolicy, base: Mapping[str, FactValue], fact: Fact, value: FactValue) -> BoundaryCase:
    words = sentence(f"{fact.label} : {value_words(fact, value)}")
    return BoundaryCase(fact.code, value, words, decide(policy, {**base, fact.code: value}))


def _edges(domain: Domain) -> Iterator[FactValue]:
    for position, piece in enumerate(domain.pieces):
        if piece.low is None or piece.high is None:
            yield piece.value
        else:
            yield from _interval_edges(domain, piece, position)


def _interval_edges(domain: Domain, piece: Piece, position: int) -> Iterator[FactValue]:
    """The first value of a piece but the lowest, the last value of a piece but the highest."""
    last = max(index for index, found in enumerate(domain.pieces) if found.low is not None)
    edges = [piece.low] * (position > 0) + [piece.high] * (position < last)
    for number in dict.fromkeys(edge for edge in edges if edge is not None):
        yield date.fromordinal(number) if domain.fact.type is FactType.DATE else number
