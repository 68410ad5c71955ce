"""Import the models of policies from here."""

from backoffice.policies.models.activity import CountedDay, RuleDay
from backoffice.policies.models.drafts import Condition, Parameter, Policy, Rule, Scenario
from backoffice.policies.models.revisions import (
    CalledOff,
    PolicyRevision,
    Trial,
    published_document,
    published_documents,
)

__all__ = [
    "CalledOff",
    "Condition",
    "CountedDay",
    "Parameter",
    "Policy",
    "PolicyRevision",
    "Rule",
    "RuleDay",
    "Scenario",
    "Trial",
    "published_document",
    "published_documents",
]
