"""One fault: what is wrong, where, and what to do, in words for who looks after the service. No name: keys only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """`code` is stable; `where` names a row by its key."""

    code: str
    where: str
    sentence: str
    remedy: str

    def __str__(self) -> str:
        return f"[{self.code}] {self.where} : {self.sentence} {self.remedy}"
