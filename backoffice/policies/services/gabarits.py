"""The gabarits that the editor offers: sentences with blanks, filled with the territory's own data, that compile to the rows of any rule."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from backoffice.policies.services.documents import effect_fields, rule_document
from backoffice.policies.services.offering import offered_facts
from config_rules import CodecError, Decide, FactType, Outcome, PolicyDocument, Replace, document_to_json
from config_rules.rules.operators import KNOWLEDGE
from config_rules.rules.templates import TEMPLATES, BlankKind, fill, is_available, read

if TYPE_CHECKING:
    from backoffice.policies.models import Rule
    from config_rules import Fact, Vocabulary
    from config_rules.rules.templates import Blank, Pattern, Template

BLANK = re.compile(r"{(\w+)}")


def offered_gabarits(words: Vocabulary) -> dict[str, Template]:
    """Those whose facts exist here, and whose every blank has something to choose."""
    return {code: template for code, template in TEMPLATES.items() if is_fillable(template, words)}


def is_fillable(template: Template, words: Vocabulary) -> bool:
    choosing = (blank for blank in template.blanks if blank.kind is BlankKind.FACT)
    return is_available(template, words) and all(facts_for(template, blank, words) for blank in choosing)


def facts_for(template: Template, blank: Blank, words: Vocabulary) -> list[Fact]:
    """The information that a blank may name: of its types, of the family of its usual one, and one that can be asked when it is asked."""
    usual = words.get(blank.default)
    family = blank.default.partition("_")[0]
    found = [fact for fact in offered_facts(words) if fact.type in blank.types]
    if asks(template):
        return [fact for fact in found if fact.question]
    return [fact for fact in found if fact.code.startswith(family)] if usual else found


def asks(template: Template) -> bool:
    return isinstance(template.effect, Decide) and Outcome.ASK in template.effect.outcomes.values()


def with_dots(template: Template) -> str:
    """« On ne revient pas avant … jours. »"""
    return BLANK.sub("…", template.sentence).replace("….", "…")


def sentence_parts(template: Template) -> list[tuple[str, str]]:
    """(text, blank that follows it), in order; the last blank is empty. A list is chosen under the sentence, which has dots there."""
    lists = {blank.name for blank in template.blanks if blank.kind is BlankKind.CODES}
    told = BLANK.sub(lambda found: "…" if found[1] in lists else found[0], template.sentence).replace("….", "…")
    pieces = BLANK.split(told)
    return list(zip(pieces[::2], [*pieces[1::2], ""], strict=True))


def facts_of(template: Template, chosen: str) -> list[tuple[Pattern, str]]:
    """Its conditions with the fact of each, once its blank for a fact is filled."""
    return [(one, chosen if one.fact.startswith("{") else one.fact) for one in template.conditions]


def facts_that_decide(template: Template, chosen: str) -> list[str]:
    """The facts whose value counts: a condition on whether something is known has an answer in any case."""
    return [fact for pattern, fact in facts_of(template, chosen) if pattern.operator not in KNOWLEDGE]


def fact_of_codes(template: Template, blank: Blank, chosen: str) -> str:
    """The fact whose values fill a blank of codes."""
    return next(fact for pattern, fact in facts_of(template, chosen) if pattern.value == f"{{{blank.name}}}")


def words_of(template: Template, fact: Fact) -> str:
    """How the sentence names this fact: « si la réponse est oui » where it is enough to know."""
    is_clause = fact.type is FactType.BOOLEAN and not facts_that_decide(template, fact.code)
    return f"si {fact.label}" if is_clause else fact.label


def start_from(template: Template, rule: Rule) -> None:
    """Give a new rule what the gabarit says before any blank is filled."""
    unfilled = {"points": 0, "parameter_value": None}
    fields = {**effect_content_of(template), **unfilled}
    for name, value in fields.items():
        setattr(rule, name, value)
    rule.title, rule.public_message = template.title, template.public_message
    rule.unknown, rule.template = str(template.unknown or ""), template.code


def effect_content_of(template: Template) -> dict[str, Any]:
    effect = template.effect
    if isinstance(effect, Decide):
        return {"effect": "decide", "answers": {str(kind): str(outcome) for kind, outcome in effect.outcomes.items()}}
    return (
        {"effect": "replace", "parameter": effect.parameter}
        if isinstance(effect, Replace)
        else {"effect": "prioritise"}
    )


def fill_rule(rule: Rule, template: Template, values: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """Put the blanks in the rule; returns its cards. Answers, messages and the rest stay as typed. Raises ValueError naming the blank to fill."""
    filled = fill(template, rule.code or "regle", values)
    content = json.loads(document_to_json(PolicyDocument(rules=(filled,))))["rules"][0]
    fields = effect_fields(content["effect"])
    fields.pop("answers", None)
    for name, value in fields.items():
        setattr(rule, name, value)
    rule.template = template.code
    cards: list[list[dict[str, Any]]] = content["cards"]
    return cards


def blanks_of(rule: Rule, cards: list[list[dict[str, Any]]], words: Vocabulary) -> dict[str, Any] | None:
    """The blanks of a rule that still reads as its gabarit; None when it was changed into something else."""
    if rule.template not in offered_gabarits(words):
        return None
    try:
        [content] = rule_document(rule, cards).rules
    except CodecError:
        return None
    return read(content)
