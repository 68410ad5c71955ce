"""Import the models of policies from here."""

from backoffice.policies.models.drafts import Condition, Parameter, Policy, Rule, Scenario
from backoffice.policies.models.revisions import PolicyRevision, Trial

__all__ = ["Condition", "Parameter", "Policy", "PolicyRevision", "Rule", "Scenario", "Trial"]
