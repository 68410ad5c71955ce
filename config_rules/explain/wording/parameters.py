"""A parameter as a clause: « la longueur maximale de la liste d’attente : 4 personnes ».

Responsible for values of parameters.  Refuses to show a code where a label exists.
"""

from __future__ import annotations

from datetime import date

from config_rules.explain.numbers import count, day, listing
from config_rules.vocabulary import Delay, DelayUnit, Parameter, ParameterValue

_DELAY_UNITS = {
    DelayUnit.HOURS: ("heure", "heures"),
    DelayUnit.DAYS: ("jour", "jours"),
    DelayUnit.OPEN_DAYS: ("jour ouvré", "jours ouvrés"),
}


def parameter_clause(parameter: Parameter, value: ParameterValue) -> str:
    """Label and value, without capital nor full stop."""
    return f"{parameter.label} : {parameter_words(parameter, value)}"


def parameter_words(parameter: Parameter, value: ParameterValue) -> str:
    """The value in words."""
    if value is None:
        return parameter.empty_label
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int):
        return count(value, parameter.unit, parameter.unit_plural)
    if isinstance(value, str):
        return dict(parameter.choices).get(value, value)
    if isinstance(value, date):
        return f"le {day(value)}"
    if isinstance(value, Delay):
        return f"{count(value.amount, *_DELAY_UNITS[value.unit])} avant"
    return _several(parameter, value)


def _several(parameter: Parameter, value: frozenset[str] | tuple[tuple[str, int], ...]) -> str:
    if isinstance(value, frozenset):
        return listing([label for code, label in parameter.choices if code in value], "et") or "personne"
    rows = [f"{count(seats, 'place', 'places')} pour {code.partition(':')[2]}" for code, seats in value]
    return listing(rows, "et") or "aucune"
