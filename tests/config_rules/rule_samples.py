"""Short ways to write a rule in a test, and to find where a person is in the space of facts."""

from __future__ import annotations

from config_rules import ActorKind, Card, Condition, Decide, Operator, Outcome, Rule, UnknownMeans
from config_rules.rules.operators import holds

PUBLICS = "person.publics"


def rule(code, outcome, *conditions, actors=tuple(ActorKind), cards=None, **options):
    settings = {"unknown": UnknownMeans.LET_PASS, "public_message": "Un message."} | options
    given_cards = tuple(Card(card) for card in cards) if cards else (Card(conditions),) if conditions else ()
    effect = Decide(dict.fromkeys(actors, Outcome(outcome))) if isinstance(outcome, str) else outcome
    return Rule(code=code, effect=effect, cards=given_cards, **settings)


def age(operator, value):
    return Condition("person.age", Operator(operator), value)


def is_on(public):
    return Condition(PUBLICS, Operator.CONTAINS_ANY, frozenset({public}))


def accepted():
    return Condition("answers.instructions_accepted", Operator.IS, True)


def point(space, compiled, facts):
    """The piece of each dimension where these facts are."""
    return [piece_of(domain, compiled, facts[code]) for code, domain in zip(space.codes, space.domains, strict=True)]


def piece_of(domain, compiled, value):
    if value is None:
        return domain.unknown
    mine = [condition for condition in compiled.conditions if condition.fact == domain.fact.code]
    alike = (
        1 << index
        for index, piece in enumerate(domain.pieces)
        if piece.value is not None
        and all(holds(condition, value) == holds(condition, piece.value) for condition in mine)
        and (domain.fact.code not in ("actor.kind", "request.kind") or piece.value == value)
    )
    return next(alike)


def contains(box, here):
    return all(mask & piece for mask, piece in zip(box, here, strict=True))
