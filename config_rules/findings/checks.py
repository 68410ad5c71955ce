"""Findings that regions prove: contradiction, nobody, everybody, hidden, redundant.

Responsible for RG-E101, RG-E102 and RG-W201 to RG-W204, each with an example person where one exists.
Refuses guesses: a finding is exact, or the analysis says that it was not complete.
"""

from __future__ import annotations

from collections.abc import Iterator

from config_rules.compiler import syntax
from config_rules.compiler.rows import REFUSE_BIT, Row
from config_rules.decisions import BUILT_IN_LEVEL, Outcome, Stage
from config_rules.explain.numbers import listing
from config_rules.explain.wording import ACTOR_WORDS, condition_clause
from config_rules.findings.landscape import ACTOR, Answer, Landscape
from config_rules.findings.regions import as_cover, inside, meets, remainder, witness
from config_rules.rules import Card, Decide, Finding, Severity
from config_rules.rules.validity.conditions import place
from config_rules.vocabulary import BUILT_IN_PARAMETERS, ActorKind

PEOPLE = (ActorKind.USAGER, ActorKind.AGENT, ActorKind.PRESCRIBER)


def rule_rows(landscape: Landscape) -> Iterator[tuple[int, Row]]:
    """The rows that a référente wrote."""
    for index, row in enumerate(landscape.policy.rows):
        if row.level != BUILT_IN_LEVEL and "." not in row.rule.code:
            yield index, row


def title(row: Row) -> str:
    """How a rule is named in a finding."""
    return f"« {row.rule.title or row.rule.code} »"


def contradictions(landscape: Landscape) -> Iterator[Finding]:
    """RG-E101: a card whose conditions cannot be true together."""
    for _index, row in rule_rows(landscape):
        for number, card in enumerate(row.rule.cards, 1):
            if landscape.space.card_box(card, possible=False) is None:
                yield _contradiction(landscape, row, card, number)


def _contradiction(landscape: Landscape, row: Row, card: Card, number: int) -> Finding:
    clauses, where = _culprits(landscape, card, number)
    return Finding(
        code="RG-E101",
        severity=Severity.BLOCKING,
        sentence=f"Règle {title(row)} : {clauses}, cela n’arrive jamais.",
        remedy="Retirer une condition, ou la mettre dans un autre cas (« ou bien »).",
        level=row.level,
        rule=row.rule.code,
        place=where,
    )


def _culprits(landscape: Landscape, card: Card, number: int) -> tuple[str, str]:
    """The shortest start of the card that is already impossible, cut down to one fact."""
    masks: dict[int, int] = {}
    for position, condition in enumerate(card.conditions, 1):
        index, true, _maybe = landscape.space.masks(condition)
        masks[index] = masks.get(index, landscape.space.universe[index]) & true
        if not masks[index]:
            same = [other for other in card.conditions[:position] if other.fact == condition.fact]
            clauses = [condition_clause(other, landscape.space.vocabulary) for other in same]
            return " et ".join(clauses), place(number, position)
    raise AssertionError("only an impossible card has culprits")


def nobody(landscape: Landscape) -> Iterator[Finding]:
    """RG-E102 when nobody can enrol anybody; RG-W201 when one kind of actor never can, by combination."""
    closed = [kind for kind in PEOPLE if _always_refused(landscape, kind)]
    if len(closed) == len(PEOPLE):
        yield Finding(
            code="RG-E102",
            severity=Severity.BLOCKING,
            sentence="Avec ces règles, personne ne peut être inscrit, par personne.",
            remedy="Assouplir ou retirer une règle qui refuse.",
        )
        return
    for kind in closed:
        if not _closed_on_purpose(landscape, kind):
            yield Finding(
                code="RG-W201",
                severity=Severity.WARNING,
                sentence=f"Avec ces règles, toute demande faite par « {ACTOR_WORDS[kind]} » est refusée.",
                remedy="Si c’est voulu, le dire par le réglage « qui peut inscrire ». Sinon, assouplir une règle.",
            )


def _always_refused(landscape: Landscape, kind: ActorKind) -> bool:
    start = inside(landscape.space.universe, ((landscape.space.index[ACTOR], landscape.space.actor_mask([kind])),))
    refusals = [answer.cover for answer in landscape.answers if answer.outcome is Outcome.REFUSE]
    return start is not None and witness(start, refusals, landscape.budget) is None


