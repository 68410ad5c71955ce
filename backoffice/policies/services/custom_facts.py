"""Custom fields as facts: `person.field.KEY` and `answers.KEY`. A draft is written with the fields as they are now; a revision freezes what it uses.

The frozen definition leaves its list of answers open: a choice added later is another answer, not a broken fact (decision 0015)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backoffice.people.enums import FieldKind, FieldSubject
from backoffice.people.models import CustomField
from backoffice.people.values.answers import HIGHEST_NUMBER
from backoffice.policies.services.vocabulary import STAFF, VOCABULARY
from config_rules import Choice, Fact, FactType, Remedy, Rigidity, Voice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.directory.models import Territory
    from config_rules import PolicyDocument, Rule, Vocabulary

PERSON, ANSWERS = "person.field.", "answers."
TYPES = {
    FieldKind.CHOICE: FactType.CHOICE,
    FieldKind.CHOICES: FactType.SET,
    FieldKind.BOOLEAN: FactType.BOOLEAN,
    FieldKind.NUMBER: FactType.INTEGER,
    FieldKind.DATE: FactType.DATE,
}
KINDS = {fact_type: kind for kind, fact_type in TYPES.items()}
KINDS_IN_FRENCH = {TYPES[FieldKind(kind)]: label for kind, label in FieldKind.choices if FieldKind(kind) in TYPES}


def code_of(field: CustomField) -> str:
    """How rules name it."""
    return f"{PERSON if field.subject == FieldSubject.PERSON else ANSWERS}{field.key}"


def is_custom(code: str) -> bool:
    return code.startswith((PERSON, ANSWERS))


def vocabulary_of(territory: Territory) -> Vocabulary:
    """The words that a référente of this territory may use now."""
    return VOCABULARY.extended(fact_of(field, is_open=False) for field in usable_fields(territory))


def usable_fields(territory: Territory) -> list[CustomField]:
    """Those that she declared usable in rules, in service."""
    rows = CustomField.objects.filter(territory=territory, is_fact=True, is_archived=False)
    return list(rows.exclude(kind=FieldKind.TEXT).prefetch_related("choices"))


def frozen_facts(rules: Iterable[Rule], territory: Territory) -> tuple[Fact, ...]:
    """The definitions to freeze with these rules, by code; a field that does not exist stays unknown, and the analysis says so."""
    named = {code for rule in rules for code in codes_of(rule) if is_custom(code)}
    if not named:
        return ()
    fields = sorted(usable_fields(territory), key=code_of)
    return tuple(fact_of(field, is_open=True) for field in fields if code_of(field) in named)


def codes_of(rule: Rule) -> set[str]:
    """Every fact that a rule looks at or asks for."""
    return {*rule.facts, *getattr(rule.effect, "asks", ())}


def fact_of(field: CustomField, *, is_open: bool) -> Fact:
    """The declaration of a field; `is_open` when it is frozen."""
    is_number, is_person = field.kind == FieldKind.NUMBER, field.subject == FieldSubject.PERSON
    label, denial = words_of(field)
    return Fact(
        code=code_of(field),
        type=TYPES[FieldKind(field.kind)],
        label=label,
        denial=denial,
        group="personne" if is_person else "inscription",
        low=0 if is_number else None,
        high=HIGHEST_NUMBER if is_number else None,
        choices=tuple(Choice(choice.code, choice.label) for choice in field.choices.all()) if field.is_listed else (),
        is_open=is_open and field.is_listed,
        nullable=True,
        question=field.asked,
        sensitive=field.is_sensitive,
        voices=STAFF if field.is_sensitive else frozenset(Voice),
        rigidity=Rigidity.PERSON if is_person else Rigidity.NOW,
        remedy=Remedy.NONE if is_person else Remedy.ANSWER,
    )


def words_of(field: CustomField) -> tuple[str, str]:
    """A phrase that agrees with any label, and its denial for a yes or no."""
    if field.kind == FieldKind.BOOLEAN:
        return f"la réponse à « {field.label} » est oui", f"la réponse à « {field.label} » est non"
    return f"{'les réponses' if field.kind == FieldKind.CHOICES else 'la réponse'} à « {field.label} »", ""


def missing_fields(document: PolicyDocument, territory: Territory) -> list[str]:
    """The fields that a document defines and that the territory lacks, or has with another type, in words."""
    words = vocabulary_of(territory)
    return [problem for fact in document.facts if (problem := difference(fact, words.get(fact.code)))]


def difference(carried: Fact, here: Fact | None) -> str:
    key, kind = carried.code.rpartition(".")[2], KINDS_IN_FRENCH[carried.type].lower()
    name = re.sub(r"^.*« (.*) ».*$", r"\1", carried.label)
    if here is None:
        return f"champ « {name} » (code {key}, {kind})"
    if here.type is carried.type:
        return ""
    return f"champ « {name} » (code {key}) : {kind} dans le fichier, {KINDS_IN_FRENCH[here.type].lower()} ici"
