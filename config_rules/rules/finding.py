"""A numbered finding about a document: culprit, sentence, remedy, example.

Responsible for the shape shared by validity and analysis.  Refuses findings without a remedy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from config_rules.vocabulary import FactValue


class Severity(StrEnum):
    """A blocking finding prevents publication."""

    BLOCKING = "blocking"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to look at.  `place` is « cas 2, condition 1 »; `example` is an invented person."""

    code: str
    severity: Severity
    sentence: str
    remedy: str
    level: str = ""
    rule: str = ""
    place: str = ""
    parameter: str = ""
    example: Mapping[str, FactValue] = field(default_factory=dict)
