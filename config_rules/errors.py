"""What can go wrong, told so that the reader knows what to do next.

Responsible for the exception classes of the package and their French messages.  Refuses to hide a
bug: an exception here never stands for a refusal, which is a value (`Outcome.REFUSE`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Problem(Protocol):
    """What `DocumentError` needs to know of a finding."""

    @property
    def code(self) -> str: ...

    @property
    def sentence(self) -> str: ...


class ConfigRulesError(Exception):
    """Base of every error that this package raises on purpose."""


class FactError(ConfigRulesError):
    """A fact is absent or has a value that its declaration forbids: our bug, never the person's.

    The caller stores `decision_for_broken_facts(...)` (« à valider »), alerts, and refuses nobody.
    """

    def __init__(self, fact: str, what: str) -> None:
        super().__init__(f"Renseignement « {fact} » inutilisable : {what}.")
        self.fact = fact
        self.what = what


class DocumentError(ConfigRulesError):
    """A policy cannot be compiled; `problems` holds every finding at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        lines = [f"{problem.code} : {problem.sentence}" for problem in problems]
        super().__init__("Politique invalide.\n" + "\n".join(lines))
        self.problems = tuple(problems)


class CodecError(ConfigRulesError):
    """A stored or imported text is not one of ours; says where and why."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"Fichier illisible ({where}) : {what}.")
        self.where = where
        self.what = what
