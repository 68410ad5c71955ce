"""Findings that rows and parameters show by themselves: gaps, conflicts, missing messages.

Responsible for RG-E103, RG-W205 to RG-W211 and RG-N301.  Refuses style: each of these changes what
somebody gets or reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from config_rules.compiler.rows import Row
from config_rules.decisions import Outcome
from config_rules.explain.wording import condition_clause, parameter_words
from config_rules.findings.checks import rule_rows, title
from config_rules.findings.domains import Domain
from config_rules.findings.landscape import Landscape
from config_rules.findings.regions import as_cover, inside
from config_rules.rules import Condition, Decide, Finding, Prioritise, Replace, Rule, Severity
from config_rules.rules.validity.conditions import place
from config_rules.vocabulary import BUILT_IN_PARAMETERS, ActorKind, Delay, FactType


def _warning(code: str, sentence: str, remedy: str, row: Row | None = None, **options: object) -> Finding:
    settings: dict[str, object] = {"severity": Severity.WARNING, **options}
    if row is not None:
        settings |= {"level": row.level, "rule": row.rule.code}
    return Finding(code=code, sentence=sentence, remedy=remedy, **settings)  # type: ignore[arg-type]


def impossible_window(landscape: Landscape) -> Iterator[Finding]:
    """RG-E103: inscriptions that close before they open."""
    parameters = landscape.policy.parameters
    opens, closes = parameters["window.opens"].value, parameters["window.closes"].value
    first, last = parameters["window.opens_on"].value, parameters["window.closes_on"].value
    same_unit = isinstance(opens, Delay) and isinstance(closes, Delay) and opens.unit == closes.unit
    if (same_unit and opens < closes) or (isinstance(first, date) and isinstance(last, date) and first > last):  # type: ignore[operator]
        yield _warning(
            "RG-E103",
            "Les inscriptions ferment avant d’ouvrir.",
            "Corriger l’ouverture ou la fermeture.",
            severity=Severity.BLOCKING,
            parameter="window.opens",
        )


def gaps(landscape: Landscape) -> Iterator[Finding]:
    """RG-W205: a hole between two bands of rules that do the same kind of thing to one number."""
    for (code, kind), rows in _bands(landscape).items():
        domain = landscape.space.domains[landscape.space.index[code]]
        if domain.fact.type is not FactType.INTEGER or len(rows) < 2:
            continue
        for low, high in _holes(domain, [mask for _row, mask in rows]):
            if kind != "decide" or low == high:
                values = f"{low}" if low == high else f"de {low} à {high}"
                sentence = f"Aucune règle ne parle de {values} pour {domain.fact.label}, alors que des règles parlent de part et d’autre."
                yield _warning("RG-W205", sentence, "Vérifier les bornes.", rows[0][0], example={code: low})


def _bands(landscape: Landscape) -> dict[tuple[str, str], list[tuple[Row, int]]]:
    """Rules whose cards speak of one fact only, by fact and kind of effect."""
    found: dict[tuple[str, str], list[tuple[Row, int]]] = {}
    for _index, row in rule_rows(landscape):
        if len(row.rule.facts) == 1:
            (code,) = row.rule.facts
            index = landscape.space.index[code]
            masks = [box[index] for box in landscape.true_boxes(row)]
            found.setdefault((code, _kind(row.rule)), []).extend((row, mask) for mask in masks)
    return found


def _kind(rule: Rule) -> str:
    if isinstance(rule.effect, Replace):
        return rule.effect.parameter
    return "points" if isinstance(rule.effect, Prioritise) else "decide"


def _holes(domain: Domain, masks: list[int]) -> Iterator[tuple[int, int]]:
    """Runs of pieces that no band covers, between two that are covered."""
    covered = 0
    for mask in masks:
        covered |= mask
    numbers = [piece for piece in domain.pieces if piece.low is not None]
    inside_bands = [index for index in range(len(numbers)) if covered >> index & 1]
    start: int | None = None
    for index in range(inside_bands[0], inside_bands[-1] + 1) if inside_bands else ():
        piece = numbers[index]
        if not covered >> index & 1:
            start = piece.low if start is None else start
        elif start is not None and piece.low is not None:
            yield start, piece.low - 1
            start = None


def replacement_conflicts(landscape: Landscape) -> Iterator[Finding]:
    """RG-W206: two rules give different values to one parameter, for the same person."""
    replacing = [row for row in landscape.policy.rows if row.replacement]
    for first, second in combinations(replacing, 2):
        one, other = first.rule.effect, second.rule.effect
        if not isinstance(one, Replace) or not isinstance(other, Replace):
            continue
        if one.parameter != other.parameter or one.value == other.value:
            continue
        box = _common(landscape, first, second)
        if box is not None:
            parameter = BUILT_IN_PARAMETERS[one.parameter]
            strictest = min(one.value, other.value, key=parameter.strictness_key)
            sentence = (
                f"Les règles {title(first)} et {title(second)} donnent deux valeurs à {parameter.label} ; "
                f"la plus stricte l’emporte : {parameter_words(parameter, strictest)}."
            )
            yield _warning("RG-W206", sentence, "Séparer les publics si ce n’est pas voulu.", first, example=box)


def _common(landscape: Landscape, first: Row, second: Row) -> dict[str, object] | None:
    for box in landscape.true_boxes(first):
        for other in landscape.true_boxes(second):
            common = inside(box, as_cover(other, landscape.space.full))
            if common is not None:
                return dict(landscape.space.example(common))
    return None


def lists_that_do_not_exist(landscape: Landscape) -> Iterator[Finding]:
    """RG-W207: a rule sends to a waiting list that the policy does not have."""
    if landscape.policy.parameters["waitlist.mode"].value != "none":
        return
    for _index, row in rule_rows(landscape):
        effect = row.rule.effect
        if isinstance(effect, Decide) and Outcome.WAITLIST in effect.outcomes.values():
            sentence = f"La règle {title(row)} met en liste d’attente, mais il n’y a pas de liste : elle refuse."
            yield _warning("RG-W207", sentence, "Ouvrir une liste d’attente, ou refuser.", row)


def ignored_replacements(landscape: Landscape) -> Iterator[Finding]:
    """RG-W208: a rule replaces a parameter that an upper level imposes."""
    for level, rule in landscape.policy.merged.ignored:
        if isinstance(rule.effect, Replace):
            label = BUILT_IN_PARAMETERS[rule.effect.parameter].label
            sentence = f"La règle « {rule.title or rule.code} » n’a pas d’effet : {label} est imposé plus haut."
            yield _warning("RG-W208", sentence, "Retirer la règle, ou lever l’imposition.", level=level, rule=rule.code)


def silent_rules(landscape: Landscape) -> Iterator[Finding]:
    """RG-W209: a usager gets a bare answer.  RG-N301: a message speaks of a sensitive fact."""
    for _index, row in rule_rows(landscape):
        effect = row.rule.effect
        outcome = effect.outcomes.get(ActorKind.USAGER) if isinstance(effect, Decide) else None
        if outcome is not None and not _speaks(row.rule):
            sentence = f"La règle {title(row)} n’a pas de message pour la personne : elle lira une phrase générale."
            yield _warning("RG-W209", sentence, "Écrire un message court et clair.", row)
        elif outcome is not None and _is_sensitive(landscape, row):
            sentence = f"Le message de la règle {title(row)} porte sur un renseignement sensible : la personne le lira."
            yield _warning(
                "RG-N301", sentence, "Vérifier que le message ne révèle rien.", row, severity=Severity.NOTICE
            )


def _speaks(rule: Rule) -> bool:
    """A message of its own, or one in each card."""
    cards = (any(condition.public_message for condition in card.conditions) for card in rule.cards)
    return bool(rule.public_message) or (bool(rule.cards) and all(cards))


def _is_sensitive(landscape: Landscape, row: Row) -> bool:
    return any(landscape.space.vocabulary[code].sensitive for code in row.rule.facts)


def superfluous_conditions(landscape: Landscape) -> Iterator[Finding]:
    """RG-W210: a condition that the others of its card already imply."""
    for _index, row in rule_rows(landscape):
        for number, card in enumerate(row.rule.cards, 1):
            for position, condition in enumerate(card.conditions, 1):
                others = [other for other in card.conditions if other is not condition and other.fact == condition.fact]
                if others and _implied(landscape, condition, others):
                    clause = condition_clause(condition, landscape.space.vocabulary)
                    sentence = f"Règle {title(row)} : « {clause} » est superflu, une autre condition le dit déjà."
                    yield _warning("RG-W210", sentence, "Retirer la condition.", row, place=place(number, position))
                    break


def _implied(landscape: Landscape, condition: Condition, others: list[Condition]) -> bool:
    index, true, maybe = landscape.space.masks(condition)
    both_true = both_maybe = landscape.space.full[index]
    for other in others:
        _index, other_true, other_maybe = landscape.space.masks(other)
        both_true, both_maybe = both_true & other_true, both_maybe & other_maybe
    return bool(both_true) and not both_true & ~true and not both_maybe & ~maybe
