"""Facts of custom fields: the stored answer, typed as the policy declares it. What cannot be read is given as it is: the fact check raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.people.values import typed_answer
from backoffice.policies.services.custom_facts import KINDS, PERSON

if TYPE_CHECKING:
    from backoffice.booking.services.facts.sources import Sources
    from config_rules import Fact


def custom_fact(sources: Sources, fact: Fact) -> Any:
    """From the person's file, or from the answers of this inscription."""
    is_person = fact.code.startswith(PERSON)
    answers = sources.usager.answers if is_person else sources.answers
    stored = answers.get(fact.code.rpartition(".")[2])
    try:
        return typed_answer(KINDS[fact.type], stored)
    except (TypeError, ValueError):
        return stored
