"""The rules as a table, to check and to print: one line per card, one column per fact.

Responsible for the reading view (tables are read better than sentences).  Refuses to be edited.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from config_rules.explain.numbers import sentence
from config_rules.explain.wording import condition_clause, rule_words
from config_rules.rules import Card, PolicyDocument, Rule, declared
from config_rules.vocabulary import Vocabulary

ALWAYS = "toujours"


@dataclass(frozen=True, slots=True)
class GridRow:
    """One card of one rule; `cells` follow the columns of the grid, empty where the card says nothing."""

    rule: str
    title: str
    effect: str
    cells: tuple[str, ...]
    remarks: str


@dataclass(frozen=True, slots=True)
class Grid:
    """`columns` are labels of facts; a rule with several cards has several rows (« ou bien »)."""

    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]


def grid(document: PolicyDocument, vocabulary: Vocabulary) -> Grid:
    """The table of a valid document; columns in the order in which the rules first speak of them."""
    vocabulary = declared(vocabulary, document)
    codes = tuple(
        dict.fromkeys(condition.fact for rule in document.rules for card in rule.cards for condition in card.conditions)
    )
    rows = tuple(row for rule in document.rules for row in _rows(rule, codes, vocabulary))
    return Grid(tuple(sentence(vocabulary[code].label).rstrip(".") for code in codes), rows)


def _rows(rule: Rule, codes: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[GridRow]:
    words = rule_words(rule, vocabulary)
    remarks = " ".join(sentence(remark) for remark in words.remarks)
    for card in rule.cards or (Card(()),):
        cells = tuple(_cell(card, code, vocabulary) for code in codes)
        first = cells if any(cells) or not codes else (ALWAYS, *cells[1:])
        yield GridRow(rule.code, rule.title or rule.code, words.effect, first, remarks)


def _cell(card: Card, code: str, vocabulary: Vocabulary) -> str:
    """What the card says of this fact, without repeating its label."""
    label = vocabulary[code].label
    clauses = (condition_clause(condition, vocabulary) for condition in card.conditions if condition.fact == code)
    return " et ".join(clause.removeprefix(f"{label} ") for clause in clauses)