def _closed_on_purpose(landscape: Landscape, kind: ActorKind) -> bool:
    """A single row without condition refuses this actor."""
    column = list(ActorKind).index(kind)
    unconditional = (row for row in landscape.policy.rows if not row.rule.cards)
    return any(row.weights[syntax.TRUE][column] >= REFUSE_BIT for row in unconditional)


def everybody(landscape: Landscape) -> Iterator[Finding]:
    """RG-W202: a rule with conditions that is true for everybody."""
    for _index, row in rule_rows(landscape):
        if not row.rule.cards:
            continue
        covers = [as_cover(box, landscape.space.universe) for box in landscape.true_boxes(row)]
        if witness(landscape.space.universe, covers, landscape.budget) is None:
            yield Finding(
                code="RG-W202",
                severity=Severity.WARNING,
                sentence=f"La règle {title(row)} s’applique à tout le monde.",
                remedy="Vérifier les conditions ; si c’est voulu, les retirer toutes.",
                level=row.level,
                rule=row.rule.code,
            )


def useless(landscape: Landscape) -> Iterator[Finding]:
    """RG-W203: stronger rules always decide before this one.  RG-W204: others already say the same."""
    for index, row in rule_rows(landscape):
        answers = landscape.of_row(index)
        if isinstance(row.rule.effect, Decide) and landscape.true_boxes(row) and answers:
            finding = _hidden(landscape, row, answers) or _redundant(landscape, row, answers)
            if finding is not None:
                yield finding
        elif landscape.true_boxes(row) and not answers and isinstance(row.rule.effect, Decide):
            yield _unreachable(row)


def _unreachable(row: Row) -> Finding:
    return Finding(
        code="RG-W203",
        severity=Severity.WARNING,
        sentence=f"La règle {title(row)} ne sert jamais : ses conditions écartent les demandeurs qu’elle vise.",
        remedy="Corriger les conditions ou les demandeurs.",
        level=row.level,
        rule=row.rule.code,
    )


def _hidden(landscape: Landscape, row: Row, answers: list[Answer]) -> Finding | None:
    stronger = [
        [other for other in landscape.answers if other.outcome.strength > answer.outcome.strength] for answer in answers
    ]
    if not _all_covered(landscape, answers, stronger):
        return None
    names = _names(landscape, answers, stronger)
    return Finding(
        code="RG-W203",
        severity=Severity.WARNING,
        sentence=f"La règle {title(row)} ne sert jamais : {_say(names, 'l’emporte', 'l’emportent')} toujours.",
        remedy="Retirer cette règle, ou restreindre celle qui l’emporte.",
        level=row.level,
        rule=row.rule.code,
    )


def _redundant(landscape: Landscape, row: Row, answers: list[Answer]) -> Finding | None:
    others = [
        [
            other
            for other in landscape.answers
            if other.row != answer.row and other.outcome.strength >= answer.outcome.strength
        ]
        for answer in answers
    ]
    if not _all_covered(landscape, answers, others):
        return None
    names = _names(landscape, answers, others)
    return Finding(
        code="RG-W204",
        severity=Severity.WARNING,
        sentence=f"La règle {title(row)} ne change aucune réponse : {_say(names, 'suffit', 'suffisent')}.",
        remedy="La retirer, ou corriger ses conditions.",
        level=row.level,
        rule=row.rule.code,
        example=landscape.space.example(answers[0].box),
    )


def _all_covered(landscape: Landscape, answers: list[Answer], covers: list[list[Answer]]) -> bool:
    return all(
        witness(answer.box, [other.cover for other in others], landscape.budget) is None
        for answer, others in zip(answers, covers, strict=True)
    )


def _names(landscape: Landscape, answers: list[Answer], covers: list[list[Answer]]) -> list[str]:
    """The rules that cover these answers, by name: each takes away something that is left."""
    names: dict[str, None] = {}
    for answer, others in zip(answers, covers, strict=True):
        left = [answer.box]
        for other in sorted(others, key=lambda found: len(found.cover)):
            if any(meets(box, other.cover) for box in left):
                left = [part for box in left for part in remainder(box, [other.cover], landscape.budget)]
                names[_row_name(landscape.policy.rows[other.row])] = None
    return list(names)


def _say(names: list[str], singular: str, plural: str) -> str:
    return f"{listing(names, 'et')} {singular if len(names) == 1 else plural}"


def _row_name(row: Row) -> str:
    if row.stage is Stage.INTEGRITY:
        return "une vérification de base"
    parameter = BUILT_IN_PARAMETERS.get(row.rule.code)
    return f"le réglage « {parameter.label} »" if parameter else f"la règle {title(row)}"
