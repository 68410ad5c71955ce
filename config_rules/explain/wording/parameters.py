"""A parameter as a clause: « la longueur maximale de la liste d’attente : 4 personnes ».

Responsible for values of parameters.  Refuses to show a code where a label exists.
"""

from __future__ import annotations

from datetime import date

from config_rules.explain.numbers import count, day, listing
from config_rules.vocabulary import ActorKind, Delay, DelayUnit, Parameter, ParameterValue

_DELAY_UNITS = {
    DelayUnit.HOURS: ("heure", "heures"),
    DelayUnit.DAYS: ("jour", "jours"),
    DelayUnit.OPEN_DAYS: ("jour ouvré", "jours ouvrés"),
}

CHANNELS: dict[str, str] = {
    ActorKind.AGENT: "les agents",
    ActorKind.PRESCRIBER: "les prescripteurs",
    ActorKind.USAGER: "les personnes qui s’inscrivent elles-mêmes",
    ActorKind.IMPORT: "les listes importées",
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
        is_delay = parameter.unit == "heure"
        return "aucun délai" if is_delay and value == 0 else count(value, parameter.unit, parameter.unit_plural)
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
    rows = [f"{count(seats, 'place', 'places')} pour {scope_words(code)}" for code, seats in value]
    return listing(rows, "et") or "aucune"


def scope_words(code: str) -> str:
    """« les prescripteurs »; the names of organisations are put in by who knows them."""
    kind, _colon, name = code.partition(":")
    return CHANNELS.get(name, name) if kind == "channel" else name or code
