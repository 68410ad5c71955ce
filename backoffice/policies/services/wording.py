"""A draft or a revision in French sentences: its rules, its parameters, what changes between two of them. Names of the territory replace codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from backoffice.policies.services.custom_facts import vocabulary_of
from backoffice.policies.services.documents import card_contents, draft_document, rule_document
from backoffice.policies.services.gabarits import blanks_of
from backoffice.policies.services.references import KINDS, STORED, names_of
from config_rules import BUILT_IN_PARAMETERS, PolicyDocument
from config_rules.diff import compare_documents
from config_rules.explain.wording import parameter_words, rule_sentence
from config_rules.vocabulary import Strictness

if TYPE_CHECKING:
    from backoffice.directory.models import Territory
    from backoffice.policies.models import Policy, PolicyRevision, Rule
    from config_rules import Parameter, Vocabulary


GROUPS = {
    "access": "Qui peut inscrire",
    "prescriber": "Agents d’autres organisations",
    "window": "Quand",
    "waitlist": "Liste d’attente",
    "overbooking": "Surnombre",
    "quota": "Places réservées",
    "minimum": "Minimum de participants",
    "party": "Personnes qui accompagnent",
    "cancel": "Annuler une inscription",
    "move": "Changer de séance",
    "limit": "Limites par personne",
    "reminder": "Rappels",
}
# Only the parameters that booking applies today: a setting without effect is a lie.
OFFERED = (
    "access.who",
    "prescriber.sees",
    "window.opens",
    "window.closes",
    "window.opens_on",
    "window.closes_on",
    "waitlist.mode",
    "waitlist.max_length",
    "waitlist.order",
    "waitlist.ageing_days",
    "waitlist.offer_hours",
    "waitlist.cutoff_hours",
    "overbooking.max_seats",
    "overbooking.who",
    "quota.seats",
    "quota.maximum",
    "quota.release",
    "quota.release_on",
    "party.max_size",
    "party.partial",
    "minimum.participants",
    "minimum.days_before",
    "minimum.effect",
    "cancel.usager_allowed",
    "cancel.usager_hours",
    "cancel.prescriber_allowed",
    "cancel.prescriber_hours",
    "cancel.agent_hours",
    "move.usager_allowed",
    "move.usager_hours",
    "move.prescriber_allowed",
    "move.prescriber_hours",
    "move.agent_hours",
    "limit.participations",
    "limit.period_days",
    "limit.scope",
    "reminder.days",
)
# Every motif has its own: no policy has to say them.
SET_BY_MOTIFS = {
    "waitlist.mode",
    "waitlist.max_length",
    "waitlist.offer_hours",
    "overbooking.max_seats",
    "party.max_size",
}
FROM_THE_MOTIF = "le réglage de chaque motif s’applique."


@dataclass(frozen=True)
class Line:
    """One rule or parameter: its code and how it reads."""

    code: str
    label: str
    sentence: str
    origin: str = ""
    is_own: bool = True


TO_THE_PERSON, TO_THE_AGENT = "À la personne", "À l’agent"


class Names:
    """Puts the names of a territory where a sentence has codes: « motif-12 » reads « Atelier lecture »."""

    def __init__(self, territory: Territory) -> None:
        self.territory = territory
        self.known = {code: name for kind in KINDS for code, name in names_of(kind, territory).items()}

    @cached_property
    def words(self) -> Vocabulary:
        """The vocabulary of the territory, its custom fields included."""
        return vocabulary_of(self.territory)

    def __call__(self, sentence: str) -> str:
        return re.sub(STORED, lambda found: self.known.get(found.group(), found.group()), sentence)


@dataclass(frozen=True)
class RuleLine:
    """One rule of a draft as its list shows it; one that was put aside too. `messages`: to whom, and what."""

    rule: Rule
    sentence: str
    messages: tuple[tuple[str, str], ...]
    is_filled: bool

    @property
    def pk(self) -> int:
        return self.rule.pk

    @property
    def label(self) -> str:
        return self.rule.title or self.rule.code


def draft_lines(policy: Policy, names: Names) -> list[RuleLine]:
    """Every rule of the draft in the order of the screen."""
    rows = policy.rules.prefetch_related("conditions").order_by("position", "pk")
    return [draft_line(row, names) for row in rows]


def draft_line(row: Rule, names: Names) -> RuleLine:
    cards = card_contents(row.conditions.all())
    [rule] = rule_document(row, cards).rules
    speakers: list[Any] = [rule, *(one for card in rule.cards for one in card.conditions)]
    messages = dict.fromkeys(
        (reader, text)
        for one in speakers
        for reader, text in ((TO_THE_PERSON, one.public_message), (TO_THE_AGENT, one.agent_message))
        if text
    )
    is_filled = blanks_of(row, cards, names.words) is not None
    return RuleLine(row, names(rule_sentence(rule, names.words)), tuple(messages), is_filled)


def parameter_groups(
    document: PolicyDocument, names: Names, *, above: PolicyDocument, above_name: str
) -> dict[str, list[Line]]:
    """The parameters offered, by group, with what applies where the policy does not set them: `above` is the territory's own policy in force."""
    groups: dict[str, list[Line]] = {}
    for code in OFFERED:
        parameter = BUILT_IN_PARAMETERS[code]
        told, origin = applied(parameter, document, above, above_name)
        line = Line(code, parameter.label, names(told), origin, is_own=code in document.parameters)
        groups.setdefault(GROUPS[parameter.group], []).append(line)
    return groups


def applied(parameter: Parameter, own: PolicyDocument, above: PolicyDocument, above_name: str) -> tuple[str, str]:
    """The value in words and where it comes from; the grid of a motif says its own value too."""
    code, of_territory = parameter.code, f"Politique du territoire « {above_name} »"
    if code in above.imposed:
        return parameter_words(parameter, above.parameters[code]), f"{of_territory}, imposé"
    if code in own.parameters:
        return parameter_words(parameter, own.parameters[code]), imposed("Cette politique", code in own.imposed)
    if code in above.parameters and code not in SET_BY_MOTIFS:
        return parameter_words(parameter, above.parameters[code]), of_territory
    return default_words(parameter), "Chaque motif" if code in SET_BY_MOTIFS else "Valeur par défaut"


def default_words(parameter: Parameter) -> str:
    """What applies where no policy sets it."""
    return FROM_THE_MOTIF if parameter.code in SET_BY_MOTIFS else parameter.default_sentence


def imposed(origin: str, is_imposed: bool) -> str:
    return f"{origin}, imposé" if is_imposed else origin


def changes_since(policy: Policy, revision: PolicyRevision | None) -> list[str]:
    """What the draft changes, in sentences, compared with a revision (None: with nothing)."""
    before = revision.content if revision else PolicyDocument()
    return changes_between(before, draft_document(policy), Names(policy.territory))


def changes_to(policy: Policy, document: PolicyDocument, names: Names) -> list[str]:
    """What putting this document in the place of the draft changes, in sentences."""
    return changes_between(draft_document(policy), document, names)


def changes_between(before: PolicyDocument, after: PolicyDocument, names: Names) -> list[str]:
    return [names(change.sentence) for change in compare_documents(before, after, names.words)]


def replaceable_parameters() -> dict[str, Parameter]:
    """Those that booking applies and that one rule may replace for the people whom it describes."""
    offered = (BUILT_IN_PARAMETERS[code] for code in OFFERED)
    return {one.code: one for one in offered if one.strictness is not Strictness.NOT_REPLACEABLE}


def parameter_named(code: str) -> Parameter:
    return BUILT_IN_PARAMETERS[code]
