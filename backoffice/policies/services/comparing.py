"""Two documents compared as people will live it: who gets another answer, exactly, and which messages they will read. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from config_rules import DocumentError, Level, LevelName, compile_policy
from config_rules.diff import difference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backoffice.policies.services.wording import Names
    from config_rules import CompiledPolicy, Condition, PolicyDocument, Rule

PERSON, AGENT = "la personne", "l’agent"


@dataclass(frozen=True)
class Groups:
    """The people whose answer changes, one sentence each; `is_complete` is False when they are too many to be told exactly."""

    sentences: tuple[str, ...] = ()
    is_complete: bool = True


@dataclass(frozen=True)
class MessageChange:
    """A text that somebody will read, before and after; empty when there was or will be none."""

    rule: str
    reader: str
    before: str
    after: str


def groups_between(before: PolicyDocument, after: PolicyDocument, names: Names) -> Groups:
    """« De « refus » à « inscription possible » : l’âge : de 26 à 29 ans. » A document with faults has no groups: its faults are told."""
    try:
        found = difference(alone(before, names), alone(after, names))
    except DocumentError:
        return Groups()
    return Groups(tuple(names(group.sentence) for group in found.groups), found.is_complete)


def alone(document: PolicyDocument, names: Names) -> CompiledPolicy:
    return compile_policy([Level(name=LevelName.MOTIF, document=document)], vocabulary=names.words)


def message_changes(before: PolicyDocument, after: PolicyDocument) -> list[MessageChange]:
    """Every text that comes, goes or changes, in the order of the rules."""
    old, new = texts_of(before), texts_of(after)
    titles = {rule.code: rule.title or rule.code for document in (before, after) for rule in document.rules}
    return [
        MessageChange(titles[key[0]], key[1], old.get(key, ""), new.get(key, ""))
        for key in dict.fromkeys((*old, *new))
        if old.get(key, "") != new.get(key, "")
    ]


def texts_of(document: PolicyDocument) -> dict[tuple[str, str, str], str]:
    return dict(texts_in(document))


def texts_in(document: PolicyDocument) -> Iterator[tuple[tuple[str, str, str], str]]:
    """(rule, reader, condition) → text, the rule's own then those of its conditions."""
    for rule in document.rules:
        speakers: list[tuple[str, Rule | Condition]] = [
            ("", rule),
            *((str(one.bare), one) for card in rule.cards for one in card.conditions),
        ]
        for place, speaker in speakers:
            for reader, text in ((PERSON, speaker.public_message), (AGENT, speaker.agent_message)):
                if text:
                    yield (rule.code, reader, place), text
