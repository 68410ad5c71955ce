"""What the editor offers: the facts that a rule may use, their operators in words, and the choices that come from the territory's own data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.people.models import Usager
from backoffice.policies.services.custom_facts import is_custom
from backoffice.policies.services.references import names_of
from backoffice.policies.services.vocabulary import DOMAIN
from config_rules import FactType, Operator
from config_rules.rules.operators import operators_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.directory.models import Territory
    from config_rules import Fact, Vocabulary

# Facts of the request and of the counters that speak to a référente; the others belong to the evaluator's own stages.
BUILT_IN = (
    "request.made_on",
    "occurrence.days_before_start",
    "occurrence.open_days_before_start",
    "occurrence.seats_left",
    "occurrence.waiting_count",
)
# Typed at each séance: there is no list to choose from.
WITHOUT_LIST = {"occurrence.station", "occurrence.band"}
# Columns of the file that the dialog knows how to ask.
ASKABLE = ("person.age", "person.commune")
REFERENCES = {
    "actor.organisations": "organisation",
    "person.organisations": "organisation",
    "history.attended_actions": "action",
    "history.enrolled_actions": "action",
    "history.attended_motifs": "motif",
    "history.attended_categories": "category",
    "occurrence.venue": "venue",
    "action.code": "action",
    "action.motif": "motif",
    "action.category": "category",
    "action.service": "service",
    "action.type_label": "label",
    "action.organisation": "organisation",
}
OPERATORS = {
    Operator.IS: "est",
    Operator.IS_NOT: "n’est pas",
    Operator.ONE_OF: "est l’un de",
    Operator.NONE_OF: "n’est aucun de",
    Operator.LESS_THAN: "est inférieur à",
    Operator.AT_MOST: "est au plus",
    Operator.AT_LEAST: "est au moins",
    Operator.MORE_THAN: "est supérieur à",
    Operator.BETWEEN: "est compris entre",
    Operator.NOT_BETWEEN: "n’est pas compris entre",
    Operator.CONTAINS_ANY: "contient au moins un de",
    Operator.CONTAINS_ALL: "contient tous",
    Operator.CONTAINS_NONE: "ne contient aucun de",
    Operator.IS_KNOWN: "est connu",
    Operator.IS_UNKNOWN: "n’est pas connu",
}
OF_DATES = {
    Operator.LESS_THAN: "est avant le",
    Operator.AT_MOST: "est au plus tard le",
    Operator.AT_LEAST: "est au plus tôt le",
    Operator.MORE_THAN: "est après le",
}


def offered_facts(words: Vocabulary) -> list[Fact]:
    custom = [fact for fact in words if is_custom(fact.code)]
    facts = [words[code] for code in BUILT_IN] + [*DOMAIN, *custom]
    return [fact for fact in facts if fact.code not in WITHOUT_LIST]


def grouped_facts(words: Vocabulary, *, also: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """The choices of the first list, by group: « Personne » → « l’âge le jour de la séance »…; `also` is already used by the rule."""
    groups: dict[str, list[tuple[str, str]]] = {}
    offered = offered_facts(words)
    used = [words[also]] if also in words and words[also] not in offered else []
    for fact in (*offered, *used):
        groups.setdefault(fact.group.capitalize(), []).append((fact.code, fact.label))
    gone = [(also, f"Information qui n’existe plus ({also})")] if also and also not in words else []
    return [("", [("", "Choisir une information"), *gone]), *groups.items()]


def may_be_unknown(codes: Iterable[str], words: Vocabulary) -> bool:
    """Whether a rule that looks at these facts must say what a missing one does."""
    return any(words[code].nullable for code in codes if code in words)


def askable_facts(words: Vocabulary) -> list[Fact]:
    """What a rule may have asked in the dialog: two columns of the file, and the fields of the territory."""
    return [fact for fact in words if fact.question and (fact.code in ASKABLE or is_custom(fact.code))]


def operator_choices(fact: Fact) -> list[tuple[str, str]]:
    words = OPERATORS | (OF_DATES if fact.type is FactType.DATE else {})
    return [(str(operator), words[operator]) for operator in operators_of(fact)]


def value_choices(fact: Fact, territory: Territory) -> list[tuple[str, str]]:
    """The values that exist: a closed list of the vocabulary, or rows of the territory. Empty when the value is typed."""
    if fact.type is FactType.BOOLEAN:
        return [("true", fact.label), ("false", fact.denial)]
    if fact.choices:
        return [(str(choice.code), choice.label) for choice in fact.choices]
    if fact.code in REFERENCES:
        return sorted(names_of(REFERENCES[fact.code], territory).items(), key=lambda item: item[1])
    return communes_of(territory) if fact.code == "person.commune" else []


def communes_of(territory: Territory) -> list[tuple[str, str]]:
    """The communes where people of the territory live, as their files say."""
    rows = Usager.objects.filter(territory=territory).exclude(commune_code="").order_by("commune", "commune_code")
    found = rows.values_list("commune_code", "commune").distinct()
    return [(code, f"{name} ({code})") for code, name in found]
