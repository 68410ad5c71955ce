"""What a fact is: a code, a type, a French wording, bounds, and who may read it.

Responsible for declaring facts and checking their values.  Refuses floats (hence NaN), free text,
nested values and undeclared codes; `None` means "not known" and only where the declaration says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from config_rules.errors import FactError

type FactValue = bool | int | str | date | frozenset[str] | None

MAXIMUM_CODE_LENGTH = 80


class FactType(StrEnum):
    """The six kinds of values."""

    INTEGER = "integer"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    CODE = "code"
    SET = "set"
    DATE = "date"


class Voice(StrEnum):
    """To whom an explanation speaks."""

    USAGER = "usager"
    AGENT = "agent"
    REFERENTE = "referente"


class Rigidity(IntEnum):
    """What could change a fact, the least changeable first: it orders the reasons of a decision."""

    PERSON = 0
    TIME = 1
    NOW = 2


class Remedy(StrEnum):
    """What « il faudrait … » may advise about a fact."""

    NONE = "none"
    WAIT_UNTIL_LOWER = "wait_until_lower"
    WAIT_UNTIL_HIGHER = "wait_until_higher"
    OTHER_SEANCE = "other_seance"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a closed list, as it is stored and as it is read."""

    code: str
    label: str


EVERY_VOICE = frozenset(Voice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A declared fact.

    `label` is a noun phrase with its article (« l'âge »).  A boolean has two clauses instead:
    `label` when it is true (« la personne a un référent ») and `denial` when it is false.
    `choices` closes the list of a CHOICE, CODE or SET, unless `is_open`: then it only gives labels, and
    any short code is accepted.  A SET has a plural label (« les publics de la personne »).
    """

    code: str
    type: FactType
    label: str
    group: str
    denial: str = ""
    unit: str = ""
    unit_plural: str = ""
    low: int | None = None
    high: int | None = None
    choices: tuple[Choice, ...] = ()
    is_open: bool = False
    nullable: bool = False
    question: str = ""
    sensitive: bool = False
    voices: frozenset[Voice] = EVERY_VOICE
    rigidity: Rigidity = Rigidity.PERSON
    remedy: Remedy = Remedy.NONE

    @property
    def codes(self) -> frozenset[str]:
        """The codes of a closed list, empty when the list is open."""
        return frozenset() if self.is_open else frozenset(choice.code for choice in self.choices)

    def choice_label(self, code: str) -> str:
        """How a value of the list reads in French; an unlisted code reads as itself."""
        return next((choice.label for choice in self.choices if choice.code == code), code)

    def may_be_quoted_to(self, voice: Voice) -> bool:
        """A sensitive fact is never quoted to the usager, whatever its declaration says."""
        return voice in self.voices and not (self.sensitive and voice is Voice.USAGER)

    def fault(self, value: object) -> str:
        """Why the value is not acceptable, or nothing."""
        if value is None:
            return "" if self.nullable else "il manque alors qu’il est toujours connu"
        return _FAULTS[self.type](self, value)

    def code_fault(self, value: object) -> str:
        """Why the value cannot be a member of this fact's list, or nothing."""
        return _code_fault(self, value)


def _integer_fault(fact: Fact, value: object) -> str:
    if type(value) is not int:
        return "un nombre entier est attendu"
    if fact.low is not None and value < fact.low:
        return f"la plus petite valeur est {fact.low}"
    if fact.high is not None and value > fact.high:
        return f"la plus grande valeur est {fact.high}"
    return ""


def _boolean_fault(_fact: Fact, value: object) -> str:
    return "" if value is True or value is False else "oui ou non est attendu"


def _code_fault(fact: Fact, value: object) -> str:
    if not isinstance(value, str):
        return "un code est attendu"
    if fact.codes and value not in fact.codes:
        return "cette valeur n’est pas dans la liste"
    return "" if 0 < len(value) <= MAXIMUM_CODE_LENGTH else "le code est vide ou trop long"


def _set_fault(fact: Fact, value: object) -> str:
    if not isinstance(value, frozenset):
        return "un ensemble de codes est attendu"
    return next(filter(None, (_code_fault(fact, code) for code in sorted(value, key=str))), "")


def _date_fault(_fact: Fact, value: object) -> str:
    return "" if type(value) is date else "une date est attendue"


_FAULTS = {
    FactType.INTEGER: _integer_fault,
    FactType.BOOLEAN: _boolean_fault,
    FactType.CHOICE: _code_fault,
    FactType.CODE: _code_fault,
    FactType.SET: _set_fault,
    FactType.DATE: _date_fault,
}


class Vocabulary:
    """A closed catalogue of facts, by code."""

    __slots__ = ("_facts",)

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts: dict[str, Fact] = {}
        for fact in facts:
            if fact.code in self._facts:
                raise ValueError(f"fact declared twice: {fact.code}")
            self._facts[fact.code] = fact

    def __contains__(self, code: object) -> bool:
        return code in self._facts

    def __getitem__(self, code: str) -> Fact:
        return self._facts[code]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._facts.values())

    def __len__(self) -> int:
        return len(self._facts)

    def get(self, code: str) -> Fact | None:
        """The fact, or None when the code is not declared."""
        return self._facts.get(code)

    def extended(self, facts: Iterable[Fact]) -> Vocabulary:
        """The same catalogue with more facts; a code is never redefined."""
        return Vocabulary([*self, *facts])

    def check(self, codes: Iterable[str], facts: Mapping[str, FactValue]) -> None:
        """Raise `FactError` on the first of these facts that is absent or broken."""
        for code in codes:
            if code not in facts:
                raise FactError(code, "il n’a pas été fourni")
            fault = self[code].fault(facts[code])
            if fault:
                raise FactError(code, fault)
