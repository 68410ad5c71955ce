"""A box of people in French: « usager, prescripteur ; l’âge : de 26 à 29 ans ».

Responsible for the words of intervals, lists and unknown values.  Refuses representatives: what is said
holds for every person of the box.
"""

from __future__ import annotations

from datetime import date

from config_rules.explain.numbers import count, day, duration, listing
from config_rules.explain.wording import ACTOR_WORDS, condition_clause
from config_rules.findings.domains import Domain, Piece
from config_rules.findings.landscape import ACTOR, Space
from config_rules.findings.regions import Box
from config_rules.vocabulary import ActorKind, Fact, FactType

EVERYBODY = "tout le monde"


def describe(space: Space, box: Box, usual: Box) -> str:
    """What every person of the box has in common, beside being in a usual situation.

    A dimension where the box holds every usual piece goes without saying.
    """
    restricted = [index for index, mask in enumerate(box) if usual[index] & ~mask]
    ordered = sorted(restricted, key=lambda index: (space.codes[index] != ACTOR, index))
    return " ; ".join(_dimension(space, index, box[index]) for index in ordered) or EVERYBODY


def _dimension(space: Space, index: int, mask: int) -> str:
    domain = space.domains[index]
    if domain.fact.code == ACTOR:
        chosen = {piece.value for piece in domain.chosen(mask)}
        return ", ".join(ACTOR_WORDS[kind] for kind in ActorKind if kind in chosen)
    if domain.fact.type is FactType.BOOLEAN:
        return " ou ".join(_truth(domain.fact, piece) for piece in domain.chosen(mask))
    clause = _known_clause(space, domain, mask)
    return clause or f"{domain.fact.label} : {_values(domain, mask)}"


def _truth(fact: Fact, piece: Piece) -> str:
    if piece.value is None:
        return f"on ne sait pas si {fact.label}"
    return fact.label if piece.value else fact.denial


def _known_clause(space: Space, domain: Domain, mask: int) -> str:
    """The words of a condition that is true exactly here (for lists and sets, where they are the clearest)."""
    if domain.fact.type in (FactType.INTEGER, FactType.DATE):
        return ""
    same = (condition for condition in space.conditions if condition.fact == domain.fact.code)
    exact = (condition for condition in same if domain.true_mask(condition) == mask)
    return next((condition_clause(condition, space.vocabulary) for condition in exact), "")


def _values(domain: Domain, mask: int) -> str:
    known = [piece for piece in domain.chosen(mask) if piece.value is not None]
    parts = _runs(domain, known) if known and known[0].low is not None else _codes(domain, known)
    if mask & domain.unknown:
        parts = [*parts, "inconnu"]
    return listing(parts, "ou")


def _runs(domain: Domain, pieces: list[Piece]) -> list[str]:
    """Neighbouring intervals told as one."""
    runs: list[list[int]] = []
    for piece in pieces:
        if piece.low is None or piece.high is None:
            continue
        if runs and runs[-1][1] == piece.low - 1:
            runs[-1][1] = piece.high
        else:
            runs.append([piece.low, piece.high])
    numbers = [piece for piece in domain.pieces if piece.low is not None]
    return [_run(domain, low, high, numbers[0].low, numbers[-1].high) for low, high in runs]


def _run(domain: Domain, low: int, high: int, lowest: int | None, highest: int | None) -> str:
    if low == lowest and high == highest:
        return "toute valeur connue"
    if low == high:
        return _amount(domain.fact, low)
    if low == lowest:
        return f"jusqu’à {_end(domain.fact, high)}"
    if high == highest:
        return (
            f"{_amount(domain.fact, low)} et plus"
            if domain.fact.type is FactType.INTEGER
            else f"à partir du {_amount(domain.fact, low)}"
        )
    return f"de {_start(domain.fact, low)} à {_end(domain.fact, high)}"


def _end(fact: Fact, number: int) -> str:
    """« moins de 2 jours » reads better than « 1 jour, 23 heures et 59 minutes »."""
    if fact.unit == "minute" and number % 60 == 59:
        return f"moins de {_amount(fact, number + 1)}"
    return _amount(fact, number)


def _start(fact: Fact, number: int) -> str:
    return str(number) if fact.type is FactType.INTEGER and fact.unit != "minute" else _amount(fact, number)


def _amount(fact: Fact, number: int) -> str:
    if fact.type is FactType.DATE:
        return day(date.fromordinal(number))
    if fact.unit == "minute":
        return f"moins {duration(number)}" if number < 0 else duration(number)
    return count(number, fact.unit, fact.unit_plural)


def _codes(domain: Domain, pieces: list[Piece]) -> list[str]:
    """Codes by name; a long complement is told as an exception."""
    if domain.fact.type is FactType.SET:
        return [listing([domain.fact.choice_label(code) for code in piece.codes], "et") or "aucun" for piece in pieces]
    if any(piece.is_rest for piece in pieces):
        without = [piece for piece in domain.pieces if piece not in pieces and piece.value is not None]
        return [f"autre que {listing(_labels(domain.fact, without), 'ou')}" if without else "toute valeur connue"]
    return _labels(domain.fact, pieces)


def _labels(fact: Fact, pieces: list[Piece]) -> list[str]:
    return sorted(fact.choice_label(code) for piece in pieces for code in piece.codes)
