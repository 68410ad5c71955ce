"""One change in words: « Places : 12 → 10 ». An empty value is said, never left blank."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Value:
    text: str

    @property
    def is_empty(self) -> bool:
        return not self.text

    def __str__(self) -> str:
        return self.text or "(vide)"


@dataclass(frozen=True)
class Change:
    label: str
    before: Value
    after: Value

    def __str__(self) -> str:
        return f"{self.label} : {self.before} → {self.after}"
